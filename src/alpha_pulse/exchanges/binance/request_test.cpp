#include "alpha_pulse/exchanges/binance/request.hpp"

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace alpha_pulse::exchanges::binance {
namespace {

const Signer& signer() {
  static const Signer kSigner = *Signer::hmac("canary-secret");
  return kSigner;
}

/// The other direction, written apart from the encoder: splits at & and =, then undoes %XX.
Parameters parsed(std::string_view query) {
  const auto decoded = [](std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '%') {
        plain.push_back(text[i]);
      } else {
        plain.push_back(static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16)));
        i += 2;
      }
    }
    return plain;
  };
  Parameters parameters;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, std::min(query.find('&'), query.size()));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    const std::size_t equals = pair.find('=');
    parameters.emplace_back(pair.substr(0, equals), decoded(pair.substr(equals + 1)));
  }
  return parameters;
}

RC_GTEST_PROP(Request, ParametersReadBackAsTheyWereMeant, (const std::vector<std::string>& values)) {
  Parameters parameters;
  for (std::size_t i = 0; i < values.size(); ++i) parameters.emplace_back("p" + std::to_string(i), values[i]);
  RC_ASSERT((parsed(query_text(parameters)) == parameters));
}

TEST(Request, IsSignedOverExactlyTheBytesBeforeTheSignature) {
  const Request request{.method = HttpMethod::POST,
                        .path = "/fapi/v1/batchOrders",
                        .parameters = {{"batchOrders", R"([{"a":"1&2"}])"}},
                        .security = Security::SIGNED};
  const auto wire =
      to_signed_wire(request, signer(), Timestamp::from_ms(1'591'702'613'943), Duration::milliseconds(2'500));
  const std::string expected = "batchOrders=%5B%7B%22a%22%3A%221%262%22%7D%5D&recvWindow=2500&timestamp=1591702613943";
  EXPECT_EQ(wire.target, "/fapi/v1/batchOrders?" + expected + "&signature=" + signer().sign(expected));
  EXPECT_EQ(wire.method, HttpMethod::POST);
  EXPECT_TRUE(wire.with_key);
  EXPECT_EQ(wire.target.find("canary"), std::string::npos);
}

TEST(Request, WithoutSignatureIsThePathAndItsParameters) {
  EXPECT_EQ(to_wire({.path = "/fapi/v1/time"}).target, "/fapi/v1/time");
  const auto keyed = to_wire({.method = HttpMethod::PUT, .path = "/fapi/v1/listenKey", .security = Security::KEY});
  EXPECT_TRUE(keyed.with_key);
  EXPECT_EQ(to_string(keyed.method), "PUT");
}

TEST(RequestDeathTest, NeverLeavesUnsignedWhereASignatureIsDue) {
  EXPECT_DEATH((void)to_wire({.path = "/x", .security = Security::SIGNED}), "signed call");
}

}  // namespace
}  // namespace alpha_pulse::exchanges::binance
