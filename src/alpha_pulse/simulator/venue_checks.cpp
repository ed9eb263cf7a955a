#include <algorithm>

#include <fmt/format.h>

#include "alpha_pulse/simulator/venue_parts.hpp"

// What an order must satisfy before it stands (sheet 4.2, 4.5, 9.3-9.5). A refusal changes nothing.
namespace alpha_pulse::simulator {
namespace {

bool id_character(char c) {  // sheet 4.5: ^[\.A-Z\:/a-z0-9_-]{1,36}$
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == ':' ||
         c == '/' || c == '_' || c == '-';
}

bool within_decimals(std::int64_t raw, int decimals) {
  std::int64_t unit = kOne;
  for (int i = 0; i < decimals; ++i) unit /= 10;
  return raw % std::max<std::int64_t>(unit, 1) == 0;
}

/// Sheet 4.5: whole seconds, later than now + 600 s, before 253402300799000 ms.
bool good_till_valid(Timestamp now, std::optional<Timestamp> till) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  return till && till->ns() % kSecond == 0 && *till > now + Duration::seconds(600);
}

VenueResult<void> check_form(const OrderRequest& request, Timestamp now, bool child) {
  const bool limit = request.kind == OrderKind::LIMIT;
  if (!limit && request.kind != OrderKind::MARKET) return refuse(-4120);  // sheet 0: conditional orders have moved
  if (limit && !request.tif) {
    return refuse(-1102, "Mandatory parameter 'timeInForce' was not sent, was empty/null, or malformed.");
  }
  if (!limit && request.tif && !child) return refuse(-1106, "Parameter 'timeInForce' sent when not required.");
  if (limit && request.tif == Tif::GTE_GTC) return refuse(-1115);
  if (!request.quantity) {
    return refuse(-1102, "Mandatory parameter 'quantity' was not sent, was empty/null, or malformed.");
  }
  if (limit && !request.price) {
    return refuse(-1102, "Mandatory parameter 'price' was not sent, was empty/null, or malformed.");
  }
  if (!limit && request.price) return refuse(-1106, "Parameter 'price' sent when not required.");
  const bool dated = request.tif == Tif::GTD;
  if (dated && !good_till_valid(now, request.good_till)) return refuse(-5040);
  if (!dated && request.good_till) return refuse(-1106, "Parameter 'goodTillDate' sent when not required.");
  return {};
}

}  // namespace

VenueResult<void> FuturesVenue::Parts::check_client_id(const std::string& client_id) const {
  const bool valid = client_id.size() <= 36 && std::ranges::all_of(client_id, id_character);
  if (!valid) return refuse(-4015);
  return {};
}

/// PRICE_FILTER and precision.
VenueResult<void> FuturesVenue::Parts::check_tick(const Market& of, Price price) const {
  const FuturesSymbol& spec = of.spec;
  if (price.raw() < 0) return refuse(-4001);
  if (!within_decimals(price.raw(), spec.price_precision)) return refuse(-1111);
  if (price > spec.max_price) return refuse(-4002);
  if (price < spec.min_price) {
    return refuse(-4013, fmt::format("Price less than min price {}.", spec.min_price.to_string()));
  }
  if ((price - spec.min_price).raw() % spec.tick.raw() != 0) return refuse(-4014);
  return {};
}

/// PRICE_FILTER, then PERCENT_PRICE against the mark.
VenueResult<void> FuturesVenue::Parts::check_price(const Market& of, Side side, Price price) const {
  if (auto fits = check_tick(of, price); !fits) return fits;
  const FuturesSymbol& spec = of.spec;
  if (!of.mark.known()) return {};
  const Price highest = scale_rounding_down(of.mark, spec.multiplier_up);
  const Price lowest = scale_rounding_up(of.mark, spec.multiplier_down);
  if (side == Side::BUY && price > highest) {
    return refuse(-4016, fmt::format("Limit price can't be higher than {}.", highest.to_string()));
  }
  if (side == Side::SELL && price < lowest) {
    return refuse(-4024, fmt::format("Limit price can't be lower than {}.", lowest.to_string()));
  }
  return {};
}

VenueResult<void> FuturesVenue::Parts::check_quantity(const Market& of, bool as_market, Quantity quantity) const {
  const LotFilter& lot = as_market ? of.spec.market_lot : of.spec.lot;
  if (quantity.raw() <= 0) return refuse(-4003);
  if (!within_decimals(quantity.raw(), of.spec.quantity_precision)) return refuse(-1111);
  if (quantity < lot.min) return refuse(-4004);
  if (quantity > lot.max) return refuse(-4005);
  if ((quantity - lot.min).raw() % lot.step.raw() != 0) return refuse(-4023);
  return {};
}

VenueResult<void> FuturesVenue::Parts::check_position_side(AccountId account, PositionSide position_side,
                                                           std::optional<bool> reduce_only) {
  const bool hedge = customer(account).config.hedge_mode;
  if (hedge != (position_side != PositionSide::BOTH)) return refuse(-4061);
  if (hedge && reduce_only) return refuse(-1106, "Parameter 'reduceonly' sent when not required.");
  return {};
}

/// What a closing order may still take off its position (sheet 9.3, 9.4).
Quantity FuturesVenue::Parts::closable(const Order& order) {
  const auto position_side = static_cast<std::size_t>(order.position_side);
  const Quantity amount = seat(order.account, order.symbol).holdings[position_side].amount;
  const bool opposite_side = order.side == Side::SELL ? amount.raw() > 0 : amount.raw() < 0;
  return opposite_side ? amount.magnitude() : Quantity{};
}

/// What the order would find in the book: FOK, GTX and MARKET (sheet 9.2).
VenueResult<void> FuturesVenue::Parts::check_book(const Order& order) {
  Market& of = market(order.symbol);
  const auto best = of.book.best(opposite(order.side));
  if (order.kind == OrderKind::MARKET) {
    if (!best) return refuse(-1112);
    const Price bound = order.side == Side::BUY ? scale_rounding_down(of.mark, of.spec.multiplier_up)
                                                : scale_rounding_up(of.mark, of.spec.multiplier_down);
    if (of.mark.known() && !reaches(order.side, bound, best->price)) return refuse(-4131);
    return {};
  }
  if (is_post_only(order.tif) && best && reaches(order.side, order.price, best->price)) return refuse(-5022);
  if (order.tif == Tif::FOK && of.book.available(order.side, order.price, order.quantity) < order.quantity) {
    return refuse(-5021);
  }
  return {};
}

/// -5041 when the book is not that deep.
VenueResult<Price> FuturesVenue::Parts::matched_price(const Market& of, Side side, PriceMatch match) const {
  constexpr std::array<std::size_t, 4> kDepths{1, 5, 10, 20};
  const bool queue = match >= PriceMatch::QUEUE;
  const auto from = static_cast<std::size_t>(queue ? PriceMatch::QUEUE : PriceMatch::OPPONENT);
  const std::size_t depth = kDepths[static_cast<std::size_t>(match) - from];
  const auto levels = of.book.levels(queue ? side : opposite(side), depth);
  if (levels.size() < depth) return refuse(-5041);
  return levels[depth - 1].price;
}

/// Sheet 9.5: only what raises the requirement counts; the loss against the mark is due at once. `replaced` is the
/// resting notional that this order takes the place of.
VenueResult<void> FuturesVenue::Parts::check_funds(const Order& order, Int128 replaced) {
  if (closes_only(order.side, order.position_side, order.reduce_only)) return {};
  Customer& owner = customer(order.account);
  Seat& of = owner.seats[order.symbol.value];
  const Market& in = market(order.symbol);
  Price price = order.price;
  if (order.kind == OrderKind::MARKET) {
    const auto best = in.book.best(opposite(order.side));
    price = best->price;
    if (order.side == Side::BUY) price = scale_rounding_up(price, Ratio::from_raw(kOne + kOne / 2000));  // 1.0005 [K]
  }
  const Price mark = in.mark.known() ? in.mark : price;
  const auto position_side = static_cast<std::size_t>(order.position_side);
  auto& resting = of.resting[position_side][order.side == Side::BUY ? 0 : 1];
  const Int128 cash = available(owner);
  const Int128 before = requirement(of, in, order.position_side);
  resting += value_of(price, order.left()) - replaced;
  const Int128 after = requirement(of, in, order.position_side);
  const Int128 exposure = after * of.leverage;
  resting -= value_of(price, order.left()) - replaced;
  if (after <= before) return {};
  const PriceDelta worse = order.side == Side::BUY ? price - mark : mark - price;
  const Int128 open_loss = wide_mul(std::max<std::int64_t>(worse.raw(), 0), order.left().raw());
  if (after - before + open_loss > cash) return refuse(-2019);
  if (exposure > in.spec.max_notional(of.leverage).raw()) return refuse(-2027);
  return {};
}

/// Everything that can be judged without account and book: form, id, side, filters.
VenueResult<void> FuturesVenue::Parts::check_request(AccountId account, const OrderRequest& request, Origin origin) {
  const Market& of = market(request.symbol);
  const bool child = origin.algo != nullptr;
  if (auto form = check_form(request, now, child); !form) return form;
  if (auto id = check_client_id(request.client_id); !id) return id;
  const auto reduce_only = child ? std::nullopt : request.reduce_only;
  if (auto side = check_position_side(account, request.position_side, reduce_only); !side) return side;
  const bool as_market = request.kind == OrderKind::MARKET;
  if (!child || !origin.algo->close_position) {  // closePosition closes what there is, whatever the filters
    if (auto quantity = check_quantity(of, as_market, *request.quantity); !quantity) return quantity;
  }
  if (as_market) return {};
  return check_price(of, request.side, *request.price);
}

Order FuturesVenue::Parts::draft(AccountId account, const OrderRequest& request, Origin origin) {
  Order order;
  order.account = account;
  order.symbol = request.symbol;
  order.client_id = request.client_id;
  order.side = request.side;
  order.position_side = request.position_side;
  order.kind = order.original_kind = request.kind;
  order.tif = request.tif.value_or(Tif::GTC);
  order.stp = request.stp;
  order.quantity = *request.quantity;
  order.price = request.price.value_or(Price{});
  order.price_match = request.price_match;
  order.cum_quote = market(request.symbol).spec.money(0);
  order.good_till = request.good_till.value_or(Timestamp{});
  order.time = order.update_time = now;
  order.reduce_only = closes_only(order.side, order.position_side, request.reduce_only.value_or(false));
  if (origin.algo == nullptr) return order;
  order.original_kind = origin.algo->kind;
  order.close_position = origin.algo->close_position;
  order.price_protect = origin.algo->price_protect;
  order.working_type = origin.algo->working_type;
  order.stop_price = origin.algo->trigger_price;
  order.activate_price = origin.algo->activate_price;
  order.callback_rate = origin.algo->callback_rate;
  order.algo_id = origin.algo->algo_id;
  return order;
}

VenueResult<Order> FuturesVenue::Parts::prepare(AccountId account, const OrderRequest& request, Origin origin) {
  if (auto fits = check_request(account, request, origin); !fits) return std::unexpected(fits.error());
  const Market& of = market(request.symbol);
  const Seat& place = seat(account, request.symbol);
  Order order = draft(account, request, origin);
  const Price marked = of.mark.known() ? of.mark : of.last;
  const Price valued = order.kind == OrderKind::MARKET ? marked : order.price;
  if (!order.reduce_only && value_of(valued, order.quantity) < of.spec.min_notional.raw() && valued.known()) {
    return refuse(-4164, fmt::format("Order's notional must be no smaller than {} (unless you choose reduce only).",
                                     of.spec.min_notional.to_string(0)));  // sheet 4.2
  }
  if (order.reduce_only) {
    const Quantity most = closable(order);
    if (most.is_zero()) return refuse(-2022);
    if (order.position_side != PositionSide::BOTH && order.quantity > most) return refuse(-2022);  // sheet 9.4
    order.quantity = std::min(order.quantity, most);                                               // sheet 9.3: trimmed
  }
  const auto known = order.client_id.empty() ? place.by_client.end() : place.by_client.find(order.client_id);
  if (known != place.by_client.end() && is_open(entry(request.symbol, known->second)->order.status)) {
    return refuse(-4116);
  }
  if (static_cast<int>(place.open.size()) >= of.spec.max_orders) return refuse(-2025);
  if (auto book = check_book(order); !book) return std::unexpected(book.error());
  if (auto funds = check_funds(order, 0); !funds) return std::unexpected(funds.error());
  return order;
}

}  // namespace alpha_pulse::simulator
