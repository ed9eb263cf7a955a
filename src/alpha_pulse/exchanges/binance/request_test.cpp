#include "alpha_pulse/exchanges/binance/request.hpp"

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "alpha_pulse/engine/testing/allocation_count.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

const Signer& signer() {
  static const Signer kSigner = *Signer::hmac("canary-secret");
  return kSigner;
}

using Texts = std::vector<std::pair<std::string, std::string>>;

/// The other direction, written apart from the encoder: splits at & and =, then undoes %XX.
Texts parsed(std::string_view query) {
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
  Texts parameters;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, std::min(query.find('&'), query.size()));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    const std::size_t equals = pair.find('=');
    parameters.emplace_back(pair.substr(0, equals), decoded(pair.substr(equals + 1)));
  }
  return parameters;
}

RC_GTEST_PROP(Request, ParametersReadBackAsTheyWereMeant, (const std::vector<std::string>& values)) {
  Texts texts;
  Parameters parameters;
  for (std::size_t i = 0; i < std::min(values.size(), Parameters::kMost); ++i) {
    texts.emplace_back("p" + std::to_string(i), values[i]);
    parameters.emplace_back(texts.back().first, values[i]);
  }
  RC_ASSERT((parsed(parameters.query()) == texts));
}

constexpr Timestamp kNow = Timestamp::from_ms(1'591'702'613'943);

Request batch() {
  return {.method = HttpMethod::POST,
          .path = "/fapi/v1/batchOrders",
          .parameters = {{"batchOrders", R"([{"a":"1&2"}])"}},
          .security = Security::SIGNED};
}

/// What a target writes, which is never more than the room that it asked for.
template <class Target>
std::string text_of(const Target& target) {
  std::string text(target.room(), '#');
  const auto size = static_cast<std::size_t>(target.put(text.data()) - text.data());
  EXPECT_LE(size, text.size());
  return text.substr(0, size);
}

TEST(Request, IsSignedOverExactlyTheBytesBeforeTheSignature) {
  const Request request = batch();
  const std::string text = text_of(SignedTarget(request, signer(), kNow, Duration::milliseconds(2'500)));
  const std::string expected = "batchOrders=%5B%7B%22a%22%3A%221%262%22%7D%5D&recvWindow=2500&timestamp=1591702613943";
  EXPECT_EQ(text, "/fapi/v1/batchOrders?" + expected + "&signature=" + signer().sign(expected));
  EXPECT_EQ(text.find("canary"), std::string::npos);
}

TEST(Request, IsSignedWithoutAllocating) {
  const Request request = batch();
  std::string text(1'000, '#');
  const auto& key = signer();  // made before the count, whichever test runs first
  const auto before = engine::testing::allocations();
  const SignedTarget target(request, key, kNow, Duration::seconds(2));
  ASSERT_LE(target.room(), text.size());
  target.put(text.data());
  EXPECT_EQ(engine::testing::allocations(), before);
}

TEST(Request, WithoutSignatureIsThePathAndItsParameters) {
  const Request time{.path = "/fapi/v1/time"};
  EXPECT_EQ(text_of(OpenTarget(time)), "/fapi/v1/time");
  const Request depth{.path = "/fapi/v1/depth", .parameters = {{"symbol", "X"}, {"limit", "5"}}};
  EXPECT_EQ(text_of(OpenTarget(depth)), "/fapi/v1/depth?symbol=X&limit=5");
}

TEST(RequestDeathTest, NeverLeavesUnsignedWhereASignatureIsDue) {
  const Request request = batch();
  EXPECT_DEATH(OpenTarget{request}, "signed call");
}

TEST(RequestDeathTest, IsOpenToTheVenueForAMillisecondToAMinute) {
  EXPECT_EQ(window_ms(Duration::milliseconds(1)), 1);
  EXPECT_EQ(window_ms(Duration::seconds(60)), 60'000);
  for (const Duration window :
       {Duration(), Duration::milliseconds(1) - Duration::nanoseconds(1), Duration::milliseconds(60'001)})
    EXPECT_DEATH((void)window_ms(window), "1 ms to 60 s");
}

}  // namespace
}  // namespace alpha_pulse::exchanges::binance
