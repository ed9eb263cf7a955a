// Exposure and accounting invariants (reliability: I1-I4, I8-I12 as this product reads them), after every event of a
// million random event sequences: any configuration, any venue behaviour, operators, flows and funding in between.
#include <cstdlib>
#include <iostream>

#include "support/random_settings.hpp"

namespace alpha_pulse::tests {
namespace {

Quantity remaining_of(const engine::Engine& engine, bool raising, Side raise_side) {
  Quantity sum;
  for (const Order& order : engine.tracker().live()) {
    if (raising && order.spec.side == raise_side && !order.spec.reduce_only) sum += order.remaining();
    if (!raising && order.spec.side != raise_side && !order.spec.reduce_only) sum += order.remaining();
  }
  return sum;
}

/// Checks what must hold after every event; returns the name of what does not.
class Invariants {
 public:
  explicit Invariants(const LoopRequest& request)
      : raise_(request.hedge.grid.direction == GridDirection::LONG ? Side::BUY : Side::SELL),
        limit_of_(std::max(Ratio::one(), request.hedge.ratio.target)),
        highest_spot_(request.spot.magnitude()) {}

  const char* check(const backtest::ClosedLoop& loop) {
    const engine::Engine& engine = loop.engine();
    const auto& books = engine.portfolio();
    highest_spot_ = std::max(highest_spot_, books.spot().magnitude());
    const Quantity position = books.position().quantity();
    const Quantity held = raise_ == Side::SELL ? -position : position;
    const Quantity cap = scale_toward_zero(highest_spot_, limit_of_);
    if (held.raw() < 0) return "I1/I3: the hedge never changes side";
    if (held > cap) return "I1: the hedge never exceeds the cap it was approved under";
    if (held + remaining_of(engine, true, raise_) > cap) return "I2: nor could it if all that is live filled";
    if (remaining_of(engine, false, raise_).raw() != 0) return "I3: what closes is reduce-only";
    if (!books.residual().is_zero()) return "I11: the account has no residual";
    if (engine.counters().incidents != 0) return "I8/I9: fills are booked once and never beyond their order";
    return one_per_slot(engine);
  }

 private:
  const char* one_per_slot(const engine::Engine& engine) {
    const auto live = engine.tracker().live();
    for (std::size_t i = 0; i < live.size(); ++i) {
      for (std::size_t k = i + 1; k < live.size(); ++k) {
        if (live[i].spec.slot == live[k].spec.slot) return "I17: one live order a slot";
      }
    }
    return nullptr;
  }

  Side raise_;
  Ratio limit_of_;
  Quantity highest_spot_;
};

Event operator_event(Timestamp at, std::mt19937_64& random) {
  constexpr OperatorAction kActions[] = {OperatorAction::PAUSE, OperatorAction::RESUME, OperatorAction::REARM,
                                         OperatorAction::REARM, OperatorAction::FLATTEN};
  Event event;
  event.instrument = kHedgeLeg;
  event.ts_event = event.ts_receive = at;
  event.body = OperatorRequested{.action = kActions[random() % std::size(kActions)]};
  return event;
}

/// A short, violent sequence: prices that jump across rungs and stops, people who press buttons.
const char* run_sequence(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const LoopRequest request = random_request(random);
  auto loop = make_loop(request);
  Invariants invariants(request);
  double price = kStartPrice;
  Timestamp at = kPathStart;
  const int length = 8 + static_cast<int>(random() % 12);
  std::normal_distribution<double> normal;
  for (int i = 0; i < length; ++i) {
    price *= std::exp(0.012 * normal(random) * (random() % 8 == 0 ? 5 : 1));
    at = at + Duration::seconds(1 + static_cast<std::int64_t>(random() % 120));
    loop->push(random() % 25 == 0
                   ? operator_event(at, random)
                   : print(at, cents(price), Quantity::from_raw(static_cast<std::int64_t>(random() % 500'000'000))));
    if (const char* broken = invariants.check(*loop)) return broken;
  }
  return nullptr;
}

TEST(Invariants, HoldAfterEveryEventOfAMillionRandomSequences) {
  const char* asked = std::getenv("ALPHA_PULSE_SEQUENCES");
  const std::uint64_t sequences = asked != nullptr ? std::strtoull(asked, nullptr, 10) : 1'000'000;
  std::cout << "seeds 1.." << sequences << "\n";
  for (std::uint64_t seed = 1; seed <= sequences; ++seed) {
    const char* broken = run_sequence(seed);
    ASSERT_EQ(broken, nullptr) << broken << " (seed " << seed << ")";
  }
}

}  // namespace
}  // namespace alpha_pulse::tests
