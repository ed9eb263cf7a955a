#include "alpha_pulse/simulator/book.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <vector>

#include "alpha_pulse/simulator/book_market.hpp"

namespace alpha_pulse::simulator {
namespace {

/// The book one would write first: a list, searched.
class NaiveBook {
 public:
  struct Row {
    std::uint64_t tag;
    Side side;
    std::int64_t price, left;
  };
  void add(Row row) { rows_.push_back(row); }
  void remove(std::uint64_t tag) {
    std::erase_if(rows_, [&](const Row& row) { return row.tag == tag; });
  }
  Row& at(std::uint64_t tag) { return *std::ranges::find(rows_, tag, &Row::tag); }
  std::vector<Row> in_order(Side side) const {
    std::vector<Row> rows;
    std::ranges::copy_if(rows_, std::back_inserter(rows), [&](const Row& row) { return row.side == side; });
    std::ranges::stable_sort(
        rows, [&](const Row& a, const Row& b) { return side == Side::BUY ? a.price > b.price : a.price < b.price; });
    return rows;
  }

 private:
  std::vector<Row> rows_;
};

std::vector<std::uint64_t> tags(const Book& book, Side side) {
  std::vector<std::uint64_t> all;
  for (Slot slot = book.front(side); slot != kNoSlot; slot = book.after(slot)) all.push_back(book.at(slot).tag);
  return all;
}

TEST(Book, ServesInTheOrderOfANaiveBookWhateverHappens) {
  EXPECT_TRUE(rc::check([] {
    Book book;
    NaiveBook naive;
    std::map<std::uint64_t, Slot> slots;
    const int steps = *rc::gen::inRange(1, 200);
    for (int step = 0; step < steps; ++step) {
      const auto tag = static_cast<std::uint64_t>(step);
      const int what = *rc::gen::inRange(0, 4);
      if (what < 2 || slots.empty()) {
        const Side side = *rc::gen::element(Side::BUY, Side::SELL);
        const auto at = *rc::gen::inRange<std::int64_t>(1, 20);
        const auto left = *rc::gen::inRange<std::int64_t>(1, 10);
        slots[tag] = book.add(side, Price::from_raw(at), Quantity::from_raw(left), tag);
        naive.add({tag, side, at, left});
      } else {
        const auto chosen =
            std::next(slots.begin(), *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(slots.size())));
        auto& row = naive.at(chosen->first);
        if (what == 2 && row.left > 1) {
          book.reduce(chosen->second, Quantity::from_raw(1));
          --row.left;
        } else {
          book.remove(chosen->second);
          naive.remove(chosen->first);
          slots.erase(chosen);
        }
      }
      RC_ASSERT(book.size() == slots.size());
      for (const Side side : {Side::BUY, Side::SELL}) {
        std::vector<std::uint64_t> expected;
        std::map<std::int64_t, std::int64_t> totals;
        for (const auto& row : naive.in_order(side)) {
          expected.push_back(row.tag);
          totals[row.price] += row.left;
        }
        RC_ASSERT(tags(book, side) == expected);
        for (std::int64_t at = 1; at < 20; ++at) {
          RC_ASSERT(book.quantity_at(side, Price::from_raw(at)).raw() == totals[at]);
        }
      }
    }
  }));
}

TEST(MarketBook, LaysItsDepthAroundThePrintAndNeverAcrossAnOrder) {
  const auto price = [](std::int64_t raw) { return Price::from_raw(raw); };
  MarketBook book(price(10), {.levels = 3, .per_level = Quantity::from_raw(5)});
  book.recentre(price(1000));
  EXPECT_EQ(book.best_level(Side::BUY), (Level{price(1000), Quantity::from_raw(5)}));
  EXPECT_EQ(book.best_level(Side::SELL), (Level{price(1010), Quantity::from_raw(5)}));
  book.add(Side::SELL, price(1010), Quantity::from_raw(2), 1);
  book.recentre(price(1010));
  EXPECT_EQ(book.best_level(Side::BUY).price, price(1000));
  EXPECT_EQ(book.best_level(Side::SELL), (Level{price(1010), Quantity::from_raw(2)}));
}

TEST(MarketBook, PublishesDifferencesFromWhichItsDepthCanBeRebuilt) {
  EXPECT_TRUE(rc::check([] {
    MarketBook book(Price::from_raw(1), {.levels = 5, .per_level = Quantity::from_raw(3)});
    std::map<Price, Quantity> shown[2];
    std::int64_t last = book.last_update_id();
    std::vector<Slot> slots;
    const int steps = *rc::gen::inRange(1, 40);
    for (int step = 0; step < steps; ++step) {
      const auto at = Price::from_raw(*rc::gen::inRange<std::int64_t>(90, 110));
      const int what = *rc::gen::inRange(0, 4);
      if (what == 0) book.recentre(at);
      if (what == 1)
        slots.push_back(book.add(at < Price::from_raw(100) ? Side::BUY : Side::SELL, at, Quantity::from_raw(2), 7));
      if (what == 2 && !slots.empty()) {
        book.remove(slots.back());
        slots.pop_back();
      }
      const auto offer = book.best(Side::SELL);
      if (what == 3 && offer && offer->slot == kNoSlot) book.take_synthetic(Side::SELL, Quantity::from_raw(1));
      if (const auto changed = book.publish()) {
        RC_ASSERT(changed->previous == last);
        RC_ASSERT(changed->first == last + 1);
        last = changed->last;
        for (const bool sells : {false, true}) {
          for (const Level& level : sells ? changed->asks : changed->bids) {
            if (level.quantity.is_zero()) {
              shown[sells].erase(level.price);
            } else {
              shown[sells][level.price] = level.quantity;
            }
          }
        }
      }
      const auto bids = book.levels(Side::BUY, 1000);
      const auto asks = book.levels(Side::SELL, 1000);
      RC_ASSERT(bids.size() == shown[0].size());
      RC_ASSERT(asks.size() == shown[1].size());
      for (const Level& level : bids) RC_ASSERT(shown[0][level.price] == level.quantity);
      for (const Level& level : asks) RC_ASSERT(shown[1][level.price] == level.quantity);
    }
  }));
}

}  // namespace
}  // namespace alpha_pulse::simulator
