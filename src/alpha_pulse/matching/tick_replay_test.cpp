#include "alpha_pulse/matching/tick_replay.hpp"

#include <gtest/gtest.h>

#include <utility>
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

/// Finds the first event outside a corridor by looking at each, and values the account at each.
struct PlainIndex {
  std::size_t first_outside(std::size_t from, std::size_t to, std::int32_t below, std::int32_t above) const {
    while (from < to && TickCorridor{below, above}.holds(events[from].low(), events[from].high())) ++from;
    return from;
  }
  void mark(std::size_t from, std::size_t to, TickAccount& account) const {
    for (; from < to; ++from) account.mark(std::int64_t{events[from].bid()} + events[from].ask());
  }

  std::span<const TickEvent> events;
};

/// Sells 3 at 102 at the first wake; notes the wakes at which the bid it sees has left (90, 105), and else promises to
/// do nothing there.
struct Seller {
  void wake(TickDesk& desk) {
    if (!std::exchange(sold, true)) desk.place(Side::SELL, 102, 3);
    if (!kInside.holds(desk.bid(), desk.bid())) outside_ms.push_back(desk.now().ns() / kMs);
  }
  std::optional<TickCorridor> quiet(const TickDesk& desk) const {
    return kInside.holds(desk.bid(), desk.ask()) ? std::optional(kInside) : std::nullopt;
  }

  static constexpr TickCorridor kInside{90, 105};
  bool sold = false;
  std::vector<std::int64_t> outside_ms{};
};

/// What a run came to: fills, and the wakes of Seller::outside_ms.
struct Course {
  std::int64_t fills;
  std::vector<std::int64_t> outside_ms;
  std::uint64_t wakes;
};
Course played(std::span<const TickEvent> events, const TickRules& rules, bool skipping) {
  Seller seller;
  TickReplay<Seller> replay(events, rules, seller);
  if (skipping) {
    replay.skip(PlainIndex{events});
  } else {
    replay.run();
  }
  return {replay.venue().account().fills(), seller.outside_ms, replay.wakes()};
}

/// `count` quotes of one millisecond each from `from_ms` on.
void rest(std::vector<TickEvent>& events, std::int64_t from_ms, int count, std::int32_t bid, std::int32_t ask) {
  for (int i = 0; i < count; ++i) events.push_back(TickEvent::quote((from_ms + i) * kMs, bid, 10, ask, 10));
}

TEST(TickReplay, NothingIsLeftOutUntilALevelThatWasTouchedHasBeenLeft) {
  std::vector<TickEvent> events{TickEvent::quote(0, 100, 10, 102, 10)};  // ten stand in front of the order
  rest(events, 101, 100, 100, 101);                                      // then the level is no longer the best
  events.push_back(TickEvent::quote(300 * kMs, 100, 10, 102, 10));       // others queue behind when it is again
  events.push_back(TickEvent::trade(310 * kMs, TickKind::BUY, 102, 1, 100, 102));
  const Course each = played(events, kRules, false);
  const Course some = played(events, kRules, true);
  EXPECT_EQ(each.fills, 1);
  EXPECT_EQ(some.fills, 1);
  EXPECT_LT(some.wakes, each.wakes);  // something was left out
}

TEST(TickReplay, TheWakeAtTheMomentOfTheNextEventIsNotLeftOut) {
  TickRules rules = kRules;
  rules.feed = Duration{};  // an event is seen at the moment it happens
  std::vector<TickEvent> events{TickEvent::quote(0, 100, 10, 101, 10)};
  rest(events, 51, 100, 100, 101);
  events.push_back(TickEvent::quote(500 * kMs, 105, 10, 106, 10));  // at a wake
  events.push_back(TickEvent::quote(505 * kMs, 100, 10, 101, 10));
  const Course each = played(events, rules, false);
  const Course some = played(events, rules, true);
  EXPECT_EQ(each.outside_ms, std::vector<std::int64_t>{500});
  EXPECT_EQ(some.outside_ms, each.outside_ms);
  EXPECT_LT(some.wakes, each.wakes);
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
