#include "alpha_pulse/matching/tick_replay.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace alpha_pulse::matching {
namespace {

constexpr std::int64_t kMs = 1'000'000;
constexpr TickRules kRules{.entry = Duration::milliseconds(10),
                           .response = Duration::milliseconds(20),
                           .feed = Duration::milliseconds(5),
                           .wake = Duration::milliseconds(10),
                           .maker = 0,
                           .taker = 0};

/// Writes down what it sees at each wake; sells at 102 at the first one, and cancels when told to.
struct Diary {
  /// One wake.
  struct Entry {
    std::int64_t ms;
    std::int32_t bid;
    std::size_t orders, unanswered;
    std::int64_t position;
    friend bool operator==(const Entry&, const Entry&) = default;
  };

  void wake(TickDesk& desk) {
    if (entries.empty()) desk.place(Side::SELL, 102, 3);
    if (desk.now().ns() == cancel_at * kMs) desk.cancel(desk.orders().front());
    entries.push_back({desk.now().ns() / kMs, desk.bid(), desk.orders().size(), desk.unanswered(), desk.position()});
  }
  std::optional<TickCorridor> quiet(const TickDesk& /*desk*/) const { return std::nullopt; }

  std::int64_t cancel_at = -1;
  std::vector<Entry> entries{};
};

TEST(TickReplay, QuotesAnswersAndFillsAreSeenWhenTheyHaveArrived) {
  const std::vector<TickEvent> events{TickEvent::quote(0, 100, 10, 101, 10), TickEvent::quote(6 * kMs, 99, 10, 101, 10),
                                      TickEvent::trade(41 * kMs, TickKind::BUY, 103, 1, 99, 101)};
  Diary diary;
  TickReplay<Diary> replay(events, kRules, diary);
  replay.run();
  const std::vector<Diary::Entry> expected{{10, 100, 1, 1, 0},  // the quote of 6 ms is still on its way
                                           {20, 99, 1, 1, 0},   // the order arrives at the venue
                                           {30, 99, 1, 1, 0},   // and its answer is on its way
                                           {40, 99, 1, 0, 0},   // until now
                                           {50, 99, 1, 0, 0},  {60, 99, 1, 0, 0}};
  EXPECT_EQ(diary.entries, expected);  // the fill of 41 ms is known at 61 ms, and then there is nothing left to come
  EXPECT_EQ(replay.venue().account().position(), -3);
}

TEST(TickReplay, AFillOnTheWayCannotBeCancelled) {
  const std::vector<TickEvent> events{TickEvent::quote(0, 100, 10, 101, 10),
                                      TickEvent::trade(55 * kMs, TickKind::BUY, 103, 1, 100, 101),
                                      TickEvent::quote(200 * kMs, 100, 10, 101, 10)};
  Diary diary{.cancel_at = 50};
  TickReplay<Diary> replay(events, kRules, diary);
  replay.run();
  EXPECT_EQ(replay.venue().account().position(), -3);
  EXPECT_EQ(diary.entries.at(7), (Diary::Entry{80, 100, 0, 0, -3}));  // the fill of 55 ms, and the cancel's refusal
}

TEST(TickReplay, MarketMovesBeforeARequestOfTheSameMomentArrives) {
  const std::vector<TickEvent> events{TickEvent::quote(0, 100, 10, 101, 10),
                                      TickEvent::quote(20 * kMs, 102, 10, 103, 10),
                                      TickEvent::quote(90 * kMs, 102, 10, 103, 10)};
  Diary diary;
  TickReplay<Diary> replay(events, kRules, diary);
  replay.run();
  EXPECT_EQ(replay.venue().account().fills(), 0);  // it would have taken
  EXPECT_EQ(diary.entries.at(3).orders, 0U);       // and has expired
}

TEST(TickQueue, MessagesDoNotOvertakeEachOther) {
  TickQueue<TickReport, 4> queue;
  queue.push({.due = 10});
  queue.push({.due = 5});
  queue.pop();
  EXPECT_EQ(queue.due(), 10);
}

}  // namespace
}  // namespace alpha_pulse::matching
