#include "alpha_pulse/market/sim_market.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "alpha_pulse/base/sha256.hpp"

namespace alpha_pulse::market {
namespace {

constexpr std::array kScenarios = {Scenario::CALM,  Scenario::TREND,   Scenario::RANGE,
                                   Scenario::CRASH, Scenario::SQUEEZE, Scenario::GAP};

SimMarket market(Scenario scenario, std::uint64_t seed) {
  return SimMarket({.scenario = scenario, .seed = seed});
}

/// Every field of the event as text, so that the golden value says nothing about memory layout.
std::string fields(const Event& event) {
  std::string text;
  const auto add = [&text](std::int64_t number) { text.append(std::to_string(number)).append(" "); };
  add(static_cast<std::int64_t>(event.seq));
  add(event.instrument.value);
  add(event.ts_event.ns());
  add(event.ts_receive.ns());
  add(static_cast<std::int64_t>(event.body.index()));
  if (const auto* trade = event.as<TradeTick>()) {
    add(trade->price.raw());
    add(trade->quantity.raw());
    add(static_cast<std::int64_t>(trade->aggressor));
    add(trade->roles.spot * 4 + trade->roles.mark * 2 + trade->roles.quote);
  } else if (const auto* bar = event.as<BarClosed>()) {
    for (const Price p : {bar->open, bar->high, bar->low, bar->close}) add(p.raw());
    add(bar->volume.raw());
    add(bar->step.ns());
  } else if (const auto* funding = event.as<FundingRateDue>()) {
    add(funding->rate.raw());
  }
  return text;
}

std::string golden(Scenario scenario, std::uint64_t seed) {
  SimMarket sim = market(scenario, seed);
  Sha256 hash;
  for (int i = 0; i < 40'000; ++i) {
    const std::string text = fields(sim.next());
    hash.update(std::as_bytes(std::span(text)));
  }
  return hash.hex().substr(0, 32);
}

TEST(SimMarket, GivesTheSameStreamBitForBitOnEveryMachine) {
  const std::map<std::pair<Scenario, std::uint64_t>, std::string> expected = {
      {{Scenario::CALM, 1}, "f60acc70c76416d9df1eddfca19448b5"},
      {{Scenario::CALM, 2}, "4afe8e614580f382bce9e090afa49e01"},
      {{Scenario::TREND, 1}, "0f15470bd65ecf8386dca221ed2624df"},
      {{Scenario::TREND, 2}, "a1c8ecbd58540783b9f57524704c92ea"},
      {{Scenario::RANGE, 1}, "354a5700ce213a4100be8150dd7e3809"},
      {{Scenario::RANGE, 2}, "015f822a49ff1a2de2fc59b8630ac609"},
      {{Scenario::CRASH, 1}, "926037ec5a98e533b3826f5221333a38"},
      {{Scenario::CRASH, 2}, "705c3c50a26430a2e9d5009c4e149964"},
      {{Scenario::SQUEEZE, 1}, "ebbbc9e1558f142949f704d2703a9677"},
      {{Scenario::SQUEEZE, 2}, "68e096e2193b1c75fb1e196c039f40de"},
      {{Scenario::GAP, 1}, "ae92332071b22d2533675fa776e627f5"},
      {{Scenario::GAP, 2}, "1ad74dac0f1502a100a121a0cc09db79"},
  };
  for (const auto& [key, hash] : expected) {
    EXPECT_EQ(golden(key.first, key.second), hash) << to_string(key.first) << " " << key.second;
  }
}

TEST(SimMarket, OpensAtTheDocumentedPriceAndTime) {
  for (const auto scenario : kScenarios) {
    SimMarket sim = market(scenario, 5);
    for (const InstrumentId leg : {kSpotLeg, kHedgeLeg}) {
      const Event event = sim.next();
      const auto* trade = event.as<TradeTick>();
      ASSERT_NE(trade, nullptr);
      EXPECT_EQ(event.instrument, leg);
      EXPECT_EQ(format_timestamp(event.ts_event), "2025-02-03 11:11:25.000");
      EXPECT_EQ(trade->price.to_string(), "95203.05");
      EXPECT_EQ(trade->roles, leg == kSpotLeg ? (PrintRoles{.spot = true}) : (PrintRoles{.mark = true, .quote = true}));
    }
  }
}

TEST(SimMarket, NeverGoesBackInTimeAndCountsItsEvents) {
  for (const auto scenario : kScenarios) {
    SimMarket sim = market(scenario, 3);
    Timestamp last = kSimStart;
    for (std::uint64_t seq = 1; seq <= 100'000; ++seq) {
      const Event event = sim.next();
      ASSERT_GE(event.ts_event, last);
      ASSERT_EQ(event.seq, seq);
      ASSERT_EQ(event.ts_receive, event.ts_event);
      last = event.ts_event;
    }
  }
}

struct Track {
  std::vector<std::pair<Timestamp, double>> spot, hedge;
  std::vector<Event> funding, bars;
};

Track track(Scenario scenario, std::uint64_t seed, Duration length, Duration step = Duration::seconds(1)) {
  SimMarket sim({.scenario = scenario, .seed = seed, .step = step});
  Track out;
  while (true) {
    const Event event = sim.next();
    if (event.ts_event > kSimStart + length) return out;
    if (const auto* trade = event.as<TradeTick>()) {
      auto& series = event.instrument == kSpotLeg ? out.spot : out.hedge;
      series.emplace_back(event.ts_event, trade->price.to_double() / 95203.05);
    } else if (event.as<FundingRateDue>() != nullptr) {
      out.funding.push_back(event);
    } else {
      out.bars.push_back(event);
    }
  }
}

double lowest(const Track& t) {
  return std::min_element(t.spot.begin(), t.spot.end(), [](auto a, auto b) { return a.second < b.second; })->second;
}
double highest(const Track& t) {
  return std::max_element(t.spot.begin(), t.spot.end(), [](auto a, auto b) { return a.second < b.second; })->second;
}

TEST(SimMarket, PrintsOnceALegInEachStepWithinIt) {
  const Track t = track(Scenario::RANGE, 9, Duration::minutes(30));
  for (const auto* series : {&t.spot, &t.hedge}) {
    ASSERT_GE(series->size(), 1800U);
    for (std::size_t i = 0; i < 1800; ++i) {
      const Duration offset = (*series)[i].first - kSimStart;
      ASSERT_EQ(offset.ns() / 1'000'000'000, static_cast<std::int64_t>(i));
      ASSERT_EQ(offset.ns() % 1'000'000, 0);
    }
  }
}

TEST(SimMarket, HasTheStatedVolatilityWhenCalm) {
  double squares = 0;
  int count = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Track t = track(Scenario::CALM, seed, Duration::days(5), Duration::minutes(5));
    for (std::size_t i = 1; i < t.spot.size(); ++i, ++count) {
      const double r = std::log(t.spot[i].second / t.spot[i - 1].second);
      squares += r * r;
    }
  }
  EXPECT_NEAR(std::sqrt(squares / count * 288), 0.01, 0.0003);
}

TEST(SimMarket, RisesFivePercentADayWhenTrending) {
  double sum = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    sum += std::log(track(Scenario::TREND, seed, Duration::days(4), Duration::minutes(10)).spot.back().second);
  }
  EXPECT_NEAR(sum / 100 / 4, std::log(1.05), 0.003);
}

TEST(SimMarket, SwingsThreePercentAroundTheStartEveryTwoHours) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Track t = track(Scenario::RANGE, seed, Duration::hours(12));
    EXPECT_GT(highest(t), 1.029);
    EXPECT_LT(highest(t), 1.034);
    EXPECT_LT(lowest(t), 0.971);
    EXPECT_GT(lowest(t), 0.966);
    for (int half_hour = 1; half_hour < 24; half_hour += 2) {  // crests and troughs
      const auto at = static_cast<std::size_t>(half_hour) * 1800;
      EXPECT_NEAR(t.spot[at].second, half_hour % 4 == 1 ? 1.03 : 0.97, 0.004);
    }
  }
}

TEST(SimMarket, FallsTwentyPercentInHalfAnHourAfterACalmStartAndStaysThere) {
  std::set<std::size_t> moments;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Track t = track(Scenario::CRASH, seed, Duration::hours(5));
    const auto is_below = [](double level) { return [level](const auto& p) { return p.second <= level; }; };
    const auto begin = std::find_if(t.spot.begin(), t.spot.end(), is_below(0.99));
    const auto bottom = std::find_if(t.spot.begin(), t.spot.end(), is_below(0.80));
    ASSERT_NE(bottom, t.spot.end());
    EXPECT_GE(begin->first - kSimStart, Duration::minutes(30));
    EXPECT_LE(begin->first - kSimStart, Duration::minutes(100));
    EXPECT_LE(bottom->first - begin->first, Duration::minutes(30));
    for (auto p = bottom + 600; p != t.spot.end(); ++p) ASSERT_NEAR(p->second, 0.798, 0.005);
    moments.insert(static_cast<std::size_t>(begin - t.spot.begin()));
  }
  EXPECT_GE(moments.size(), 8U);  // by the second; each seed has its own moment
}

TEST(SimMarket, RisesFortyPercentInSixHoursInASqueeze) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Track t = track(Scenario::SQUEEZE, seed, Duration::hours(10));
    const auto begin = std::find_if(t.spot.begin(), t.spot.end(), [](auto p) { return p.second >= 1.01; });
    const auto top = std::find_if(t.spot.begin(), t.spot.end(), [](auto p) { return p.second >= 1.40; });
    ASSERT_NE(top, t.spot.end());
    EXPECT_LE(top->first - begin->first, Duration::hours(6));
    EXPECT_NEAR(t.spot.back().second, 1.404, 0.008);
  }
}

TEST(SimMarket, GapsSevenPercentInOneEventOnBothLegsFirstOneWayThenTheOther) {
  std::set<bool> first_ways;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const Track t = track(Scenario::GAP, seed, Duration::hours(10));
    for (const auto* series : {&t.spot, &t.hedge}) {
      std::vector<double> jumps;
      for (std::size_t i = 1; i < series->size(); ++i) {
        const double move = (*series)[i].second / (*series)[i - 1].second - 1;
        if (std::abs(move) > 0.01) jumps.push_back(move);
      }
      ASSERT_EQ(jumps.size(), 2U);
      EXPECT_NEAR(std::abs(jumps[0]), 0.07, 1e-6);
      EXPECT_NEAR(jumps[0], -jumps[1], 1e-6);
      first_ways.insert(jumps[0] > 0);
    }
  }
  EXPECT_EQ(first_ways.size(), 2U);
}

TEST(SimMarket, KeepsTheHedgeNearTheSpotWithABasisOfTwoBasisPoints) {
  double squares = 0;
  std::size_t count = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Track t = track(Scenario::CALM, seed, Duration::days(10), Duration::minutes(10));
    for (std::size_t i = 1; i < std::min(t.spot.size(), t.hedge.size()); ++i, ++count) {
      const double basis = std::log(t.hedge[i].second / t.spot[i].second);
      ASSERT_LT(std::abs(basis), 0.0015);
      squares += basis * basis;
    }
  }
  EXPECT_NEAR(std::sqrt(squares / static_cast<double>(count)), 0.0002, 0.00002);
}

TEST(SimMarket, LetsFundingFallDueAtEightHoursOfUtcWithAMeanOfOneBasisPoint) {
  const Track t = track(Scenario::CALM, 1, Duration::days(300), Duration::hours(1));
  ASSERT_EQ(t.funding.size(), 900U);
  double sum = 0;
  for (const Event& event : t.funding) {
    EXPECT_EQ(event.instrument, kHedgeLeg);
    EXPECT_EQ(event.ts_event, event.ts_event.floor_to(Duration::hours(8)));
    sum += event.as<FundingRateDue>()->rate.to_double();
  }
  EXPECT_EQ(format_timestamp(t.funding.front().ts_event), "2025-02-03 16:00:00.000");
  EXPECT_NEAR(sum / 900, 0.0001, 0.00001);
}

TEST(SimMarket, ClosesFiveMinuteBarsOfBothLegsFromExactlyTheirPrints) {
  SimMarket sim = market(Scenario::CRASH, 2);
  std::array<std::vector<Price>, 2> seen;
  std::array<int, 2> bars{};
  for (int i = 0; i < 30'000; ++i) {
    const Event event = sim.next();
    auto& prints = seen.at(event.instrument.value);
    if (const auto* trade = event.as<TradeTick>()) prints.push_back(trade->price);
    const auto* bar = event.as<BarClosed>();
    if (bar == nullptr) continue;
    ++bars.at(event.instrument.value);
    EXPECT_EQ(event.ts_event, event.ts_event.floor_to(Duration::minutes(5)));
    EXPECT_EQ(bar->open, prints.front());
    EXPECT_EQ(bar->close, prints.back());
    EXPECT_EQ(bar->high, *std::max_element(prints.begin(), prints.end()));
    EXPECT_EQ(bar->low, *std::min_element(prints.begin(), prints.end()));
    prints.clear();
  }
  EXPECT_GT(bars[0], 40);
  EXPECT_EQ(bars[0], bars[1]);
}

TEST(SimMarket, LivesOnForYearsWithoutLeavingTheExactTypes) {
  for (const auto scenario : kScenarios) {
    SimMarket sim({.scenario = scenario, .seed = 1, .step = Duration::hours(6), .sigma = 0.2});
    for (int i = 0; i < 40'000; ++i) {
      const Event event = sim.next();
      if (const auto* trade = event.as<TradeTick>()) {
        ASSERT_TRUE(trade->price.known());
        ASSERT_GT(trade->quantity, Quantity{});
      }
    }
  }
}

}  // namespace
}  // namespace alpha_pulse::market
