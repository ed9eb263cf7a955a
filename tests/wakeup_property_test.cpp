// The wake-up promise: leaving out what it covers, and asking on every event, are the same run.
#include "alpha_pulse/engine/journal_codec.hpp"
#include "support/commands.hpp"
#include "support/data.hpp"
#include "support/random_settings.hpp"

namespace alpha_pulse::tests {
namespace {

struct Outcome {
  std::string hash, timed_hash, equity, terms;
  std::uint64_t fills;
  ProgramState state;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome outcome_of(const backtest::ClosedLoop& loop) {
  const auto& engine = loop.engine();
  const auto terms = engine.portfolio().terms();
  return {engine.command_hash(),
          engine.timed_hash(),
          engine.portfolio().equity().to_string(),
          terms.overlay.to_string() + " " + terms.fees.to_string(),
          engine.counters().fills,
          loop.strategy()->state()};
}

/// Runs that skip against the same that ask on every event, and how much the first left out.
struct Comparison {
  void compare(LoopRequest request, const std::vector<Event>& path, const std::string& name) {
    MemoryJournal skipped;
    request.journal = &skipped;
    const auto skipping = run(request, path);
    MemoryJournal asked;
    request.journal = &asked;
    request.skip = false;
    request.ask_always = true;
    const auto asking = run(request, path);
    ASSERT_TRUE(outcome_of(*skipping) == outcome_of(*asking)) << name << " " << first_difference(skipped, asked);
    covered += skipping->runner().covered();
    delivered += skipping->runner().delivered();
  }
  std::uint64_t covered = 0, delivered = 0;
};

TEST(WakeupPromise, SkippingEqualsAskingOnEveryEventOverRandomTapesAndConfigurations) {
  Comparison comparison;
  for (unsigned seed = 1; seed <= 400; ++seed) {
    std::mt19937_64 random(seed);
    LoopRequest request = random_request(random);
    const auto path = random_path(random, 700);
    comparison.compare(request, path, "seed " + std::to_string(seed));
    if (testing::Test::HasFatalFailure()) return;
  }
  EXPECT_LT(comparison.delivered,
            comparison.covered * 2 / 3);  // a promise that never lets anything be skipped would prove nothing
}

TEST(WakeupPromise, SkippingEqualsAskingOnEveryEventWhereMarginLeavesTheHedgeUnfinished) {
  Comparison comparison;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    std::mt19937_64 random(seed);
    LoopRequest request = random_request(random);
    request.hedge.ratio.initial = Ratio::one();
    request.hedge.exits.scope = hedging::ExitScope::LADDER;
    request.spot = request.spot.raw() < 0 ? -Quantity::from_raw(kOne) : Quantity::from_raw(kOne);
    request.wallet = std::to_string(3'000 + random() % 30'000);
    PathRequest shape{.kind = PathKind::RANDOM_WALK, .ticks = 6'000, .step = Duration::seconds(7)};
    shape.sigma_daily = 0.15;
    shape.seed = seed;
    const auto path = make_path(shape);
    comparison.compare(request, path, "seed " + std::to_string(seed));
    if (testing::Test::HasFatalFailure()) return;
  }
  EXPECT_LT(comparison.delivered, comparison.covered / 3);
}

/// `path` as a venue with a stream of quotes tells it, and perhaps one of marks: prints say nothing of either, quotes
/// may begin late, and for a while bid and ask cross.
std::vector<Event> with_crossing_quotes(const std::vector<Event>& path, std::mt19937_64& random) {
  const auto below = [&](std::int64_t n) { return static_cast<std::int64_t>(random() % static_cast<unsigned>(n)); };
  const PriceDelta tick = bitcoin(kHedgeLeg, ContractKind::LINEAR).tick - Price{};
  std::vector<Event> out;
  const bool own_mark = random() % 2 == 0;
  std::int64_t silent = random() % 4 == 0 ? below(60) : 0;
  std::int64_t crossed = 0;
  for (Event event : path) {
    auto* trade = std::get_if<TradeTick>(&event.body);
    if (trade != nullptr) trade->roles = {.spot = true, .mark = !own_mark, .quote = false};
    if (trade != nullptr && own_mark && random() % 3 != 0) {
      Event mark = event;
      mark.body = MarkPrice{.price = trade->price + tick * (below(21) - 10)};
      out.push_back(mark);
    }
    out.push_back(event);
    if (trade == nullptr || --silent >= 0 || random() % 3 == 0) continue;
    if (--crossed < 0 && random() % 8 == 0) crossed = below(12);
    const PriceDelta spread = tick * (crossed >= 0 ? -below(3) : 1 + below(5));
    Event quote = event;
    quote.ts_event = quote.ts_receive = event.ts_event + Duration::milliseconds(below(1'000));
    quote.body = QuoteTick{.bid = trade->price, .ask = trade->price + spread};
    out.push_back(quote);
  }
  return out;
}

TEST(WakeupPromise, SkippingEqualsAskingOnEveryEventOverQuotesThatCross) {
  Comparison comparison;
  for (unsigned seed = 1; seed <= 400; ++seed) {
    std::mt19937_64 random(seed);
    LoopRequest request = random_request(random);
    if (seed % 2 == 0) {  // a whole hedge that margin does not carry
      request.hedge.ratio.initial = Ratio::one();
      request.wallet = std::to_string(1'000 + random() % 30'000);
    }
    const auto path = with_crossing_quotes(random_path(random, 900), random);
    comparison.compare(request, path, "seed " + std::to_string(seed));
    if (testing::Test::HasFatalFailure()) return;
  }
  EXPECT_LT(comparison.delivered, comparison.covered * 2 / 3);
}

std::vector<std::byte> bytes_of(const MemoryJournal& journal) {
  std::vector<std::byte> bytes;
  for (const auto& record : journal.records) engine::encode(record, Lsn{1}, bytes);
  return bytes;
}

TEST(WakeupPromise, LookingAtTheLatestPricesOnTheWayLeavesNoTraceInTheJournal) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    std::mt19937_64 random(seed);
    LoopRequest request = random_request(random);
    const auto path = random_path(random, 700);
    MemoryJournal undisturbed;
    request.journal = &undisturbed;
    run(request, path);
    MemoryJournal watched;
    request.journal = &watched;
    const auto loop = make_loop(request);
    for (const Event& event : path) {
      loop->push(event);
      if (random() % 3 == 0) loop->catch_up();
    }
    loop->finish();
    ASSERT_TRUE(bytes_of(watched) == bytes_of(undisturbed))
        << "seed " << seed << " " << first_difference(undisturbed, watched);
  }
}

TEST(WakeupPromise, SkippingEqualsAskingOnEveryEventOnRealCandles) {
  const auto file = data_file("candles/binance_spot/1m/BTCUSDT_1m_20221001-20221231.csv.zst");
  if (!file) GTEST_SKIP() << missing_data();
  for (auto hedge : {classic(), guarded()}) {
    hedge.exits.rearm = hedging::Rearm::TIMED;
    hedge.grid.rearm_levels = true;
    hedge.grid.ladder = true;
    const auto path = events_of({*file}, 150'000);
    LoopRequest request{.hedge = hedge, .stale_after = Duration::seconds(30)};
    const auto skipping = run(request, path);
    request.skip = false;
    request.ask_always = true;
    const auto asking = run(request, path);
    EXPECT_TRUE(outcome_of(*skipping) == outcome_of(*asking));
    EXPECT_GT(skipping->engine().counters().fills, 20U);
  }
}

}  // namespace
}  // namespace alpha_pulse::tests
