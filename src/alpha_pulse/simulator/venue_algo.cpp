#include <algorithm>

#include "alpha_pulse/simulator/venue_parts.hpp"

// Conditional orders: the Algo service (sheet 4.6).
namespace alpha_pulse::simulator {
namespace {

bool is_stop(OrderKind kind) {
  return kind == OrderKind::STOP || kind == OrderKind::STOP_MARKET;
}
bool is_take(OrderKind kind) {
  return kind == OrderKind::TAKE_PROFIT || kind == OrderKind::TAKE_PROFIT_MARKET;
}
bool has_limit(OrderKind kind) {
  return kind == OrderKind::STOP || kind == OrderKind::TAKE_PROFIT;
}

std::unexpected<VenueError> missing(const char* name) {
  return refuse(-1102, std::string("Mandatory parameter '") + name + "' was not sent, was empty/null, or malformed.");
}

VenueResult<void> check_form(const AlgoRequest& request) {
  const bool trailing = request.kind == OrderKind::TRAILING_STOP_MARKET;
  if (!is_stop(request.kind) && !is_take(request.kind) && !trailing) return refuse(-1116);
  if (request.close_position) {
    if (has_limit(request.kind) || trailing) return refuse(-4136);
    if (request.quantity) return refuse(-4137);
    if (request.reduce_only == false) return refuse(-4138);
    if (request.reduce_only) return refuse(-1106, "Parameter 'reduceonly' sent when not required.");
  } else if (!request.quantity) {
    return missing("quantity");
  }
  const bool matched = request.price_match != PriceMatch::NONE;
  if (matched && (!has_limit(request.kind) || request.price)) return refuse(-5038);
  if (has_limit(request.kind) && !matched && !request.price) return missing("price");
  if (trailing && request.trigger_price) return refuse(-2021);  // sheet 4.6: observed
  if (!trailing && !request.trigger_price) return missing("triggerPrice");
  const bool rate_fits = request.callback_rate && *request.callback_rate >= Ratio::from_raw(kOne / 1000) &&
                         *request.callback_rate <= Ratio::from_raw(kOne / 5);
  if (trailing && !rate_fits) return missing("callbackRate");
  return {};
}

}  // namespace

/// Whether the condition of a stop or take profit is true at this price.
bool FuturesVenue::Parts::holds(const AlgoOrder& algo, Price price) const {
  if (!price.known()) return false;
  const bool rising = is_stop(algo.kind) == (algo.side == Side::BUY);
  return rising ? price >= algo.trigger_price : price <= algo.trigger_price;
}

/// Follows the price with a trailing order; true when it fires.
bool FuturesVenue::Parts::trail(AlgoOrder& algo, Price price) {
  const bool sells = algo.side == Side::SELL;
  if (!price.known()) return false;
  if (!algo.activated) {
    if (algo.activate_price.known() && (sells ? price < algo.activate_price : price > algo.activate_price)) {
      return false;
    }
    algo.activated = true;
    algo.extreme = price;
    algo.update_time = now;
    events.emplace_back(AlgoUpdate{.account = algo.account, .time = now, .algo = algo});
  }
  algo.extreme = sells ? std::max(algo.extreme, price) : std::min(algo.extreme, price);
  return sells ? price <= scale_rounding_down(algo.extreme, Ratio::one() - algo.callback_rate)
               : price >= scale_rounding_up(algo.extreme, Ratio::one() + algo.callback_rate);
}

/// Against the account's other open conditional orders: ids, one closePosition a direction, how many there may be.
VenueResult<void> FuturesVenue::Parts::check_company(const Customer& owner, const AlgoOrder& algo) const {
  const auto known = algo.client_id.empty() ? owner.algo_by_client.end() : owner.algo_by_client.find(algo.client_id);
  if (known != owner.algo_by_client.end() && is_open(algos[static_cast<std::size_t>(known->second - 1)].status)) {
    return refuse(-4116);
  }
  for (const std::int64_t id : owner.open_algos) {
    const AlgoOrder& other = algos[static_cast<std::size_t>(id - 1)];
    const bool same = other.close_position && other.symbol == algo.symbol && other.side == algo.side &&
                      other.position_side == algo.position_side && is_stop(other.kind) == is_stop(algo.kind);
    if (algo.close_position && same) return refuse(-4130);
  }
  if (static_cast<int>(owner.open_algos.size()) >= settings.algo_orders_max) return refuse(-4045);
  return {};
}

VenueResult<AlgoOrder> FuturesVenue::Parts::prepare_algo(AccountId account, const AlgoRequest& request) {
  Market& in = market(request.symbol);
  const Customer& owner = customer(account);
  if (auto form = check_form(request); !form) return std::unexpected(form.error());
  if (auto id = check_client_id(request.client_id); !id) return std::unexpected(id.error());
  const auto side = check_position_side(account, request.position_side, request.reduce_only);
  if (!side) return std::unexpected(side.error());
  if (request.close_position && request.position_side != PositionSide::BOTH &&
      !closes_only(request.side, request.position_side, false)) {
    return refuse(-4136);  // sheet 4.6: not BUY + LONG, not SELL + SHORT
  }
  AlgoOrder algo{.account = account,
                 .symbol = request.symbol,
                 .client_id = request.client_id,
                 .side = request.side,
                 .position_side = request.position_side,
                 .kind = request.kind,
                 .tif = request.close_position ? Tif::GTE_GTC : request.tif.value_or(Tif::GTC),
                 .stp = request.stp,
                 .working_type = request.working_type,
                 .price_protect = request.price_protect,
                 .close_position = request.close_position,
                 .quantity = request.quantity.value_or(Quantity{}),
                 .price = request.price.value_or(Price{}),
                 .trigger_price = request.trigger_price.value_or(Price{}),
                 .price_match = request.price_match,
                 .activate_price = request.activate_price.value_or(Price{}),
                 .callback_rate = request.callback_rate.value_or(Ratio{}),
                 .good_till = request.good_till.value_or(Timestamp{}),
                 .create_time = now,
                 .update_time = now};
  algo.reduce_only =
      closes_only(algo.side, algo.position_side, request.close_position || request.reduce_only.value_or(false));
  if (request.quantity) {
    if (auto fits = check_quantity(in, !has_limit(request.kind), *request.quantity); !fits) {
      return std::unexpected(fits.error());
    }
  }
  if (auto prices = check_algo_prices(in, algo); !prices) return std::unexpected(prices.error());
  if (auto stands = check_company(owner, algo); !stands) return std::unexpected(stands.error());
  return algo;
}

/// Limit against trigger, trigger against mark, and whether the condition holds already (sheet 4.2, 4.6).
VenueResult<void> FuturesVenue::Parts::check_algo_prices(const Market& in, const AlgoOrder& algo) const {
  const Price watched = algo.working_type == WorkingType::MARK_PRICE ? in.mark : in.last;
  if (algo.kind == OrderKind::TRAILING_STOP_MARKET) {
    const bool passed = algo.side == Side::BUY ? algo.activate_price >= in.last : algo.activate_price <= in.last;
    if (algo.activate_price.known() && in.last.known() && passed) return refuse(-2021);
    return {};
  }
  if (auto fits = check_tick(in, algo.trigger_price); !fits) return fits;
  if (in.mark.known()) {
    if (algo.trigger_price > scale_rounding_down(in.mark, in.spec.trigger_multiplier_up)) return refuse(-4210);
    if (algo.trigger_price < scale_rounding_up(in.mark, in.spec.trigger_multiplier_down)) return refuse(-4211);
  }
  if (has_limit(algo.kind) && algo.price_match == PriceMatch::NONE) {
    if (auto fits = check_tick(in, algo.price); !fits) return fits;
    const Price highest = scale_rounding_down(algo.trigger_price, in.spec.multiplier_up);
    const Price lowest = scale_rounding_up(algo.trigger_price, in.spec.multiplier_down);
    if (algo.side == Side::BUY && algo.price > highest) return refuse(-4183);
    if (algo.side == Side::SELL && algo.price < lowest) return refuse(-4184);
  }
  if (holds(algo, watched)) return refuse(-2021);
  return {};
}

/// Lets a checked conditional order stand, and tells it.
std::int64_t FuturesVenue::Parts::stand_algo(AlgoOrder algo) {
  Customer& owner = customer(algo.account);
  const std::int64_t id = static_cast<std::int64_t>(algos.size()) + 1;
  algo.algo_id = id;
  if (algo.client_id.empty()) algo.client_id = new_client_id();
  owner.algo_by_client[algo.client_id] = id;
  owner.open_algos.push_back(id);
  market(algo.symbol).disturbed = true;  // a trailing order without activation price starts at once
  events.emplace_back(AlgoUpdate{.account = algo.account, .time = now, .algo = algo});
  algos.push_back(std::move(algo));
  return id;
}

void FuturesVenue::Parts::end_algo(AlgoOrder& algo, AlgoStatus status) {
  algo.status = status;
  algo.update_time = now;
  std::erase(customer(algo.account).open_algos, algo.algo_id);
  events.emplace_back(AlgoUpdate{.account = algo.account, .time = now, .algo = algo});
}

/// A child has ended: so has the conditional order it came from.
void FuturesVenue::Parts::follow_child(const Order& child) {
  AlgoOrder& algo = algos[static_cast<std::size_t>(child.algo_id - 1)];
  algo.actual_quantity = child.executed;
  algo.actual_price = child.average_price();
  end_algo(algo, AlgoStatus::FINISHED);
}

void FuturesVenue::Parts::trigger(std::int64_t algo_id) {
  AlgoOrder& algo = algos[static_cast<std::size_t>(algo_id - 1)];
  algo.trigger_time = now;
  end_algo(algo, AlgoStatus::TRIGGERING);
  Quantity quantity = algo.quantity;
  if (algo.close_position) {
    quantity =
        seat(algo.account, algo.symbol).holdings[static_cast<std::size_t>(algo.position_side)].amount.magnitude();
  }
  OrderRequest request{.symbol = algo.symbol,
                       .side = algo.side,
                       .kind = OrderKind::MARKET,
                       .position_side = algo.position_side,
                       .quantity = quantity,
                       .reduce_only = algo.reduce_only,
                       .client_id = algo.client_id,
                       .stp = algo.stp};
  if (has_limit(algo.kind)) {
    request.kind = OrderKind::LIMIT;
    request.tif = algo.tif;
    request.price_match = algo.price_match;
    const bool matched = algo.price_match != PriceMatch::NONE;
    auto price = VenueResult<Price>(algo.price);
    if (matched) price = matched_price(market(algo.symbol), algo.side, algo.price_match);
    if (!price) {
      algo.reject_message = price.error().message;
      return end_algo(algo, AlgoStatus::REJECTED);
    }
    request.price = *price;
    if (algo.tif == Tif::GTD) request.good_till = algo.good_till;
  }
  const auto child = accept(algo.account, request, Origin{.algo = &algo});
  if (child) return;
  algo.reject_message = child.error().message;
  end_algo(algo, AlgoStatus::REJECTED);
}

/// Fires what the latest prices fire, in order of arrival. What fires leaves the list first, so it fires once.
void FuturesVenue::Parts::watch_triggers(InstrumentId symbol) {
  Market& in = market(symbol);
  for (Customer& owner : customers) {
    const std::vector<std::int64_t> watching = owner.open_algos;
    for (const std::int64_t id : watching) {
      AlgoOrder& algo = algos[static_cast<std::size_t>(id - 1)];
      if (algo.symbol != symbol || !is_open(algo.status)) continue;
      const Price price = algo.working_type == WorkingType::MARK_PRICE ? in.mark : in.last;
      const bool fires = algo.kind == OrderKind::TRAILING_STOP_MARKET ? trail(algo, price) : holds(algo, price);
      if (!fires) continue;
      const std::int64_t apart = (in.mark - in.last).raw();
      const Price allowed = scale_rounding_down(in.mark, in.spec.trigger_protect);
      if (algo.price_protect && (apart < 0 ? -apart : apart) > allowed.raw()) continue;  // sheet 4.6: refused meanwhile
      trigger(id);
    }
  }
}

}  // namespace alpha_pulse::simulator
