#include "alpha_pulse/market/synth.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "alpha_pulse/base/sha256.hpp"

namespace alpha_pulse::market {
namespace {

constexpr std::array kModels = {SynthModel::GBM, SynthModel::GARCH, SynthModel::REGIMES};

std::vector<double> returns(const SynthSettings& settings, int count) {
  SynthStream stream(settings);
  std::vector<double> out;
  double last = stream.next().price.to_double();
  for (int i = 0; i < count; ++i) {
    const double price = stream.next().price.to_double();
    out.push_back(std::log(price / last));
    last = price;
  }
  return out;
}

double mean_square(const std::vector<double>& x) {
  double sum = 0;
  for (const double v : x) sum += v * v;
  return sum / static_cast<double>(x.size());
}

TEST(Synth, ReadsEveryNameItWritesAndNamesThemWhenAskedForAnother) {
  for (const auto model : kModels) EXPECT_EQ(parse_synth_model(to_string(model)).value(), model);
  EXPECT_EQ(parse_synth_model("heston").error().message,
            "model 'heston' does not exist; gbm, garch or regimes would pass");
}

TEST(Synth, BeginsAtThePriceAndAdvancesByOneStepAndOneId) {
  SynthStream stream({.step = Duration::milliseconds(250)});
  for (std::int64_t i = 0; i < 1000; ++i) {
    const SynthTrade trade = stream.next();
    EXPECT_TRUE(i > 0 || trade.price.to_string() == "95203.05");
    EXPECT_EQ(trade.time_ms, 1'735'689'600'000 + 250 * i);
    EXPECT_EQ(trade.trade_id, i + 1);
    EXPECT_EQ(trade.price.raw() % 1'000'000, 0);
    EXPECT_GT(trade.quantity, Quantity{});
  }
}

TEST(Synth, HasTheStatedVolatilityAYearInEveryModel) {
  for (const auto model : kModels) {
    const auto r = returns({.model = model, .volatility = 0.6, .step = Duration::minutes(1)}, 1'000'000);
    EXPECT_NEAR(std::sqrt(mean_square(r) * 525'600), 0.6, 0.03) << to_string(model);
  }
}

/// Correlation of squared returns one hour apart: what clustering means.
double clustering(SynthModel model) {
  const auto r = returns({.model = model, .step = Duration::minutes(1)}, 500'000);
  constexpr std::size_t kLag = 60;
  const double mean = mean_square(r);
  double covariance = 0;
  double variance = 0;
  for (std::size_t i = kLag; i < r.size(); ++i) {
    const double x = r[i] * r[i] - mean;
    covariance += x * (r[i - kLag] * r[i - kLag] - mean);
    variance += x * x;
  }
  return covariance / variance;
}

TEST(Synth, ClustersItsVolatilityExceptWhenConstant) {
  EXPECT_NEAR(clustering(SynthModel::GBM), 0, 0.01);
  EXPECT_GT(clustering(SynthModel::GARCH), 0.02);
  EXPECT_GT(clustering(SynthModel::REGIMES), 0.1);
}

TEST(Synth, GivesTheSameTapeOnEveryMachine) {
  const std::map<std::pair<SynthModel, std::uint64_t>, std::string> expected = {
      {{SynthModel::GBM, 1}, "d9a701e93ff73d31bbed6a73443950cb"},
      {{SynthModel::GBM, 2}, "c41daa2b86cced66c718d2c21be5903d"},
      {{SynthModel::GARCH, 1}, "5aa1193b3dd3c72f59641673ade456f5"},
      {{SynthModel::GARCH, 2}, "feafb22c7927642153c2ee56d8cd5fe9"},
      {{SynthModel::REGIMES, 1}, "bc1c5400f216cd7bf91614ee9749fe7f"},
      {{SynthModel::REGIMES, 2}, "d6aac73af88aa77da5b974e72ba372e7"},
  };
  for (const auto& [key, golden] : expected) {
    SynthStream stream({.model = key.first, .seed = key.second, .step = Duration::seconds(10)});
    Sha256 hash;
    for (int i = 0; i < 20'000; ++i) {
      const SynthTrade t = stream.next();
      const std::array<std::int64_t, 5> fields = {t.time_ms, t.price.raw(), t.quantity.raw(), t.is_buyer_maker ? 1 : 0,
                                                  t.trade_id};
      std::string text;
      for (const auto field : fields) text.append(std::to_string(field)).append(" ");
      hash.update(std::as_bytes(std::span(text)));
    }
    EXPECT_EQ(hash.hex().substr(0, 32), golden) << to_string(key.first) << " " << key.second;
  }
}

TEST(Synth, StaysWithinTheExactTypesAtAnyVolatility) {
  for (const auto model : kModels) {
    SynthStream stream({.model = model, .volatility = 20, .step = Duration::hours(12)});
    for (int i = 0; i < 20'000; ++i) ASSERT_TRUE(stream.next().price.known());
  }
}

}  // namespace
}  // namespace alpha_pulse::market
