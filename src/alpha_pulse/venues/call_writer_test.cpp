#include "alpha_pulse/venues/call_writer.hpp"

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "alpha_pulse/exchanges/binance/account_requests.hpp"
#include "alpha_pulse/exchanges/binance/market_requests.hpp"

namespace alpha_pulse::venues {
namespace {

using exchanges::binance::Product;

const net::Url kBase = *net::parse_url("https://fapi.example.com", net::UrlKind::HTTP);
constexpr Timestamp kNow = Timestamp::from_ms(1'591'702'613'943);

TEST(CallWriter, PutsASignedCallIntoOneRequest) {
  const auto writer = CallWriter::create(kBase, "the-key");
  const auto signer = exchanges::Signer::hmac("canary-secret");
  net::WrittenRequest request;
  writer->write_signed(request, exchanges::binance::set_leverage("BTCUSDT", 5), *signer, kNow, Duration::seconds(2));
  const std::string query = "symbol=BTCUSDT&leverage=5&recvWindow=2000&timestamp=1591702613943";
  EXPECT_EQ(request.text(), "POST /fapi/v1/leverage?" + query + "&signature=" + signer->sign(query) +
                                " HTTP/1.1\r\nHost: fapi.example.com\r\nX-MBX-APIKEY: the-key\r\n"
                                "Content-Length: 0\r\n\r\n");
}

TEST(CallWriter, ShowsTheKeyToCallsThatNeedItAlone) {
  const auto writer = CallWriter::create(kBase, "the-key");
  net::WrittenRequest request;
  writer->write(request, exchanges::binance::keep_listen_key());
  EXPECT_NE(request.text().find("X-MBX-APIKEY: the-key\r\n"), std::string_view::npos);
  writer->write(request, exchanges::binance::server_time(Product::FUTURES));
  EXPECT_EQ(request.text(), "GET /fapi/v1/time HTTP/1.1\r\nHost: fapi.example.com\r\n\r\n");
}

RC_GTEST_PROP(CallWriter, WritesNoTargetThatWouldChangeTheBytesAroundIt, (const std::vector<std::string>& values)) {
  using exchanges::binance::Request;
  const auto writer = CallWriter::create(kBase, "the-key");
  const auto signer = exchanges::Signer::hmac("canary-secret");
  Request request{.method = exchanges::binance::HttpMethod::POST, .path = "/fapi/v1/order"};
  for (std::size_t i = 0; i < std::min(values.size(), exchanges::binance::Parameters::kMost); ++i)
    request.parameters.emplace_back("p", values[i]);
  net::WrittenRequest written;
  writer->write(written, request);
  RC_ASSERT(net::check_target(written.target()).has_value());
  request.security = exchanges::binance::Security::SIGNED;
  writer->write_signed(written, request, *signer, kNow, Duration::seconds(2));
  RC_ASSERT(net::check_target(written.target()).has_value());
}

TEST(CallWriter, RefusesAKeyThatWouldBeAnotherHeaderWithoutShowingIt) {
  const auto writer = CallWriter::create(kBase, "the-key\r\nX-Other: 1");
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().message.find("the-key"), std::string::npos);
}

}  // namespace
}  // namespace alpha_pulse::venues
