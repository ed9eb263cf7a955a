#include "alpha_pulse/session/canary.hpp"

#include <algorithm>

#include "alpha_pulse/exchanges/binance/order_requests.hpp"

namespace alpha_pulse::session {
namespace {

namespace asio = net::asio;
namespace wire = exchanges::binance;
using What = CanaryOutcome::What;

constexpr int kCancelsMax = 3;
constexpr std::int64_t kUnknownOrder = -2011;

PlaceOrder stop_of(const CanaryOrder& canary) {
  const Ratio reach = Ratio::from_raw(kOne + std::max<std::int64_t>(canary.band.raw() - kOne, kOne / 20) * 4 / 5);
  PlaceOrder order;
  order.id = ClientOrderId{1};
  order.spec.slot = {.kind = SlotKind::DISASTER_STOP, .index = 0};
  order.spec.side = Side::BUY;
  order.spec.type = OrderType::STOP_MARKET;
  order.spec.reduce_only = true;
  order.spec.trigger = canary.hedge.round_down_to_tick(scale_rounding_down(canary.mark, reach));
  order.spec.quantity = canary.hedge.minimum_quantity(canary.mark);
  return order;
}

/// A flat account may be told so instead of having its stop taken: that says nothing about the type.
What what_of(const venues::CallReply& placed) {
  if (placed.ok()) return What::TAKEN;
  const bool refused = placed.verdict.outcome == wire::Outcome::REJECTED && placed.verdict.code != 0 &&
                       placed.verdict.action != wire::Action::RETRY_SAME_ID &&
                       placed.verdict.action != wire::Action::RESYNC_CLOCK_AND_RETRY &&
                       placed.verdict.action != wire::Action::BACK_OFF &&
                       placed.verdict.reason != Reason::REDUCE_ONLY_REJECTED;
  return refused ? What::REFUSED : What::UNDECIDED;
}

}  // namespace

asio::awaitable<CanaryOutcome> try_stop(venues::BinanceCaller& futures, CanaryOrder canary) {
  const PlaceOrder order = stop_of(canary);
  const std::string id = exchanges::wire_text(
      {.epoch = canary.epoch, .intent = order.id, .book = exchanges::OrderBook::CONDITIONAL, .attempt = 0});
  CanaryOutcome out;
  const auto request = wire::place_order(order, canary.hedge, id, {.hedge_mode = canary.hedge_mode});
  if (!request) {
    out.words = request.error().message;
    co_return out;
  }
  const venues::CallReply placed = co_await futures.call(*request, wire::Purpose::ORDINARY);
  out.what = what_of(placed);
  out.words = placed.ok() ? order.spec.trigger.to_string() : placed.detail;
  const bool may_stand = placed.ok() || placed.verdict.outcome == wire::Outcome::UNKNOWN;
  for (int cancels = 1; may_stand && cancels <= kCancelsMax; ++cancels) {
    const wire::Request cancel = wire::cancel_algo_order(wire::OrderName(id));
    const venues::CallReply gone = co_await futures.call(cancel, wire::Purpose::PROTECTIVE);
    const bool none = gone.verdict.code == kUnknownOrder && (cancels > 1 || !placed.ok());
    if (gone.ok() || none) co_return out;
    if (cancels < kCancelsMax) continue;
    out.what = What::MAY_STAND;
    out.words = "the canary " + id + " may still stand: " + gone.detail;
  }
  co_return out;
}

}  // namespace alpha_pulse::session
