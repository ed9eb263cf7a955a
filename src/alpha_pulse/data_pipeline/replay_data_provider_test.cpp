#include "alpha_pulse/data_pipeline/replay_data_provider.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "alpha_pulse/data_pipeline/test_files.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

using testing::TempFolder;

struct Played {
  std::vector<Event> events;
  std::string error;
};

Played play(const ReplaySources& sources) {
  Played played;
  auto provider = ReplayDataProvider::open(sources);
  if (!provider) return {.events = {}, .error = provider.error().message};
  while (true) {
    auto event = (*provider)->next();
    if (!event) {
      played.error = event.error().message;
      return played;
    }
    if (!event->has_value()) return played;
    played.events.push_back(**event);
  }
}

/// `T100@5s` and so on: enough to see what came, from where, and when (in seconds).
std::string brief(const Event& event) {
  std::string text;
  if (const auto* trade = event.as<TradeTick>()) {
    text.append("T").append(trade->price.to_string(0));
  } else if (const auto* mark = event.as<MarkPrice>()) {
    text.append("M").append(mark->price.to_string(0));
  } else if (const auto* bar = event.as<BarClosed>()) {
    text.append("B").append(bar->close.to_string(0));
  } else if (const auto* funding = event.as<FundingRateDue>()) {
    text.append("F").append(funding->rate.to_string());
  } else if (const auto* flow = event.as<SpotBalanceChanged>()) {
    text.append("S").append(flow->change.to_string(0));
  }
  text.append(event.instrument == kSpotLeg ? " spot " : " hedge ");
  return text.append(format_decimal(event.ts_event.ns(), 9));
}

std::vector<std::string> briefs(const ReplaySources& sources) {
  const Played played = play(sources);
  std::vector<std::string> out;
  for (const Event& event : played.events) out.push_back(brief(event));
  if (!played.error.empty()) out.push_back(played.error);
  return out;
}

using Lines = std::vector<std::string>;

/// Trades of one unit at (second, price).
std::string trades(const std::vector<std::pair<double, int>>& rows) {
  std::string text = "time_ms,price,qty,is_buyer_maker\n";
  for (const auto& [second, price] : rows) {
    text.append(std::to_string(static_cast<std::int64_t>(second * 1000))).append(",");
    text.append(std::to_string(price)).append(",1,0\n");
  }
  return text;
}

std::string flat_candles(const std::vector<std::pair<int, int>>& rows) {
  std::string text = "open_time_ms,open,high,low,close,volume\n";
  for (const auto& [second, price] : rows) {
    const std::string p = std::to_string(price);
    text.append(std::to_string(second)).append("000,").append(p).append(",").append(p).append(",");
    text.append(p).append(",").append(p).append(",4\n");
  }
  return text;
}

TEST(ReplayDataProvider, PlaysOneSeriesAsSpotFuturesAndMarkAtOnce) {
  const TempFolder folder;
  const auto path = folder.write("BTCUSDT_1m_a.csv", "60000,100,110,90,105,8\n120000,105,106,80,81,4\n");
  EXPECT_EQ(briefs({.data = {path}}),
            (Lines{"T100 hedge 60", "T90 hedge 75", "T110 hedge 90", "T105 hedge 119.999", "T105 hedge 120",
                   "T106 hedge 135", "T80 hedge 150", "T81 hedge 179.999"}));
  std::uint64_t seq = 0;
  for (const Event& event : play({.data = {path}}).events) {
    EXPECT_EQ(event.as<TradeTick>()->roles, kAllRoles);
    EXPECT_EQ(event.as<TradeTick>()->quantity.raw(), event.seq <= 4 ? 2 * kOne : kOne);
    EXPECT_EQ(event.seq, ++seq);
    EXPECT_EQ(event.ts_receive, event.ts_event);
  }
  EXPECT_EQ(briefs({.data = {path}, .candle_path = CandlePath::NEAREST})[5], "T106 hedge 135");
}

TEST(ReplayDataProvider, MergesEveryKindInTheOrderOfOneMoment) {
  const TempFolder folder;
  const ReplaySources sources{
      .spot = {folder.write("s.csv", trades({{300, 10}, {600, 11}}))},
      .perp = {folder.write("p.csv", trades({{300, 20}, {600, 21}, {601, 22}}))},
      .mark = {folder.write("m_10m_.csv", flat_candles({{0, 30}, {600, 31}}))},
      .funding = {folder.write("f.csv", "time_ms,symbol,rate\n600000,ETHUSDT,0.5\n600000,btcusdt,0.01\n")},
      .flows = {folder.write("w.csv", "time_ms,quantity\n600000,-2\n")}};
  EXPECT_EQ(briefs(sources), (Lines{"M30 hedge 300", "T10 spot 300", "T20 hedge 300", "M30 hedge 599.999",
                                    "B10 spot 600", "B20 hedge 600", "F0.01 hedge 600", "M31 hedge 600", "T11 spot 600",
                                    "T21 hedge 600", "S-2 spot 600"}));
  for (const Event& event : play(sources).events) {
    const auto* trade = event.as<TradeTick>();
    if (trade == nullptr) continue;
    const PrintRoles expected{.spot = event.instrument == kSpotLeg, .quote = event.instrument == kHedgeLeg};
    EXPECT_EQ(trade->roles, expected);  // the mark file is the mark
  }
}

TEST(ReplayDataProvider, PlaysOnlyTheTimeThatSpotAndPerpetualShare) {
  const TempFolder folder;
  const auto spot = folder.write("s.csv", trades({{1, 10}, {5, 11}, {9, 12}}));
  const auto perp = folder.write("p.csv", trades({{4, 20}, {8, 21}, {12, 22}}));
  EXPECT_EQ(briefs({.spot = {spot}, .perp = {perp}}),
            (Lines{"T20 hedge 4", "T11 spot 5", "T21 hedge 8", "T12 spot 9"}));
  for (const Event& event : play({.spot = {spot}, .perp = {perp}}).events) {
    const bool is_spot = event.instrument == kSpotLeg;
    EXPECT_EQ(event.as<TradeTick>()->roles, (PrintRoles{.spot = is_spot, .mark = !is_spot, .quote = !is_spot}));
  }
  const auto late = folder.write("l.csv", trades({{40, 20}}));
  EXPECT_EQ(play({.spot = {spot}, .perp = {late}}).error,
            "the price files hold nothing in common from 1970-01-01 00:00:40.000; files and a window that overlap in "
            "time would pass");
}

TEST(ReplayDataProvider, PlaysTheWindowThatIsAskedFor) {
  const TempFolder folder;
  const auto path = folder.write("s.csv", trades({{1, 10}, {5, 11}, {9, 12}, {10, 13}}));
  const auto at = [](std::int64_t s) { return Timestamp::from_ms(s * 1000); };
  EXPECT_EQ(briefs({.data = {path}, .from = at(5), .to = at(10)}), (Lines{"T11 hedge 5", "T12 hedge 9"}));
  EXPECT_NE(play({.data = {path}, .from = at(10), .to = at(10)}).error.find("is empty; a 'to' after"),
            std::string::npos);
  EXPECT_NE(play({.data = {path}, .from = at(11)}).error.find("nothing in common"), std::string::npos);
  EXPECT_NE(play({.data = {path}, .to = at(1)}).error.find("before 1970-01-01 00:00:01.000"), std::string::npos);
}

TEST(ReplayDataProvider, FollowsSeveralFilesAndNamesTwoThatOverlap) {
  const TempFolder folder;
  const auto a = folder.write("a_1m_.csv", flat_candles({{0, 1}, {60, 2}}));
  const auto b = folder.write("b_1m_.csv", flat_candles({{600, 3}}));
  const auto c = folder.write("c_1m_.csv", flat_candles({{60, 4}, {120, 5}}));
  EXPECT_EQ(play({.data = {a, b}}).events.size(), 13U);  // 12 prints and the bar that the gap closed
  const auto overlap = play({.data = {a, c}}).error;
  EXPECT_EQ(overlap, c.string() + " begins at 1970-01-01 00:01:00.000, but " + a.string() +
                         " reaches 1970-01-01 00:01:00.000; files that follow each other in time would pass");
  EXPECT_NE(play({.data = {b, a}}).error.find("begins at 1970-01-01 00:00:00.000, but"), std::string::npos);
  const auto hourly = folder.write("d_1h_.csv", flat_candles({{3600, 1}}));
  EXPECT_NE(play({.data = {a, hourly}}).error.find("not of one kind and candle length"), std::string::npos);
}

TEST(ReplayDataProvider, NamesTheBadRowThatStopsARun) {
  const TempFolder folder;
  const auto path = folder.write("x.csv", trades({{1, 10}, {5, 11}}) + "6000,abc,1,0\n");
  const Played played = play({.data = {path}});
  EXPECT_EQ(played.error.find(path.string() + ":4: column price: 'abc'"), 0U) << played.error;
}

TEST(ReplayDataProvider, RefusesSourcesThatDoNotFitTogether) {
  const TempFolder folder;
  const auto prices = folder.write("x.csv", trades({{1, 10}}));
  const auto funding = folder.write("f.csv", "time_ms,symbol,rate\n1,ETHUSDT,0.5\n");
  for (const auto& sources : {ReplaySources{}, ReplaySources{.spot = {prices}}, ReplaySources{.perp = {prices}},
                              ReplaySources{.data = {prices}, .spot = {prices}, .perp = {prices}}}) {
    EXPECT_EQ(ReplayDataProvider::open(sources).error().code, ErrorCode::kInvalidArgument);
  }
  EXPECT_EQ(play({.data = {prices}, .funding = {funding}}).error,
            funding.string() + ": no funding of BTCUSDT, only of others such as ETHUSDT; rows of BTCUSDT would pass");
  EXPECT_NE(play({.data = {funding}}).error.find("one of candles or trades would pass as prices"), std::string::npos);
  EXPECT_EQ(play({.data = {folder.path() / "none.csv"}}).error.find((folder.path() / "none.csv").string()), 0U);
}

TEST(ReplayDataProvider, MakesBarsOfFiveMinutesOrOfTheCandleWhenThatIsLonger) {
  const TempFolder folder;
  const auto hourly = folder.write("a_1h_.csv", "1800000,100,120,80,110,8\n5400000,110,111,109,110,4\n");
  const auto events = play({.data = {hourly}}).events;
  ASSERT_EQ(events.size(), 9U);
  const auto* bar = events[4].as<BarClosed>();  // the candle itself, though it begins at half past
  ASSERT_NE(bar, nullptr);
  EXPECT_EQ(events[4].ts_event, Timestamp::from_ms(5'400'000));
  EXPECT_EQ(bar->step, Duration::hours(1));
  EXPECT_EQ(bar->open.to_string(0), "100");
  EXPECT_EQ(bar->high.to_string(0), "120");
  EXPECT_EQ(bar->low.to_string(0), "80");
  EXPECT_EQ(bar->close.to_string(0), "110");
  EXPECT_EQ(bar->volume.raw(), 8 * kOne);
}

class Collector : public engine::EventSink {
 public:
  explicit Collector(std::size_t limit) : limit_(limit) {}
  Outcome push(const Event&) override { return ++taken >= limit_ ? Outcome::CLOSED : Outcome::ACCEPTED; }
  std::size_t taken = 0;

 private:
  std::size_t limit_;
};

TEST(ReplayDataProvider, StopsWhenTheSinkIsClosedOrTheDataEnd) {
  const TempFolder folder;
  const auto path = folder.write("x.csv", trades({{1, 10}, {2, 10}, {3, 10}}));
  for (const std::size_t limit : {1U, 2U, 3U, 9U}) {
    Collector sink(limit);
    auto provider = ReplayDataProvider::open({.data = {path}}).value();
    EXPECT_TRUE(provider->start(sink));
    EXPECT_EQ(sink.taken, std::min<std::size_t>(limit, 3));
  }
  Collector sink(9);
  auto provider = ReplayDataProvider::open({.data = {path}}).value();
  provider->stop();
  EXPECT_TRUE(provider->start(sink));
  EXPECT_EQ(sink.taken, 0U);
}

RC_GTEST_PROP(ReplayDataProvider, NeverGoesBackInTimeAndLosesNoSharedTrade, ()) {
  const auto series = [] {
    std::vector<std::pair<double, int>> rows;
    double at = *rc::gen::inRange(0, 500);
    const auto gaps = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 400)));
    for (const int gap : gaps) rows.emplace_back(at += gap, 1 + gap);
    return rows;
  };
  const auto spot = series();
  const auto perp = series();
  const double begin = std::max(spot.front().first, perp.front().first);
  const double end = std::min(spot.back().first, perp.back().first);
  std::size_t expected = 0;
  for (const auto* rows : {&spot, &perp}) {
    for (const auto& [at, price] : *rows) expected += at >= begin && at <= end ? 1 : 0;
  }
  const TempFolder folder;
  const Played played =
      play({.spot = {folder.write("s.csv", trades(spot))}, .perp = {folder.write("p.csv", trades(perp))}});
  if (!played.error.empty()) {
    RC_ASSERT(begin > end);
    return;
  }
  Timestamp last;
  std::size_t seen = 0;
  for (const Event& event : played.events) {
    RC_ASSERT(event.ts_event >= last);
    last = event.ts_event;
    seen += event.as<TradeTick>() != nullptr ? 1 : 0;
  }
  RC_ASSERT(seen == expected);
}

TEST(ReplayDataProvider, PlaysRecordedPairsWithFundingAndMark) {
  const auto root = testing::data_root(ALPHA_PULSE_SOURCE_DIR);
  const auto spot = root / "candles/binance_spot/1h/BTCUSDT_1h_20250101-20250228.csv.zst";
  if (!std::filesystem::exists(spot)) GTEST_SKIP() << "no recorded data; ALPHA_PULSE_DATA names its folder";
  const auto perp = root / "candles/binance_usdm/1h/BTCUSDT_1h_20250101-20250228.csv.zst";
  if (!std::filesystem::exists(perp)) GTEST_SKIP() << perp << " is not there";
  const auto played = play({.spot = {spot},
                            .perp = {perp},
                            .mark = {root / "mark/binance_usdm/1h/BTCUSDT_mark_1h.csv.zst"},
                            .funding = {root / "funding/binance_usdm/BTCUSDT_funding.csv.zst"}});
  ASSERT_EQ(played.error, "");
  std::array<std::size_t, 5> kinds{};
  for (const Event& event : played.events) ++kinds.at(event.body.index());
  EXPECT_EQ(kinds[0], 59U * 24 * 4 * 2);  // trades
  EXPECT_EQ(kinds[2], 59U * 24 * 4);      // marks
  EXPECT_EQ(kinds[3], 59U * 24 * 2 - 2);  // bars: all but the last
  EXPECT_EQ(kinds[4], 59U * 3);           // funding
}

}  // namespace
}  // namespace alpha_pulse::data_pipeline
