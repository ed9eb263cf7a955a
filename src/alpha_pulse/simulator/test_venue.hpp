#pragma once

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "alpha_pulse/simulator/venue_futures.hpp"

/// A venue with one contract and one account, as most tests of the room want it.
namespace alpha_pulse::simulator {

inline Price price(std::string_view text) {
  return *Price::parse(text);
}
inline Quantity quantity(std::string_view text) {
  return *Quantity::parse(text);
}
inline Ratio ratio(std::string_view text) {
  return *Ratio::parse(text);
}
inline Money usdt(std::string_view text) {
  return *Money::parse(text, Currency("USDT"));
}
/// By the venue's id, by the client's id.
inline OrderRef ref(const Order& order) {
  OrderRef of;
  of.symbol = order.symbol;
  of.order_id = order.order_id;
  return of;
}
inline OrderRef named(std::string_view client_id) {
  OrderRef of;
  of.client_id = client_id;
  return of;
}
inline AlgoRef ref(const AlgoOrder& algo) {
  AlgoRef of;
  of.algo_id = algo.algo_id;
  return of;
}
inline constexpr InstrumentId kBtc{0};
inline constexpr Timestamp kStart = Timestamp::from_ms(1'764'000'000'000);

/// The venue at 100000 (mark and last; bid 100000, ask 100000.1), with an account of a million.
struct Bench {
  explicit Bench(std::string_view wallet = "1000000", FuturesSymbol symbol = btcusdt_perpetual())
      : venue(FuturesSettings{.symbols = {symbol}}), me(venue.add_account(usdt(wallet))) {
    venue.on_mark(kBtc, price("100000"), kStart);
    venue.on_trade(kBtc, price("100000"), quantity("1"), kStart);
    venue.take_events();
  }

  static OrderRequest limit(Side side, std::string_view qty, std::string_view at, Tif tif = Tif::GTC) {
    OrderRequest request;
    request.side = side;
    request.tif = tif;
    request.quantity = quantity(qty);
    request.price = price(at);
    return request;
  }
  static OrderRequest market(Side side, std::string_view qty) {
    OrderRequest request;
    request.side = side;
    request.kind = OrderKind::MARKET;
    request.quantity = quantity(qty);
    return request;
  }
  static AlgoRequest stop(Side side, std::string_view qty, std::string_view trigger) {
    AlgoRequest request;
    request.side = side;
    request.quantity = quantity(qty);
    request.trigger_price = price(trigger);
    return request;
  }
  static OrderRequest reducing(OrderRequest request) {
    request.reduce_only = true;
    return request;
  }

  VenueResult<Order> place(const OrderRequest& request) { return venue.place(me, request); }
  /// Places what must be accepted.
  Order placed(const OrderRequest& request) { return placed(me, request); }
  Order placed(AccountId account, const OrderRequest& request) {
    auto order = venue.place(account, request);
    EXPECT_TRUE(order.has_value()) << (order ? "" : order.error().message);
    return order ? *order : Order{};
  }
  /// Asks for another quantity and price of an order.
  VenueResult<Order> change(const Order& order, std::string_view qty, std::string_view at,
                            std::optional<bool> reduce_only = std::nullopt) {
    ModifyRequest request;
    request.order.order_id = order.order_id;
    request.side = order.side;
    request.quantity = quantity(qty);
    request.price = price(at);
    request.reduce_only = reduce_only;
    return venue.modify(me, request);
  }
  AlgoOrder stood(const AlgoRequest& request) {
    auto algo = venue.place_algo(me, request);
    EXPECT_TRUE(algo.has_value()) << (algo ? "" : algo.error().message);
    return algo ? *algo : AlgoOrder{};
  }
  /// The code of the refusal; 0 when there was none.
  int code(const OrderRequest& request) { return code_of(venue.place(me, request)); }
  template <class T>
  static int code_of(const VenueResult<T>& result) {
    return result ? 0 : result.error().code;
  }
  void print(std::string_view at, std::string_view qty = "1") {
    venue.on_trade(kBtc, price(at), quantity(qty), venue.now());
  }
  void mark(std::string_view at) { venue.on_mark(kBtc, price(at), venue.now()); }
  Order now(const Order& order) { return *venue.order(order.account, ref(order)); }
  AlgoOrder now(const AlgoOrder& algo) { return *venue.algo_order(algo.account, ref(algo)); }
  Quantity position(AccountId account) { return venue.positions(account, kBtc).front().amount; }
  Quantity position() { return position(me); }
  Money wallet() { return venue.account(me).wallet; }
  template <class Event>
  std::vector<Event> told() {
    std::vector<Event> found;
    for (const VenueEvent& event : venue.take_events()) {
      if (const auto* wanted = std::get_if<Event>(&event)) found.push_back(*wanted);
    }
    return found;
  }

  FuturesVenue venue;
  AccountId me;
};

}  // namespace alpha_pulse::simulator
