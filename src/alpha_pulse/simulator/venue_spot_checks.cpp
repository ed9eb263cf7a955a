#include <algorithm>

#include "alpha_pulse/simulator/venue_spot_parts.hpp"

// What a spot order must satisfy (sheet 7.2, 7.3).
namespace alpha_pulse::simulator {
namespace {

std::unexpected<VenueError> filter_failure(std::string_view name) {
  return refuse(-1013, "Filter failure: " + std::string(name));
}

VenueResult<void> check_form(const SpotOrderRequest& request) {
  const auto missing = [](std::string_view name) {
    return refuse(-1102, "Mandatory parameter '" + std::string(name) + "' was not sent, was empty/null, or malformed.");
  };
  const auto unwanted = [](std::string_view name) {
    return refuse(-1106, "Parameter '" + std::string(name) + "' sent when not required.");
  };
  const bool as_market = request.kind == OrderKind::MARKET;
  const bool limit = request.kind == OrderKind::LIMIT;
  if (!as_market && !limit && request.kind != OrderKind::LIMIT_MAKER) return refuse(-1116);
  if (limit && !request.tif) return missing("timeInForce");
  if (!limit && request.tif) return unwanted("timeInForce");
  if (limit && *request.tif != Tif::GTC && *request.tif != Tif::IOC && *request.tif != Tif::FOK) return refuse(-1115);
  if (!as_market && !request.price) return missing("price");
  if (as_market && request.price) return unwanted("price");
  if (!request.quantity && !(as_market && request.quote_quantity)) return missing("quantity");
  if (request.quote_quantity && (request.quantity || !as_market)) return unwanted("quoteOrderQty");
  return {};
}

bool client_id_valid(const std::string& id) {
  constexpr std::string_view kAllowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:/_-";
  return id.size() <= 36 && id.find_first_not_of(kAllowed) == std::string::npos;
}

}  // namespace

VenueResult<void> SpotVenue::Parts::check_filters(const SpotMarket& in, const SpotOrderRequest& request) const {
  const SpotSymbol& spec = in.spec;
  const bool as_market = request.kind == OrderKind::MARKET;
  if (!as_market) {
    const Price price = *request.price;
    if (price < spec.min_price || price > spec.max_price || (price - spec.min_price).raw() % spec.tick.raw() != 0) {
      return filter_failure("PRICE_FILTER");
    }
    const bool buy = request.side == Side::BUY;
    const Price highest = scale_rounding_down(in.last, buy ? spec.bid_multiplier_up : spec.ask_multiplier_up);
    const Price lowest = scale_rounding_up(in.last, buy ? spec.bid_multiplier_down : spec.ask_multiplier_down);
    if (in.last.known() && (price > highest || price < lowest)) return filter_failure("PERCENT_PRICE_BY_SIDE");
  }
  if (request.quantity) {
    const Quantity quantity = *request.quantity;
    for (const bool market_lot : {false, true}) {
      if (market_lot && !as_market) continue;
      const LotFilter& lot = market_lot ? spec.market_lot : spec.lot;
      const bool fits = quantity >= lot.min && quantity <= lot.max && (quantity - lot.min).raw() % lot.step.raw() == 0;
      if (!fits) return filter_failure(market_lot ? "MARKET_LOT_SIZE" : "LOT_SIZE");
    }
  }
  const Int128 notional = request.quote_quantity ? request.quote_quantity->raw()
                                                 : value_of(as_market ? in.last : *request.price, *request.quantity);
  if (notional < spec.min_notional.raw()) return filter_failure("NOTIONAL");
  return {};
}

/// An order locks what it may spend; a MARKET order is reckoned by walking the book.
VenueResult<void> SpotVenue::Parts::check_funds(const SpotOrder& order) {
  SpotMarket& in = market(order.symbol);
  const bool buy = order.side == Side::BUY;
  Int128 needed = buy ? value_of(order.price, order.quantity) : Int128{order.quantity.raw()} * kOne;
  if (buy && order.kind == OrderKind::MARKET) {
    needed = order.quote_quantity.raw();
    Quantity left = order.quantity;
    for (const Level& level : in.book.levels(Side::SELL, 5000)) {
      needed += value_of(level.price, std::min(left, level.quantity));
      left -= std::min(left, level.quantity);
    }
  } else if (order.kind == OrderKind::MARKET && order.quantity.is_zero()) {  // sells for an amount of quote
    Int128 left = order.quote_quantity.raw();
    for (const Level& level : in.book.levels(Side::BUY, 5000)) {
      const Int128 most = std::min(divide_rounding_up<Int128>(left, level.price.raw()), Int128{level.quantity.raw()});
      needed += most * kOne;
      left = std::max<Int128>(0, left - most * level.price.raw());
    }
  }
  if (needed > purse(order.account, buy ? in.spec.quote : in.spec.base).free) return refuse(-2010);
  return {};
}

VenueResult<SpotOrder> SpotVenue::Parts::prepare(AccountId account, const SpotOrderRequest& request) {
  SpotMarket& in = market(request.symbol);
  SpotCustomer& owner = customer(account);
  if (auto form = check_form(request); !form) return std::unexpected(form.error());
  if (!client_id_valid(request.client_id))
    return refuse(-1100, "Illegal characters found in parameter 'newClientOrderId'.");
  if (auto fits = check_filters(in, request); !fits) return std::unexpected(fits.error());
  const auto& by_client = owner.by_client[request.symbol.value];
  const auto known = request.client_id.empty() ? by_client.end() : by_client.find(request.client_id);
  if (known != by_client.end() && is_open(entry(request.symbol, known->second).order.status)) {
    return refuse(-2010, "Duplicate order sent.");
  }
  const auto open = std::ranges::count(owner.open, request.symbol, &std::pair<InstrumentId, std::int64_t>::first);
  if (open >= in.spec.max_orders) return filter_failure("MAX_NUM_ORDERS");
  const auto best = in.book.best(opposite(request.side));
  const bool takes = best && request.price && reaches(request.side, *request.price, best->price);
  if (request.kind == OrderKind::LIMIT_MAKER && takes) return refuse(-2010, "Order would immediately match and take.");
  SpotOrder order{.account = account,
                  .symbol = request.symbol,
                  .client_id = request.client_id,
                  .side = request.side,
                  .kind = request.kind,
                  .tif = request.tif.value_or(Tif::GTC),
                  .stp = request.stp,
                  .quantity = request.quantity.value_or(Quantity{}),
                  .price = request.price.value_or(Price{}),
                  .quote_quantity = request.quote_quantity.value_or(Money(in.spec.quote)),
                  .cum_quote = Money(in.spec.quote),
                  .time = now,
                  .update_time = now};
  if (auto funds = check_funds(order); !funds) return std::unexpected(funds.error());
  return order;
}

}  // namespace alpha_pulse::simulator
