#include "alpha_pulse/engine/quiet_bounds.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "alpha_pulse/engine/testing/toy_world.hpp"

namespace alpha_pulse::engine {
namespace {

using testing::event_at;

constexpr Price cents(std::int64_t n) {
  return Price::from_raw(n * (kOne / 100));
}

/// The promise read word by word: every price the event stands for lies strictly inside every band about it.
bool plainly_quiet(const Wakeup& wakeup, const Event& event, const std::vector<Instrument>& instruments) {
  if (wakeup.every_event || event.ts_event >= wakeup.at) return false;
  if (event.as<BarClosed>() != nullptr) return !wakeup.bars;
  struct Seen {
    InstrumentId instrument;
    PriceKind kind;
    Price price;
  };
  std::vector<Seen> prices;
  const InstrumentId leg = event.instrument;
  if (const auto* trade = event.as<TradeTick>()) {
    prices.push_back({leg, PriceKind::TRADE, trade->price});
    if (trade->roles.spot) prices.push_back({kSpotLeg, PriceKind::TRADE, trade->price});
    if (trade->roles.mark) prices.push_back({leg, PriceKind::MARK, trade->price});
    if (trade->roles.quote) {
      prices.push_back({leg, PriceKind::BID, trade->price});
      prices.push_back({leg, PriceKind::ASK, trade->price + (instruments[leg.value].tick - Price{})});
    }
  } else if (const auto* quote = event.as<QuoteTick>()) {
    prices.push_back({leg, PriceKind::BID, quote->bid});
    prices.push_back({leg, PriceKind::ASK, quote->ask});
  } else if (const auto* mark = event.as<MarkPrice>()) {
    prices.push_back({leg, PriceKind::MARK, mark->price});
  } else {
    return false;
  }
  for (const Seen& seen : prices) {
    if (!seen.price.known()) return false;
    for (const PriceBand& band : wakeup.bands) {
      if (band.instrument != seen.instrument || band.kind != seen.kind) continue;
      if (seen.price <= band.at_or_below) return false;
      if (band.at_or_above.known() && seen.price >= band.at_or_above) return false;
    }
  }
  return true;
}

RC_GTEST_PROP(QuietBounds, SayWhatThePromiseSaysWordByWord, ()) {
  const auto instruments = testing::toy_instruments();
  const auto leg = [] { return *rc::gen::element(kSpotLeg, kHedgeLeg); };
  const auto near = [] { return cents(*rc::gen::inRange(-1, 12)); };
  Wakeup wakeup;
  const int bands = *rc::gen::inRange(0, 6);
  for (int i = 0; i < bands; ++i) {
    wakeup.add({.instrument = leg(),
                .kind = *rc::gen::element(PriceKind::TRADE, PriceKind::BID, PriceKind::ASK, PriceKind::MARK),
                .at_or_below = cents(*rc::gen::inRange(0, 5)),
                .at_or_above = *rc::gen::element(Price{}, cents(7), cents(9), cents(11))});
  }
  wakeup.bars = *rc::gen::arbitrary<bool>();
  wakeup.every_event = *rc::gen::inRange(0, 10) == 0;
  if (*rc::gen::arbitrary<bool>()) wakeup.at = Timestamp::from_ms(*rc::gen::inRange(0, 4));
  QuietBounds bounds(instruments, kSpotLeg);
  bounds.compile(Wakeup::on_every_event());
  bounds.compile(wakeup);
  for (int i = 0; i < 20; ++i) {
    const PrintRoles roles{*rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>()};
    const EventBody bodies[] = {TradeTick{near(), {}, Side::BUY, roles},
                                QuoteTick{near(), {}, near(), {}},
                                MarkPrice{near()},
                                BarClosed{},
                                FundingRateDue{},
                                TimerElapsed{}};
    const Event event =
        event_at(Timestamp::from_ms(*rc::gen::inRange(0, 4)),
                 *rc::gen::elementOf(std::vector<EventBody>(std::begin(bodies), std::end(bodies))), leg());
    RC_ASSERT(bounds.quiet(event) == plainly_quiet(wakeup, event, instruments));
  }
  std::vector<Event> run;
  const InstrumentId one_leg = leg();
  const PrintRoles roles{*rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>()};
  for (int i = *rc::gen::inRange(0, 6); i > 0; --i) {
    run.push_back(
        event_at(Timestamp::from_ms(*rc::gen::inRange(0, 4)), TradeTick{near(), {}, Side::BUY, roles}, one_leg));
  }
  const auto woken = std::ranges::find_if(run, [&](const Event& e) { return !plainly_quiet(wakeup, e, instruments); });
  RC_ASSERT(bounds.quiet_prints(run) == static_cast<std::size_t>(woken - run.begin()));
}

TEST(QuietBounds, LetNothingBeQuietBeforeTheFirstPromise) {
  const QuietBounds bounds(testing::toy_instruments(), kSpotLeg);
  EXPECT_FALSE(bounds.quiet(testing::print(0, 100'00)));
}

}  // namespace
}  // namespace alpha_pulse::engine
