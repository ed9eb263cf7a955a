#include "alpha_pulse/simulator/venue_parts.hpp"

// PUT /fapi/v1/order (sheet 4.5, 9.2): any modification loses time priority.
namespace alpha_pulse::simulator {

VenueResult<Order> FuturesVenue::Parts::check_amendment(AccountId account, const ModifyRequest& request) {
  OrderEntry* found = find(account, request.order);
  if (found == nullptr || !is_open(found->order.status)) return refuse(-2013);
  Order order = found->order;
  const Market& in = market(order.symbol);
  if (order.kind != OrderKind::LIMIT || order.side != request.side) return refuse(-5025);
  if (request.reduce_only == true && !order.reduce_only) return refuse(-5047);
  if (order.price == request.price && order.quantity == request.quantity) return refuse(-5027);
  if (order.modifications >= settings.modifications_max) return refuse(-5026);
  if (auto fits = check_price(in, order.side, request.price); !fits) return std::unexpected(fits.error());
  if (auto fits = check_quantity(in, false, request.quantity); !fits) return std::unexpected(fits.error());
  if (!order.reduce_only && value_of(request.price, request.quantity) < in.spec.min_notional.raw()) {
    return refuse(-5029);
  }
  const Int128 replaced = order.reduce_only ? 0 : value_of(order.price, order.left());
  order.price = request.price;
  order.quantity = request.quantity;
  if (order.reduce_only) order.quantity = std::min(order.quantity, order.executed + closable(order));
  if (order.quantity > order.executed) {
    if (auto funds = check_funds(order, replaced); !funds) return std::unexpected(funds.error());
  }
  return order;
}

VenueResult<Order> FuturesVenue::Parts::amend(AccountId account, const ModifyRequest& request) {
  auto wanted = check_amendment(account, request);
  if (!wanted) return wanted;
  OrderEntry& entry = *find(account, request.order);
  Market& in = market(wanted->symbol);
  in.disturbed = true;
  const auto best = in.book.best(opposite(wanted->side));
  const bool takes = is_post_only(wanted->tif) && best && reaches(wanted->side, wanted->price, best->price);
  if (wanted->quantity <= wanted->executed || takes) {
    end(entry, OrderStatus::CANCELED, Execution::CANCELED);
    return entry.order;
  }
  entry.amendments.push_back({.id = ++made_amendments,
                              .time = now,
                              .price_before = entry.order.price,
                              .price_after = wanted->price,
                              .quantity_before = entry.order.quantity,
                              .quantity_after = wanted->quantity,
                              .count = entry.order.modifications + 1,
                              .price_match = request.price_match});
  unrest(entry);
  entry.order = std::move(*wanted);
  entry.order.stp = StpMode::NONE;  // sheet 9.2 [K]
  entry.order.update_time = now;
  entry.order.modify_id = request.modify_id;
  entry.order.price_match = request.price_match;
  ++entry.order.modifications;
  tell_order(entry.order, Execution::AMENDMENT);
  match(entry);
  finish_remainder(entry);
  return entry.order;
}

}  // namespace alpha_pulse::simulator
