#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "alpha_pulse/matching/matching_engine.hpp"
#include "alpha_pulse/matching/testing/random_flow.hpp"

/// The wake-up promise: prices inside the bands may be left out.
namespace alpha_pulse::matching {
namespace {

using namespace test;

bool inside(const PriceBand& band, Price price) {
  return (!band.at_or_below.known() || price > band.at_or_below) &&
         (!band.at_or_above.known() || price < band.at_or_above);
}

/// A plain reading of the promise.
bool may_skip(const Event& e, const Wakeup& wakeup, PriceDelta tick) {
  if (!is_price_event(e) || wakeup.every_event || e.ts_event >= wakeup.at) return false;
  std::map<PriceKind, Price> moved;
  if (const auto* trade = e.as<TradeTick>()) {
    moved[PriceKind::TRADE] = trade->price;
    if (trade->roles.mark) moved[PriceKind::MARK] = trade->price;
    if (trade->roles.quote) {
      moved[PriceKind::BID] = trade->price;
      moved[PriceKind::ASK] = trade->price + tick;
    }
  } else if (const auto* quote = e.as<QuoteTick>()) {
    moved = {{PriceKind::BID, quote->bid}, {PriceKind::ASK, quote->ask}};
  } else {
    moved[PriceKind::MARK] = e.as<MarkPrice>()->price;
  }
  for (const PriceBand& band : wakeup.bands) {
    if (band.instrument != e.instrument || !moved.contains(band.kind)) continue;
    if (!inside(band, moved[band.kind])) return false;
  }
  return true;
}

std::string first_difference(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    const std::string left = i < a.size() ? a[i] : "nothing";
    const std::string right = i < b.size() ? b[i] : "nothing";
    if (left != right) return left + "  instead of  " + right;
  }
  return "";
}

struct Outcome {
  std::vector<std::string> events;
  std::string account;
  std::size_t observed = 0, fills = 0, liquidations = 0, triggers = 0;
};

/// Runs a tape with orders that are placed at timers and in reaction to fills.
class Session {
 public:
  Session(std::uint64_t seed, bool skip)
      : settings_dice_(seed),
        script_(seed + 1),
        skip_(skip),
        engine_(instruments(), settings_of(settings_dice_, skip), {{kUsdt, usdt("150")}, {kBtc, btc("10")}}) {}

  Outcome over(const std::vector<Event>& tape) {
    for (const Event& e : tape) {
      if (skip_ && may_skip(e, engine_.next_wakeup(), linear().tick - Price{})) {
        remembered_[{e.instrument.value, e.body.index()}] = {order_++, e};
        continue;
      }
      release();
      observe(e);
      if (e.as<TimerElapsed>() != nullptr) act(e);
    }
    for (const auto& [currency, l] : engine_.account().ledgers()) {
      outcome_.account += currency.code() + " " + l.wallet.to_string() + " " + l.fees.to_string() + "\n";
    }
    return outcome_;
  }

 private:
  /// Without skipping the venue looks at every price, so its own bands are under test as well.
  static FillSettings settings_of(Dice& dice, bool skip) {
    FillSettings settings = random_settings(dice);
    settings.examine_every_event = !skip;
    return settings;
  }
  void release() {
    while (!remembered_.empty()) {
      auto first = remembered_.begin();
      for (auto it = remembered_.begin(); it != remembered_.end(); ++it) {
        if (it->second.first < first->second.first) first = it;
      }
      const Event e = first->second.second;
      remembered_.erase(first);
      observe(e);
    }
  }
  void observe(const Event& e) {
    ++outcome_.observed;
    engine_.observe(e);
    collect(e.ts_event);
  }
  /// Takes what happened and answers the first fill of each batch, until nothing more comes of it.
  void collect(Timestamp now) {
    while (!engine_.events().empty()) {
      const std::vector<Event> led_to = engine_.events();
      engine_.clear_events();
      bool answered = false;
      for (const Event& e : led_to) {
        outcome_.events.push_back(text(e));
        outcome_.liquidations += e.as<PositionLiquidated>() != nullptr;
        outcome_.triggers += e.as<OrderTriggered>() != nullptr;
        const auto* filled = e.as<OrderFilled>();
        if (filled == nullptr) continue;
        ++outcome_.fills;
        if (!answered) answer(*filled, e.instrument, now);
        answered = true;
      }
    }
  }
  void answer(const OrderFilled& filled, InstrumentId id, Timestamp now) {
    if (last_id_ > 400) return;
    OrderSpec spec = random_order(script_, id, filled.fill.price);
    spec.side = opposite(filled.fill.side);
    place(spec, now);
  }
  void act(const Event& e) {
    if (script_.one_in(3) && last_id_ > 0) {
      OrderSpec spec;
      spec.instrument = e.instrument;
      engine_.cancel({.id = ClientOrderId{static_cast<std::uint64_t>(script_.between(1, last_id_))}, .spec = spec},
                     e.ts_event);
    } else {
      const Price reference = engine_.market(e.instrument).reference();
      place(random_order(script_, e.instrument, reference.known() ? reference : price("100")), e.ts_event);
    }
    collect(e.ts_event);
  }
  void place(const OrderSpec& spec, Timestamp now) {
    engine_.place({.id = ClientOrderId{static_cast<std::uint64_t>(++last_id_)}, .spec = spec}, now);
  }

  Dice settings_dice_, script_;
  bool skip_;
  MatchingEngine engine_;
  std::map<std::pair<std::uint32_t, std::size_t>, std::pair<std::uint64_t, Event>> remembered_;
  std::uint64_t order_ = 0;
  std::int64_t last_id_ = 0;
  Outcome outcome_;
};

RC_GTEST_PROP(Wakeup, SkippingInsideTheBandsChangesNothingTheVenueSays, (std::uint64_t seed)) {
  Dice dice(seed);
  const std::vector<Event> tape = random_tape(dice, 600);
  const Outcome every = Session(seed, false).over(tape);
  const Outcome skipped = Session(seed, true).over(tape);
  RC_ASSERT(first_difference(every.events, skipped.events) == "");
  RC_ASSERT(every.account == skipped.account);
  RC_ASSERT(skipped.observed <= every.observed);
}

TEST(Wakeup, SkippingChangesNothingOverAThousandTapes) {
  for (std::uint64_t seed = 1'000; seed < 2'000; ++seed) {
    Dice dice(seed);
    const std::vector<Event> tape = random_tape(dice, 600);
    const Outcome every = Session(seed, false).over(tape);
    const Outcome skipped = Session(seed, true).over(tape);
    ASSERT_EQ(first_difference(every.events, skipped.events), "") << "seed " << seed;
    ASSERT_EQ(every.account, skipped.account) << "seed " << seed;
  }
}

TEST(Wakeup, TheRandomTapesReachEveryKindOfEnding) {
  std::size_t fills = 0, liquidations = 0, triggers = 0, observed = 0, all = 0;
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    Dice dice(seed);
    const std::vector<Event> tape = random_tape(dice, 600);
    const Outcome outcome = Session(seed, true).over(tape);
    fills += outcome.fills;
    liquidations += outcome.liquidations;
    triggers += outcome.triggers;
    observed += outcome.observed;
    all += tape.size();
  }
  EXPECT_GT(fills, 600U);
  EXPECT_GT(liquidations, 5U);
  EXPECT_GT(triggers, 30U);
  EXPECT_LT(observed, all * 3 / 4);
}

}  // namespace
}  // namespace alpha_pulse::matching
