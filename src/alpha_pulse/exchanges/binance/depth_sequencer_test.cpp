#include "alpha_pulse/exchanges/binance/depth_sequencer.hpp"

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace alpha_pulse::exchanges::binance {
namespace {

DepthUpdate change(std::int64_t first, std::int64_t last, std::int64_t previous) {
  DepthUpdate update;
  update.first_id = first;
  update.last_id = last;
  update.previous_last = previous;
  update.bids.push_back({.price = Price::from_raw(last), .quantity = Quantity::from_raw(1)});
  return update;
}

TEST(DepthSequencer, JoinsFuturesAtTheSnapshot) {
  DepthSequencer book(Product::FUTURES);
  EXPECT_EQ(book.apply(change(1, 5, 0)), DepthStep::NEED_SNAPSHOT);
  book.restart({.last_id = 100});
  EXPECT_FALSE(book.synchronized());
  EXPECT_EQ(book.apply(change(90, 99, 89)), DepthStep::IGNORED);
  EXPECT_EQ(book.apply(change(95, 100, 99)), DepthStep::APPLIED);
  EXPECT_TRUE(book.synchronized());
  EXPECT_EQ(book.apply(change(103, 110, 100)), DepthStep::APPLIED);
  EXPECT_EQ(book.apply(change(111, 112, 111)), DepthStep::NEED_SNAPSHOT);
  EXPECT_FALSE(book.synchronized());
  EXPECT_FALSE(book.book().best_bid().has_value()) << "a book with a gap shows nothing";
}

TEST(DepthSequencer, RefetchesASnapshotOlderThanTheStream) {
  DepthSequencer futures(Product::FUTURES);
  futures.restart({.last_id = 100});
  EXPECT_EQ(futures.apply(change(101, 105, 100)), DepthStep::NEED_SNAPSHOT);
  DepthSequencer spot(Product::SPOT);
  spot.restart({.last_id = 100});
  EXPECT_EQ(spot.apply(change(102, 105, -1)), DepthStep::NEED_SNAPSHOT);
}

TEST(DepthSequencer, JoinsSpotOneAfterTheSnapshot) {
  DepthSequencer book(Product::SPOT);
  book.restart({.last_id = 100});
  EXPECT_EQ(book.apply(change(99, 100, -1)), DepthStep::IGNORED);
  EXPECT_EQ(book.apply(change(101, 103, -1)), DepthStep::APPLIED);
  EXPECT_EQ(book.apply(change(104, 104, -1)), DepthStep::APPLIED);
  EXPECT_EQ(book.apply(change(104, 104, -1)), DepthStep::IGNORED);
  EXPECT_EQ(book.apply(change(106, 107, -1)), DepthStep::NEED_SNAPSHOT);
}

RC_GTEST_PROP(DepthSequencer, NoticesEveryLostChange, ()) {
  const auto product = *rc::gen::element(Product::SPOT, Product::FUTURES);
  const auto lengths = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 9)));
  const auto lost = *rc::gen::inRange<std::size_t>(0, lengths.size());
  DepthSequencer book(product);
  book.restart({.last_id = 10});
  RC_ASSERT((book.apply(change(10, 11, 9)) == DepthStep::APPLIED));
  std::int64_t last = 11;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    const DepthUpdate update = change(last + 1, last + lengths[i], last);
    last = update.last_id;
    if (i == lost) continue;
    RC_ASSERT((book.apply(update) == (i < lost ? DepthStep::APPLIED : DepthStep::NEED_SNAPSHOT)));
  }
}

}  // namespace
}  // namespace alpha_pulse::exchanges::binance
