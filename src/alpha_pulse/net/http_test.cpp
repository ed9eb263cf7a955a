#include "alpha_pulse/net/http.hpp"

#include <gtest/gtest.h>

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

TEST(Http, WritesARequestInOnePiece) {
  HttpRequest request{.method = "POST", .target = "/a?b=1", .headers = {{"X-Key", "k"}, {"x", "y"}}, .body = "body"};
  EXPECT_EQ(request_text(request, "h:1"),
            "POST /a?b=1 HTTP/1.1\r\nHost: h:1\r\nX-Key: k\r\nx: y\r\nContent-Length: 4\r\n\r\nbody");
  request.body.clear();
  request.headers.clear();
  EXPECT_EQ(request_text(request, "h"), "POST /a?b=1 HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
  request.method = "GET";
  EXPECT_EQ(request_text(request, "h"), "GET /a?b=1 HTTP/1.1\r\nHost: h\r\n\r\n");
}

}  // namespace
}  // namespace alpha_pulse::net
