#include "alpha_pulse/domain/wakeup.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace alpha_pulse::domain {
namespace {

/// Whether the promise allows leaving out a price of `kind` at `when`.
bool may_skip(const Wakeup& wakeup, PriceKind kind, Price price, Timestamp when) {
  if (wakeup.every_event || when >= wakeup.at) return false;
  return std::none_of(wakeup.bands.begin(), wakeup.bands.end(), [&](const PriceBand& band) {
    if (band.kind != kind) return false;
    return (band.at_or_below.known() && price <= band.at_or_below) ||
           (band.at_or_above.known() && price >= band.at_or_above);
  });
}

Wakeup any_wakeup() {
  Wakeup wakeup;
  for (int n = *rc::gen::inRange(0, 4); n > 0; --n) {
    wakeup.add({.kind = *rc::gen::element(PriceKind::TRADE, PriceKind::MARK),
                .at_or_below = Price::from_raw(*rc::gen::inRange(0, 20)),
                .at_or_above = Price::from_raw(*rc::gen::inRange(0, 20))});
  }
  if (*rc::gen::arbitrary<bool>()) wakeup.not_later_than(Timestamp::from_ns(*rc::gen::inRange(0, 20)));
  wakeup.bars = *rc::gen::arbitrary<bool>();
  wakeup.every_event = *rc::gen::inRange(0, 8) == 0;
  return wakeup;
}

RC_GTEST_PROP(Wakeup, TheIntersectionSkipsExactlyWhatBothSkip, ()) {
  const Wakeup a = any_wakeup();
  const Wakeup b = any_wakeup();
  Wakeup both = a;
  both.intersect(b);
  for (const PriceKind kind : {PriceKind::TRADE, PriceKind::BID, PriceKind::MARK}) {
    for (int p = 1; p < 20; ++p) {
      for (int t = 0; t < 20; ++t) {
        const Price price = Price::from_raw(p);
        const Timestamp when = Timestamp::from_ns(t);
        RC_ASSERT(may_skip(both, kind, price, when) ==
                  (may_skip(a, kind, price, when) && may_skip(b, kind, price, when)));
      }
    }
  }
  RC_ASSERT(both.bars == (a.bars || b.bars));
}

TEST(Wakeup, TheEmptyPromiseIsNever) {
  Wakeup wakeup;
  EXPECT_EQ(wakeup.at, Timestamp::never());
  EXPECT_TRUE(may_skip(wakeup, PriceKind::TRADE, Price::from_raw(1), Timestamp::from_ns(1)));
  wakeup.intersect(Wakeup::on_every_event());
  EXPECT_TRUE(wakeup.every_event && wakeup.bars);
  EXPECT_FALSE(may_skip(wakeup, PriceKind::TRADE, Price::from_raw(1), Timestamp::from_ns(1)));
}

TEST(Wakeup, OnlyTheEarlierTimeCounts) {
  Wakeup wakeup;
  wakeup.not_later_than(Timestamp::from_ns(5));
  wakeup.not_later_than(Timestamp::from_ns(9));
  EXPECT_EQ(wakeup.at, Timestamp::from_ns(5));
}

}  // namespace
}  // namespace alpha_pulse::domain
