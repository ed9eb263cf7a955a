#pragma once

#include <optional>
#include <string>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/simulator/venue_types.hpp"

namespace alpha_pulse::simulator {

/// Parameters of `POST /fapi/v1/order`, read but not judged. An absent optional was not sent.
struct OrderRequest {
  InstrumentId symbol{};
  Side side{};
  OrderKind kind = OrderKind::LIMIT;
  PositionSide position_side = PositionSide::BOTH;
  std::optional<Tif> tif{};
  std::optional<Quantity> quantity{};
  std::optional<Price> price{};
  std::optional<bool> reduce_only{};
  std::string client_id{};  ///< empty: the venue makes one
  StpMode stp = StpMode::NONE;
  std::optional<Timestamp> good_till{};       ///< whole seconds; GTD only
  PriceMatch price_match = PriceMatch::NONE;  ///< where `price` was read from the book
};

/// Names an order by the venue's id or, when that is 0, by the client's.
struct OrderRef {
  InstrumentId symbol{};
  std::int64_t order_id = 0;
  std::string client_id{};
};

/// Parameters of `PUT /fapi/v1/order`: both price and quantity are mandatory.
struct ModifyRequest {
  OrderRef order{};
  Side side{};
  Quantity quantity{};
  Price price{};
  std::optional<bool> reduce_only{};  ///< validation only: -5047
  std::int64_t modify_id = 0;
  PriceMatch price_match = PriceMatch::NONE;
};

/// One modification of an order: what it was before and after (sheet 4.5, orderAmendment).
struct Amendment {
  std::int64_t id = 0;
  Timestamp time{};
  Price price_before{}, price_after{};
  Quantity quantity_before{}, quantity_after{};
  int count = 0;  ///< modifications of the order so far
  PriceMatch price_match = PriceMatch::NONE;
};

/// A plain order as the venue remembers it; every field of the query answer.
struct Order {
  AccountId account{};
  InstrumentId symbol{};
  std::int64_t order_id = 0;
  std::string client_id{};
  Side side{};
  PositionSide position_side = PositionSide::BOTH;
  OrderKind kind = OrderKind::LIMIT;           ///< LIMIT or MARKET
  OrderKind original_kind = OrderKind::LIMIT;  ///< `ot`: the conditional type of a child
  Tif tif = Tif::GTC;
  StpMode stp = StpMode::NONE;
  OrderStatus status = OrderStatus::NEW;
  bool reduce_only = false;     ///< also true for closing orders in hedge mode
  bool close_position = false;  ///< child of a closePosition order
  bool price_protect = false;
  WorkingType working_type = WorkingType::CONTRACT_PRICE;
  Quantity quantity{}, executed{};
  Price price{};           ///< 0 for MARKET
  Price stop_price{};      ///< trigger price of the conditional order it came from
  Price activate_price{};  ///< trailing only
  Ratio callback_rate{};   ///< trailing only; 0.01 = 1 %
  Money cum_quote{};       ///< sum of price x quantity over its fills, exact
  Timestamp good_till{};   ///< 0 = none
  Timestamp time{}, update_time{};
  std::int64_t algo_id = 0;  ///< the conditional order it came from; 0 = none
  int modifications = 0;
  std::int64_t modify_id = 0;  ///< of the last modification
  PriceMatch price_match = PriceMatch::NONE;

  Quantity left() const { return quantity - executed; }
  /// Average fill price, rounded half away from zero at 1e-8; 0 without a fill.
  Price average_price() const;
};

/// Parameters of `POST /fapi/v1/algoOrder`.
struct AlgoRequest {
  InstrumentId symbol{};
  Side side{};
  OrderKind kind = OrderKind::STOP_MARKET;
  PositionSide position_side = PositionSide::BOTH;
  std::optional<Tif> tif{};
  std::optional<Quantity> quantity{};
  std::optional<Price> price{};          ///< STOP and TAKE_PROFIT
  std::optional<Price> trigger_price{};  ///< all but trailing
  WorkingType working_type = WorkingType::CONTRACT_PRICE;
  bool price_protect = false;
  bool close_position = false;
  std::optional<bool> reduce_only{};
  std::optional<Price> activate_price{};  ///< trailing; absent: active at once
  std::optional<Ratio> callback_rate{};   ///< trailing; 0.01 = 1 %
  std::string client_id{};
  StpMode stp = StpMode::NONE;
  std::optional<Timestamp> good_till{};
  PriceMatch price_match = PriceMatch::NONE;  ///< STOP and TAKE_PROFIT, instead of price; read when it triggers
};

/// Names a conditional order by id or, when that is 0, by the client's id. No symbol is needed.
struct AlgoRef {
  std::int64_t algo_id = 0;
  std::string client_id{};
};

/// A conditional order as the venue remembers it.
struct AlgoOrder {
  AccountId account{};
  InstrumentId symbol{};
  std::int64_t algo_id = 0;
  std::string client_id{};
  Side side{};
  PositionSide position_side = PositionSide::BOTH;
  OrderKind kind = OrderKind::STOP_MARKET;
  Tif tif = Tif::GTC;
  StpMode stp = StpMode::NONE;
  AlgoStatus status = AlgoStatus::NEW;
  WorkingType working_type = WorkingType::CONTRACT_PRICE;
  bool price_protect = false, close_position = false, reduce_only = false;
  Quantity quantity{};
  Price price{}, trigger_price{};
  PriceMatch price_match = PriceMatch::NONE;
  Price activate_price{};
  Ratio callback_rate{};
  bool activated = false;  ///< `ia`: a trailing order has reached its activation price
  Price extreme{};         ///< trailing: best price since activation
  Timestamp good_till{};
  Timestamp create_time{}, update_time{}, trigger_time{};  ///< trigger_time 0 until triggered
  std::int64_t actual_order_id = 0;                        ///< the child; 0 until triggered
  Quantity actual_quantity{};                              ///< executed by the child
  Price actual_price{};                                    ///< average of the child
  std::string reject_message{};                            ///< `rm`
  bool held = false;  ///< closePosition: there was a position to close; the order expires with it
};

}  // namespace alpha_pulse::simulator
