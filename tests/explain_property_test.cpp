#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <map>

#include "alpha_pulse/session/explain.hpp"
#include "support/random_settings.hpp"

/// Whatever is configured and whatever the market does: every order of a journal can be explained, and what is said of
/// it is what the journal holds.
namespace alpha_pulse::tests {
namespace {

using session::CaseFile;
using session::OrderStory;

struct Explained {
  MemoryJournal journal;
  std::unique_ptr<backtest::ClosedLoop> loop;
  CaseFile file;
};

/// A random run; people pause, resume, re-arm and flatten now and then.
void make(std::uint64_t seed, Explained& out) {
  std::mt19937_64 random(seed);
  LoopRequest request = random_request(random);
  request.journal = &out.journal;
  std::vector<Event> path = random_path(random, 1500);
  for (std::size_t i = 0; i < path.size(); i += 1 + random() % 400) {
    Event person = path[i];
    person.instrument = kHedgeLeg;
    const OperatorAction asked[] = {OperatorAction::PAUSE, OperatorAction::RESUME, OperatorAction::RESUME,
                                    OperatorAction::REARM, OperatorAction::FLATTEN};
    person.body = OperatorRequested{.action = asked[random() % std::size(asked)]};
    if (random() % 3 == 0) path.insert(path.begin() + static_cast<std::ptrdiff_t>(i), person);
  }
  out.loop = run(request, path);
  config::AppConfig config;
  config.hedge = request.hedge;
  auto file = session::examine(out.journal.records, config, settings_of(request).engine);
  ASSERT_TRUE(file.has_value()) << file.error().message;
  out.file = std::move(*file);
}

void expect_cause(const CaseFile& file, const OrderStory& story) {
  const std::string name = "order " + std::to_string(story.id.value) + " " + std::string(to_string(story.cause));
  switch (story.cause) {
    case session::PlaceCause::HEDGE_RATIO:
      EXPECT_NE(story.aim, hedging::HedgeAim::NONE) << name;
      break;
    case session::PlaceCause::FLATTEN:
      EXPECT_NE(story.ended.reason, Reason::NONE) << name;
      break;
    case session::PlaceCause::RUNG_AGAIN:
    case session::PlaceCause::RUNG_REPLACED:
    case session::PlaceCause::EXIT_MOVED:
    case session::PlaceCause::EXIT_RESIZED:
    case session::PlaceCause::EXIT_RESENT:
      ASSERT_NE(story.previous.value, 0U) << name;
      EXPECT_EQ(file.order(story.previous).spec.slot.kind, story.spec.slot.kind) << name;
      break;
    default:
      break;
  }
  if (story.spec.slot.kind == SlotKind::GRID_OPEN) {
    EXPECT_TRUE(story.grid.reference.known()) << name;
    EXPECT_LT(story.spec.slot.index, story.grid.rungs) << name;
  }
  if (is_protective(story.spec.slot.kind)) {
    EXPECT_TRUE(story.exit.entry.known()) << name;
  }
  EXPECT_TRUE(story.moment.price.known()) << name;
}

void expect_cancel(const OrderStory& story) {
  const std::string name =
      "order " + std::to_string(story.id.value) + " " + std::string(to_string(story.cancel->cause));
  if (story.cancel->cause == session::CancelCause::REPLACED) {
    EXPECT_NE(story.cancel->by.value, 0U) << name;
  }
  if (story.cancel->cause == session::CancelCause::ENDED) {
    EXPECT_NE(story.ended.reason, Reason::NONE) << name;
  }
  if (story.cancel->cause == session::CancelCause::NOT_ACTIVE) {
    EXPECT_NE(story.cancel->moment.reason, Reason::NONE) << name;
  }
}

void expect_whole_story(const Explained& run) {
  const CaseFile& file = run.file;
  EXPECT_EQ(file.first_difference, "");
  EXPECT_EQ(file.command_hash, run.loop->engine().command_hash());
  std::size_t step = 0;
  for (const auto& record : run.journal.records) {
    const auto* command = record.as<engine::CommandRecord>();
    if (command == nullptr) continue;
    ASSERT_LT(step, file.steps.size());
    const bool cancel = std::holds_alternative<CancelOrder>(command->command);
    const ClientOrderId id = std::visit([](const auto& c) { return c.id; }, command->command);
    EXPECT_EQ(file.steps[step].order, id);
    EXPECT_EQ(file.steps[step].cancel, cancel);
    EXPECT_EQ(file.steps[step].at, command->when);
    const auto found = session::find_order(file, id.value);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ((*found)->spec, spec_of(command->command));
    EXPECT_FALSE((*found)->refused.has_value());
    if (cancel) {
      ASSERT_TRUE((*found)->cancel.has_value());
    }
    ++step;
  }
  EXPECT_EQ(step, file.steps.size());
  Quantity filled;
  for (const OrderStory& story : file.orders) {
    expect_cause(file, story);
    if (story.cancel) expect_cancel(story);
    filled += signed_quantity(story.spec.side, story.filled());
    if (const Order* order = run.loop->engine().tracker().find(story.id)) {
      EXPECT_EQ(story.state, order->state);
    }
  }
  ASSERT_FALSE(file.unhedged.gaps.empty());
  EXPECT_EQ(file.protection.exits.size(), 3U);
  bool liquidated = false;
  for (const auto& record : run.journal.records) {
    const auto* event = record.as<Event>();
    liquidated = liquidated || (event != nullptr && event->as<PositionLiquidated>() != nullptr);
  }
  if (!liquidated) {
    EXPECT_EQ(filled, run.loop->engine().portfolio().position().quantity());
  }
}

RC_GTEST_PROP(Explain, TellsOfEveryOrderOfARandomRun, ()) {
  Explained run;
  make(*rc::gen::arbitrary<std::uint64_t>(), run);
  expect_whole_story(run);
  RC_ASSERT(!testing::Test::HasFailure());
}

/// The property is only worth something when the runs reach every word.
TEST(Explain, MeetsEveryCauseSomewhere) {
  std::map<std::string, int> placed;
  std::map<std::string, int> cancelled;
  std::map<std::string, int> gaps;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    Explained run;
    make(seed, run);
    for (const OrderStory& story : run.file.orders) {
      ++placed[std::string(to_string(story.cause)) + " " + std::string(session::to_string(story.aim))];
      if (story.cancel) ++cancelled[std::string(to_string(story.cancel->cause))];
    }
    for (const session::Gap& gap : run.file.unhedged.gaps) ++gaps[std::string(to_string(gap.why))];
  }
  std::string met;
  for (const auto* words : {&placed, &cancelled, &gaps}) {
    for (const auto& [word, count] : *words) met += word + " " + std::to_string(count) + "\n";
  }
  EXPECT_GE(placed.size(), 16U) << met;
  EXPECT_GE(cancelled.size(), 10U) << met;
  EXPECT_GE(gaps.size(), 8U) << met;
}

}  // namespace
}  // namespace alpha_pulse::tests
