// Jumping over a tape and playing each of its events are the same run, to the last record.
#include "alpha_pulse/backtest/tape_run.hpp"
#include "alpha_pulse/data_pipeline/test_files.hpp"
#include "alpha_pulse/engine/journal_codec.hpp"
#include "support/random_settings.hpp"
#include "support/tapes.hpp"

namespace alpha_pulse::tests {
namespace {

using data_pipeline::TapeReplay;
using data_pipeline::testing::TempFolder;

/// Everything that one way of playing must have in common with another.
struct Outcome {
  std::string command_hash, timed_hash, equity, terms, hours, spent;
  std::uint64_t fills = 0, covered = 0;
  ProgramState state = ProgramState::STARTING;
  std::vector<std::byte> journal;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

std::string text_of(const backtest::TimeSpent& t) {
  std::string text;
  for (const Duration d : {t.total, t.active, t.stopped, t.gaps, t.measured, t.outside}) {
    text += std::to_string(d.ns()) + " ";
  }
  return text;
}

Outcome outcome_of(const backtest::ClosedLoop& loop, const MemoryJournal& journal) {
  const auto& engine = loop.engine();
  const auto terms = engine.portfolio().terms();
  Outcome outcome{.command_hash = engine.command_hash(),
                  .timed_hash = engine.timed_hash(),
                  .equity = engine.portfolio().equity().to_string(),
                  .terms = terms.overlay.to_string() + " " + terms.fees.to_string() + " " + terms.funding.to_string(),
                  .hours = {},
                  .spent = text_of(loop.observer().spent()),
                  .fills = engine.counters().fills,
                  .covered = loop.covered(),
                  .state = loop.strategy()->state(),
                  .journal = {}};
  for (const auto& hour : loop.hours()) {
    outcome.hours +=
        std::to_string(hour.hour.ms()) + " " + hour.profit.to_string() + " " + hour.spot_profit.to_string();
  }
  for (const auto& record : journal.records) engine::encode(record, Lsn{1}, outcome.journal);
  return outcome;
}

struct Played {
  Outcome outcome;
  std::uint64_t delivered = 0;
};

Played play(const TapeReplay& replay, LoopRequest request, bool skip, Ratio funding) {
  MemoryJournal journal;
  request.journal = &journal;
  request.skip = skip;
  const auto loop = make_loop(request);
  data_pipeline::TapeStream stream(replay, funding);
  EXPECT_TRUE(backtest::play(stream, *loop, silences(replay, request.stale_after), {}));
  loop->finish();
  return {.outcome = outcome_of(*loop, journal), .delivered = loop->runner().delivered()};
}

/// A path with holes, so that silences are in it, and now and then several prints at one time.
std::vector<Event> with_holes(std::vector<Event> path, std::mt19937_64& random) {
  std::vector<Event> out;
  std::size_t hole = 0;
  for (const Event& event : path) {
    if (hole > 0) {
      --hole;
      continue;
    }
    if (random() % 200 == 0) hole = random() % 30;
    out.push_back(event);
    if (random() % 10 == 0) out.push_back(event);
  }
  return out;
}

/// `path` as a replay: its prices on a tape, and what else it tells beside it.
std::shared_ptr<TapeReplay> replay_of(const std::vector<Event>& path, const TempFolder& folder,
                                      std::mt19937_64& random) {
  const auto file = folder.path() / "prices.tape";
  const auto prices = with_holes(path, random);
  tape_of(prices, file);
  auto opened = data_pipeline::open_tapes({.data = {file}});
  EXPECT_TRUE(opened) << (opened ? "" : opened.error().message);
  auto replay = std::make_shared<TapeReplay>(**opened);
  for (const Event& event : path) {
    if (!is_price_event(event) && event.as<BarClosed>() == nullptr && event.ts_event <= replay->end) {
      replay->words.push_back(event);
    }
  }
  return replay;
}

TEST(TapeBacktest, JumpingEqualsPlayingEachEventOverRandomTapesAndConfigurations) {
  const TempFolder folder;
  std::uint64_t covered = 0, delivered = 0, fills = 0;
  for (unsigned seed = 1; seed <= 400; ++seed) {
    std::mt19937_64 random(seed);
    const LoopRequest request = random_request(random);
    const auto replay = replay_of(random_path(random, 700), folder, random);
    const Ratio funding = random() % 2 == 0 ? Ratio{} : *Ratio::parse("0.0001");
    const Played jumping = play(*replay, request, true, funding);
    const Played each = play(*replay, request, false, funding);
    ASSERT_TRUE(jumping.outcome == each.outcome) << "seed " << seed;
    covered += jumping.outcome.covered;
    delivered += jumping.delivered;
    fills += jumping.outcome.fills;
  }
  EXPECT_LT(delivered, covered * 2 / 3);
  EXPECT_GT(fills, 1'000U);
}

TEST(TapeBacktest, TwoSeriesAndAMarkOfTheirOwnJumpAsOne) {
  const TempFolder folder;
  for (unsigned seed = 1; seed <= 100; ++seed) {
    std::mt19937_64 random(seed);
    LoopRequest request = random_request(random);
    PathRequest shape{.kind = PathKind::RANDOM_WALK, .ticks = 700, .step = Duration::seconds(1 + seed % 40)};
    shape.sigma_daily = 0.08;
    shape.seed = seed;
    const auto perp = with_holes(make_path(shape), random);
    shape.step = Duration::seconds(1 + seed % 30);
    const auto spot = with_holes(make_path(shape), random);
    shape.seed = seed + 1000;
    const auto mark = with_holes(make_path(shape), random);
    tape_of(spot, folder.path() / "spot");
    tape_of(perp, folder.path() / "perp");
    tape_of(mark, folder.path() / "mark");
    data_pipeline::ReplaySources sources{.spot = {folder.path() / "spot"}, .perp = {folder.path() / "perp"}};
    if (seed % 2 == 0) sources.mark = {folder.path() / "mark"};
    const auto replay = data_pipeline::open_tapes(sources);
    ASSERT_TRUE(replay) << replay.error().message;
    const auto jumping = play(**replay, request, true, *Ratio::parse("0.0001"));
    const auto each = play(**replay, request, false, *Ratio::parse("0.0001"));
    ASSERT_TRUE(jumping.outcome == each.outcome) << "seed " << seed;
  }
}

TEST(TapeBacktest, AHedgeThatTheMarginGuardReducesIsTheSameRunJumpingOrNot) {
  const TempFolder folder;
  for (unsigned seed = 1; seed <= 20; ++seed) {
    LoopRequest request{.hedge = guarded(), .wallet = "30000"};
    PathRequest shape{.kind = PathKind::RANDOM_WALK, .ticks = 20'000, .step = Duration::seconds(10)};
    shape.sigma_daily = 0.04;
    shape.seed = seed;
    auto path = make_path(shape);
    for (std::size_t i = 0; i < path.size();
         ++i) {  // up by a quarter, to where liquidation is near, and there it stays
      auto& trade = std::get<TradeTick>(path[i].body);
      const double rise = 1 + 0.25 * std::min(1.0, static_cast<double>(i) / 4'000);
      trade.price = cents(trade.price.to_double() * rise);
    }
    tape_of(path, folder.path() / "rise");
    const auto replay = data_pipeline::open_tapes({.data = {folder.path() / "rise"}});
    ASSERT_TRUE(replay) << replay.error().message;
    const Played jumping = play(**replay, request, true, {});
    const Played each = play(**replay, request, false, {});
    ASSERT_TRUE(jumping.outcome == each.outcome) << "seed " << seed;
    EXPECT_GT(jumping.outcome.fills, 3U) << "seed " << seed;
  }
}

/// A day in which the price falls from where margin backs a third of the hedge to where it backs more, and comes back.
std::vector<Event> falling_and_rising(unsigned seed) {
  PathRequest shape{.kind = PathKind::RANDOM_WALK, .ticks = 40'000, .step = Duration::milliseconds(2'150)};
  shape.sigma_daily = 0.03;
  shape.seed = seed;
  auto path = make_path(shape);
  for (std::size_t i = 0; i < path.size(); ++i) {
    auto& trade = std::get<TradeTick>(path[i].body);
    const double t = static_cast<double>(i) / static_cast<double>(path.size());
    trade.price = cents(trade.price.to_double() * (1 - 0.3 * std::sin(M_PI * t)));
  }
  return path;
}

TEST(TapeBacktest, AHedgeThatMarginLeavesUnfinishedIsTheSameRunJumpingOrNotAndIsSeldomAsked) {
  const TempFolder folder;
  std::uint64_t covered = 0, delivered = 0, orders_after_the_start = 0;
  for (unsigned seed = 1; seed <= 20; ++seed) {
    LoopRequest request{.hedge = guarded(), .wallet = seed % 2 == 0 ? "12000" : "20000"};
    if (seed % 3 == 0) request.hedge.grid.ladder = true;
    if (seed % 5 == 0) request.margin_guard = *Ratio::parse("0.4");  // the distance to liquidation binds, not the cap
    if (seed % 7 == 0) {
      request.hedge.grid.direction = GridDirection::LONG;
      request.spot = -request.spot;
    }
    tape_of(falling_and_rising(seed), folder.path() / "fall");
    const auto replay = data_pipeline::open_tapes({.data = {folder.path() / "fall"}});
    ASSERT_TRUE(replay) << replay.error().message;
    const Played jumping = play(**replay, request, true, {});
    const Played each = play(**replay, request, false, {});
    ASSERT_TRUE(jumping.outcome == each.outcome) << "seed " << seed;
    covered += jumping.outcome.covered;
    delivered += jumping.delivered;
    orders_after_the_start += jumping.outcome.fills;
  }
  EXPECT_GT(orders_after_the_start, 200U);  // room came bit by bit
  EXPECT_LT(delivered, covered / 10);
}

}  // namespace
}  // namespace alpha_pulse::tests
