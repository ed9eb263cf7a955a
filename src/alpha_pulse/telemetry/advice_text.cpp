#include "alpha_pulse/telemetry/advice_text.hpp"

#include <fmt/format.h>

#include <utility>

#include "alpha_pulse/telemetry/instrument_numbers.hpp"

namespace alpha_pulse::telemetry {
namespace {

using engine::Advice;
using engine::AdviceAction;
using engine::AdviceCause;
using engine::AdviceWhy;

std::string_view type_word(OrderType type) {
  switch (type) {
    case OrderType::LIMIT:
      return "limit";
    case OrderType::MARKET:
      return "market";
    case OrderType::STOP_MARKET:
      return "stop";
    case OrderType::TAKE_PROFIT_MARKET:
      return "take_profit";
  }
  std::unreachable();
}

std::string price_word(const OrderSpec& spec, const InstrumentNumbers& numbers) {
  if (spec.type == OrderType::MARKET) return "MARKET";
  return numbers.price(is_conditional(spec.type) ? spec.trigger : spec.price);
}

/// `Symbol=BTCUSDT, Side=sell, ...` and what makes the order more than that.
std::string order_words(const Advice& advice, const InstrumentNumbers& numbers) {
  const OrderSpec& spec = advice.spec;
  std::string text = fmt::format("Symbol={}, Side={}, Quantity={}, Type={}, Price={}", advice.symbol,
                                 spec.side == Side::BUY ? "buy" : "sell", numbers.quantity(spec.quantity),
                                 type_word(spec.type), price_word(spec, numbers));
  if (is_conditional(spec.type)) text += fmt::format(" (trigger by {} price)", to_string(spec.trigger_by));
  if (spec.type == OrderType::LIMIT && spec.time_in_force == TimeInForce::IOC) text += ", Immediate or cancel";
  if (spec.time_in_force == TimeInForce::GTX) text += ", Post only";
  if (spec.reduce_only) text += ", Reduce only";
  return text;
}

std::string two_places(Ratio ratio) {
  return format_decimal_rounded(ratio.raw(), kDecimals, 2);
}

std::string hedge_words(const Advice& advice) {
  if (!advice.ratio_before || !advice.ratio_after) return "";
  return fmt::format(", Hedge={}->{}", two_places(*advice.ratio_before), two_places(*advice.ratio_after));
}

std::string exit_text(std::string_view name, const AdviceWhy& why, const InstrumentNumbers& numbers) {
  if (why.of_ladder) return fmt::format("{} of the ladder", name);
  if (!why.entry.known()) return fmt::format("{} ahead of the first fill", name);
  return fmt::format("{} of the hedge entered at {}", name, numbers.price(why.entry));
}

std::string with_reason(std::string_view text, Reason reason) {
  return reason == Reason::NONE ? std::string(text) : fmt::format("{} ({})", text, to_string(reason));
}

}  // namespace

std::string why_text(const Advice& advice, const Instrument& instrument) {
  const InstrumentNumbers numbers(instrument);
  const AdviceWhy& why = advice.why;
  const std::string ratio = advice.ratio_before ? two_places(*advice.ratio_before) : "unknown";
  const std::string limit = two_places(why.limit.value_or(Ratio{}));
  switch (why.cause) {
    case AdviceCause::RUNG:
      return fmt::format("rung {} of {}", why.rung, why.rungs);
    case AdviceCause::RUNG_BACK:
      return why.rung == 0 ? "takes a step back" : fmt::format("takes rung {} of {} back", why.rung, why.rungs);
    case AdviceCause::BUILDING_HEDGE:
      return "builds the hedge of " + limit;
    case AdviceCause::RATIO_BELOW_MIN:
      return fmt::format("hedge ratio {} is below its limit {}", ratio, limit);
    case AdviceCause::RATIO_ABOVE_MAX:
      return fmt::format("hedge ratio {} is above its limit {}", ratio, limit);
    case AdviceCause::RATIO_OFF_TARGET:
      return fmt::format("hedge ratio {} is off its target {}", ratio, limit);
    case AdviceCause::MARGIN_GUARD:
      return "liquidation is too near";
    case AdviceCause::STOP_LOSS:
      return exit_text("stop loss", why, numbers);
    case AdviceCause::TAKE_PROFIT:
      return exit_text("take profit", why, numbers);
    case AdviceCause::DISASTER_STOP:
      return exit_text("last stop before liquidation", why, numbers);
    case AdviceCause::FLATTEN:
      return with_reason("closes what has ended", why.reason);
    case AdviceCause::MOVED:
      return fmt::format("order {} has taken its place", why.successor.value_or(ClientOrderId{}).value);
    case AdviceCause::WITHDRAWN:
      return with_reason("not wanted any more", why.reason);
  }
  std::unreachable();
}

LogLine render(const Advice& advice, const Instrument& instrument) {
  const InstrumentNumbers numbers(instrument);
  const std::string order = order_words(advice, numbers);
  const std::string why = why_text(advice, instrument);
  if (advice.action == AdviceAction::CANCEL) {
    return {
        .level = Level::INFO,
        .message = fmt::format("[RECOMMENDATION] Would cancel order: {}, {}, Why={}", advice.order.value, order, why)};
  }
  std::string text = fmt::format("[RECOMMENDATION] Would place order: {}, Order={}, Why={}{}", order,
                                 advice.order.value, why, hedge_words(advice));
  if (advice.replaces) {
    const OrderSpec& old = advice.replaces->spec;
    text += fmt::format(", Replaces={} ({} at {})", advice.replaces->order.value, numbers.quantity(old.quantity),
                        price_word(old, numbers));
  }
  text += fmt::format(", Fee={} {}, Valid until={}", format_decimal_rounded(advice.fee.raw(), Money::kMoneyDecimals, 2),
                      advice.fee.currency().code(), format_timestamp(advice.valid_until));
  return {.level = Level::INFO, .message = text};
}

}  // namespace alpha_pulse::telemetry
