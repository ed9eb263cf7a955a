#include "alpha_pulse/net/url.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::net {
namespace {

Result<Url> http(std::string_view text) {
  return parse_url(text, UrlKind::HTTP);
}

TEST(Url, LetsEncryptedAddressesGoAnywhere) {
  const auto plain_name = http("https://fapi.binance.com");
  ASSERT_TRUE(plain_name);
  EXPECT_EQ(plain_name->endpoint, (Endpoint{.host = "fapi.binance.com", .port = 443, .secure = true}));
  EXPECT_EQ(plain_name->path, "");
  const auto whole = http("https://example.org:8443/path/x/");
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->endpoint.port, 8443);
  EXPECT_EQ(whole->path, "/path/x");
  const auto v6 = parse_url("wss://[2001:db8::1]:443/ws", UrlKind::WEB_SOCKET);
  ASSERT_TRUE(v6);
  EXPECT_EQ(v6->endpoint.host, "2001:db8::1");
  EXPECT_EQ(to_string(v6->endpoint), "[2001:db8::1]:443");
}

TEST(Url, LetsPlainAddressesOnlyGoToLiteralLoopback) {
  const auto v4 = http("http://127.0.0.1:8080");
  ASSERT_TRUE(v4);
  EXPECT_EQ(v4->endpoint, (Endpoint{.host = "127.0.0.1", .port = 8080, .secure = false}));
  EXPECT_EQ(http("http://127.0.0.1")->endpoint.port, 80);
  EXPECT_TRUE(parse_url("ws://127.1.2.3:1/ws", UrlKind::WEB_SOCKET));
  EXPECT_EQ(http("http://[::1]:8080/x")->endpoint.host, "::1");
  for (const char* text : {"http://localhost:8080", "http://127.0.0.1.example.org", "http://127.0.0.256",
                           "http://127.0.0.1x", "http://127.1", "http://0.0.0.0", "http://[::2]", "http://10.0.0.1",
                           "http://127.0.0.1@example.org", "http://[::1].example.org", "http://",
                           "http://[::ffff:127.0.0.1]", "http://0x7f.0.0.1", "http://127.0.0.1%2eexample.org"}) {
    EXPECT_FALSE(http(text)) << text;
  }
  EXPECT_NE(http("http://localhost").error().message.find("is not encrypted"), std::string::npos);
}

TEST(Url, RefusesWhatDoesNotBelongIntoAnAddress) {
  for (const char* text :
       {"", "example.org", "wss://example.org", "https://", "https://:80", "https://user:pw@example.org",
        "https://example.org?x=1", "https://example.org#x", "https://example.org:70000", "https://example.org:x",
        "https://exa mple.org", "https://[::1", "HTTPS://example.org", "https://example.org:0", "https://a%20b",
        "https:///path", "https://example.org/\"", "https://example.org\\x"}) {
    EXPECT_FALSE(http(text)) << text;
  }
  EXPECT_FALSE(parse_url("https://example.org", UrlKind::WEB_SOCKET));
}

}  // namespace
}  // namespace alpha_pulse::net
