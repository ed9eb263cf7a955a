#include "alpha_pulse/net/http.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "alpha_pulse/net/written_request.hpp"

namespace alpha_pulse::net {
namespace {

TEST(Http, FindsAHeaderWhateverItsCase) {
  const HttpResponse reply{.status = 200, .headers = {{"Retry-After", "3"}, {"retry-after", "4"}}, .body = {}};
  EXPECT_EQ(reply.header("RETRY-AFTER"), "3");
  EXPECT_EQ(reply.header("Retry"), "");
}

TEST(Http, TellsPathAndQueryApart) {
  const HttpRequest request{.method = "GET", .target = "/a/b?x=1?2", .headers = {}, .body = {}};
  EXPECT_EQ(request.path(), "/a/b");
  EXPECT_EQ(request.query(), "x=1?2");
  EXPECT_EQ(HttpRequest{}.query(), "");
}

TEST(Http, RefusesARequestThatWouldBeTwo) {
  EXPECT_TRUE(
      check_request({.method = "POST", .target = "/x?y=%20", .headers = {{"X-Key", "a b\tc"}}, .body = "\r\n"}));
  for (const char* target : {"", "x", "/a b", "/a\r\nHost: x", "/\x7f"})
    EXPECT_FALSE(check_request({.method = "GET", .target = target, .headers = {}, .body = {}})) << target;
  for (const char* method : {"", "GET /", "G\nT"})
    EXPECT_FALSE(check_request({.method = method, .target = "/", .headers = {}, .body = {}})) << method;
  for (const char* name : {"", "a b", "a:", "a\r\nb", "host", "Content-Length", "transfer-encoding"})
    EXPECT_FALSE(check_headers({{name, "1"}})) << name;
  const auto refused = check_headers({{"X-Key", "secret\nx"}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message.find("secret"), std::string::npos) << "a value may be a credential";
}

/// A literal of this test.
struct Literal {
  static constexpr bool kEncoded = true;
  std::string_view text;
  std::size_t room() const { return text.size(); }
  char* put(char* to) const { return std::ranges::copy(text, to).out; }
};

/// The same of a type that says nothing of its bytes.
struct Unchecked : Literal {
  static constexpr bool kEncoded = false;
};
static_assert(EncodedTarget<Literal> && !EncodedTarget<Unchecked> && !EncodedTarget<std::string>);

WrittenRequest written(const RequestFrame& frame, std::string_view method, std::string_view body = {}) {
  WrittenRequest request;
  frame.write(request, method, Literal{"/a?b=1"}, body);
  return request;
}

TEST(Http, WritesARequestInOnePiece) {
  const auto url = parse_url("http://127.0.0.1:81/base", UrlKind::HTTP);
  const auto frame = RequestFrame::create(*url, {{"X-Key", "k"}, {"x", "y"}});
  ASSERT_TRUE(frame);
  const WrittenRequest request = written(*frame, "POST", "body");
  EXPECT_EQ(request.text(),
            "POST /base/a?b=1 HTTP/1.1\r\nHost: 127.0.0.1:81\r\nX-Key: k\r\nx: y\r\nContent-Length: 4\r\n\r\nbody");
  EXPECT_EQ(request.method(), "POST");
  EXPECT_EQ(request.target(), "/base/a?b=1");
  EXPECT_EQ(request.path(), "/base/a");
}

TEST(Http, GivesALengthWhereTheMethodUsuallyHasOne) {
  const auto url = parse_url("https://h", UrlKind::HTTP);
  const auto frame = RequestFrame::create(*url, {});
  EXPECT_EQ(written(*frame, "PUT").text(), "PUT /a?b=1 HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(written(*frame, "GET").text(), "GET /a?b=1 HTTP/1.1\r\nHost: h\r\n\r\n");
}

TEST(Http, WritesARequestAnewOverAnOldOne) {
  const auto url = parse_url("https://h", UrlKind::HTTP);
  const auto frame = RequestFrame::create(*url, {});
  WrittenRequest request = written(*frame, "POST", std::string(200, 'x'));
  const char* const memory = request.text().data();
  frame->write(request, "DELETE", Literal{"/c"});
  EXPECT_EQ(request.text(), "DELETE /c HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(request.text().data(), memory);
}

TEST(Http, HasNoFrameForABasePathThatWouldEndTheLine) {
  Url url = *parse_url("https://h/base", UrlKind::HTTP);
  EXPECT_TRUE(RequestFrame::create(url, {}));
  for (const char* path : {"/a b", "/a\r\nb: c", "a"}) {
    url.path = path;
    EXPECT_FALSE(RequestFrame::create(url, {})) << path;
  }
}

TEST(Http, HasNoFrameWithAHeaderThatWouldBeTwo) {
  EXPECT_FALSE(RequestFrame::create(*parse_url("https://h", UrlKind::HTTP), {{"X-Key", "a\r\nb: c"}}));
}

}  // namespace
}  // namespace alpha_pulse::net
