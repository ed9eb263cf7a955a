#pragma once

#include "alpha_pulse/backtest/closed_loop.hpp"
#include "alpha_pulse/engine/testing/memory_journal.hpp"
#include "alpha_pulse/session/explain.hpp"
#include "alpha_pulse/session/test_runs.hpp"

/// Small runs to be explained: a closed loop over prices given one by one, its journal kept in memory.
namespace alpha_pulse::session::test {

/// BTCUSDT with a tick of 0.01, so that prices about 100 have room, and a minimum order that 0.049 coins reach.
inline Instrument cheap_coin() {
  Instrument instrument = btc();
  instrument.tick = price("0.01");
  instrument.min_notional = usdt("4.85");
  return instrument;
}

class RecordedRun {
 public:
  explicit RecordedRun(const Sets& sets, const Instrument& hedge = cheap_coin()) {
    const config::LoadedConfig configuration = loaded(sets);
    settings_ =
        loop_settings(configuration.config, {.hedge = hedge, .one_series = true, .cadence = Duration::seconds(10)});
    settings_.journal = &journal_;
    journal_.records.emplace_back().body =
        run_header(configuration.effective_text, settings_, kMidnight, "test prices");
    auto created = backtest::ClosedLoop::create(settings_, configuration.config.hedge);
    if (!created) {
      ADD_FAILURE() << created.error().message;
      return;
    }
    loop_ = std::move(*created);
  }

  /// The next price, `later` after the one before.
  RecordedRun& go(const char* at, Duration later = Duration::seconds(10)) {
    now_ = now_ + later;
    loop_->push(print(now_, at));
    return *this;
  }
  /// The same price a few times: orders are confirmed, a jump is believed.
  RecordedRun& stay(const char* at, int times = 4) {
    for (int i = 0; i < times; ++i) go(at);
    return *this;
  }
  RecordedRun& tell(const EventBody& body, InstrumentId instrument = kHedgeLeg) {
    Event event;
    event.instrument = instrument;
    event.ts_event = event.ts_receive = now_;
    event.body = body;
    loop_->push(event);
    return *this;
  }
  RecordedRun& ask(OperatorAction action) { return tell(OperatorRequested{.action = action}); }

  CaseFile explained() const {
    auto file = examine(journal_.records);
    if (!file) {
      ADD_FAILURE() << file.error().message;
      return {};
    }
    EXPECT_EQ(file->first_difference, "");
    EXPECT_EQ(file->command_hash, loop_->engine().command_hash());
    return std::move(*file);
  }
  const std::vector<engine::JournalRecord>& records() const { return journal_.records; }
  Timestamp now() const { return now_; }

 private:
  engine::testing::MemoryJournal journal_;
  backtest::LoopSettings settings_;
  std::unique_ptr<backtest::ClosedLoop> loop_;
  Timestamp now_ = kMidnight;
};

/// The orders of a kind that left, in order.
inline std::vector<OrderStory> orders_of(const CaseFile& file, SlotKind kind) {
  std::vector<OrderStory> found;
  for (const OrderStory& story : file.orders) {
    if (story.spec.slot.kind == kind && !story.refused) found.push_back(story);
  }
  return found;
}

inline const Gap* gap(const CaseFile& file, GapWhy why) {
  for (const Gap& g : file.unhedged.gaps) {
    if (g.why == why) return &g;
  }
  return nullptr;
}

inline std::string gap_words(const CaseFile& file) {
  std::string words;
  for (const Gap& g : file.unhedged.gaps) words += std::string(to_string(g.why)) + " ";
  return words;
}

inline const ExitStory& exit_of(const CaseFile& file, SlotKind kind) {
  for (const ExitStory& story : file.protection.exits) {
    if (story.kind == kind) return story;
  }
  ADD_FAILURE() << "no such exit";
  return file.protection.exits.front();
}

}  // namespace alpha_pulse::session::test
