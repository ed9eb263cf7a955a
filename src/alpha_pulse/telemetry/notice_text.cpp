#include "alpha_pulse/telemetry/notice_text.hpp"

#include <fmt/format.h>

#include <utility>

#include "alpha_pulse/telemetry/instrument_numbers.hpp"

namespace alpha_pulse::telemetry {
namespace {

std::string percent(Ratio ratio) {
  return format_decimal_rounded(wide_mul(ratio.raw(), 100), kDecimals, 2) + "%";
}

std::string cents_of_second(Duration span) {
  return format_decimal_rounded(span.ns(), 9, 2);
}

/// The words of one instrument.
class Words {
 public:
  explicit Words(const Instrument& hedge) : hedge_(hedge), numbers_(hedge) {}

  std::string operator()(const GridBuilt& n) const {
    const bool new_grid = n.reason == Reason::NONE || n.reason == Reason::REARMED;
    return fmt::format(
        "{} hedge grid for {} - Spot: {}, Price: {}, Grid Spacing: {}, Position Step: {}, Stop Loss: {}, "
        "Take Profit: {}{}",
        new_grid ? "Creating" : "Re-spacing", hedge_.symbol, n.spot.to_string(), price(n.price),
        numbers_.spacing(n.spacing), n.step.to_string(), percent(n.stop_loss), percent(n.take_profit),
        new_grid ? "" : fmt::format(", Reason: {}", to_string(n.reason)));
  }
  std::string operator()(const ExitTriggered& n) const {
    return fmt::format("{} triggered at {}", exit_name(n.exit), price(n.price));
  }
  std::string operator()(const StateChanged& n) const {
    if (n.from == n.to) {  // only why it is in that state
      const std::string_view why = n.reason == Reason::NONE ? "reason cleared" : to_string(n.reason);
      return fmt::format("State {}: {}", to_string(n.to), why);
    }
    const std::string why = n.reason == Reason::NONE ? "" : fmt::format(" ({})", to_string(n.reason));
    return fmt::format("State changed from {} to {}{}", to_string(n.from), to_string(n.to), why);
  }
  std::string operator()(const CommandRefused& n) const {
    return fmt::format("Refused {} order at {} for {}: {}{}{}", what(n.spec), where(n.spec), quantity(n.spec.quantity),
                       to_string(n.reason), n.detail.empty() ? "" : ", ", n.detail);
  }
  std::string operator()(const OrderPlaced& n) const {
    return fmt::format("Placed {} order at {} for {}", what(n.spec), where(n.spec), quantity(n.spec.quantity));
  }
  std::string operator()(const OrderCancelRequested& n) const {
    const bool rung = n.spec.slot.kind == SlotKind::GRID_OPEN;
    return fmt::format("Cancelling {}order at price {}", rung ? "" : what(n.spec) + " ", where(n.spec));
  }
  std::string operator()(const HedgeReached& n) const {
    return fmt::format("Hedge of {} at {} of the holding, {} s after the first price", hedge_.symbol,
                       percent(n.hedge_ratio), cents_of_second(n.since_first_price));
  }
  std::string operator()(const Warned& n) const {
    switch (n.about) {
      case Warned::About::STOP_INSIDE_GRID:
        return fmt::format("Stop loss at {} lies inside the grid: the rungs beyond it rest until it triggers",
                           price(n.price));
      case Warned::About::DUST:
        return fmt::format("Holding of {} that cannot be hedged: less than the lot of {}", n.quantity.to_string(),
                           quantity(hedge_.lot));
      case Warned::About::BELOW_MINIMUM:
        return fmt::format("No grid placed: below the minimum order of {}; {} or more to hedge would pass",
                           hedge_.symbol, quantity(n.quantity));
      case Warned::About::FOREIGN_POSITION:
        return fmt::format("Position of {} in {} is not ours: exposure is only reduced while it stands",
                           quantity(n.quantity), hedge_.symbol);
      case Warned::About::ABSURD_PRICE:
        return fmt::format("Price {} is far from the one before: no exposure is added until two events confirm it",
                           price(n.price));
      case Warned::About::STALE_DATA:
        return fmt::format("Prices of {} are stale{}: no exposure is added until they move again", hedge_.symbol,
                           n.price.known() ? fmt::format(", the last was {}", price(n.price)) : "");
      case Warned::About::ORDER_REJECTED:
        return fmt::format("Order at {} for {} was rejected by the venue", n.price.known() ? price(n.price) : "market",
                           quantity(n.quantity));
    }
    std::unreachable();
  }

 private:
  std::string price(Price p) const { return numbers_.price(p); }
  std::string quantity(Quantity q) const { return numbers_.quantity(q); }

  std::string where(const OrderSpec& spec) const {
    if (is_conditional(spec.type)) return price(spec.trigger);
    return spec.type == OrderType::MARKET ? "market" : price(spec.price);
  }
  static std::string what(const OrderSpec& spec) {
    const std::string_view side = spec.side == Side::BUY ? "buy" : "sell";
    switch (spec.slot.kind) {
      case SlotKind::GRID_OPEN:
        return std::string(side);
      case SlotKind::GRID_CLOSE:
        return fmt::format("reduce-only {}", side);
      case SlotKind::REBALANCE:
        return fmt::format("{} {} rebalance", spec.time_in_force == TimeInForce::GTX ? "maker" : "taker", side);
      case SlotKind::STOP_LOSS:
        return "stop loss";
      case SlotKind::TAKE_PROFIT:
        return "take profit";
      case SlotKind::DISASTER_STOP:
        return "disaster stop";
      case SlotKind::FLATTEN:
        return fmt::format("flatten {}", side);
    }
    std::unreachable();
  }
  static std::string_view exit_name(SlotKind exit) {
    if (exit == SlotKind::TAKE_PROFIT) return "Take profit";
    return exit == SlotKind::DISASTER_STOP ? "Disaster stop" : "Stop loss";
  }

  const Instrument& hedge_;
  InstrumentNumbers numbers_;
};

struct Weight {
  Level operator()(const ExitTriggered& n) const {
    return n.exit == SlotKind::TAKE_PROFIT ? Level::INFO : Level::WARNING;
  }
  Level operator()(const StateChanged& n) const {
    if (n.to == ProgramState::HALTED || n.to == ProgramState::SAFE) return Level::ERROR;
    return n.to == ProgramState::REDUCING || n.to == ProgramState::STOPPED ? Level::WARNING : Level::INFO;
  }
  Level operator()(const CommandRefused&) const { return Level::WARNING; }
  Level operator()(const Warned&) const { return Level::WARNING; }
  Level operator()(const auto&) const { return Level::INFO; }
};

}  // namespace

Level level_of(const Notice& notice) {
  return std::visit(Weight{}, notice);
}

LogLine render(const Notice& notice, const Instrument& hedge) {
  return {.level = level_of(notice), .message = std::visit(Words(hedge), notice)};
}

}  // namespace alpha_pulse::telemetry
