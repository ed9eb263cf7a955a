#include "alpha_pulse/simulator/face_order_params.hpp"

namespace alpha_pulse::simulator {
namespace {

constexpr std::array kTifs{Tif::GTC, Tif::IOC, Tif::FOK, Tif::GTX, Tif::GTD, Tif::RPI};
constexpr std::array kPlain{OrderKind::LIMIT, OrderKind::MARKET};
constexpr std::array kConditional{OrderKind::STOP, OrderKind::STOP_MARKET, OrderKind::TAKE_PROFIT,
                                  OrderKind::TAKE_PROFIT_MARKET, OrderKind::TRAILING_STOP_MARKET};
constexpr std::array kStpModes{StpMode::NONE, StpMode::EXPIRE_TAKER, StpMode::EXPIRE_MAKER, StpMode::EXPIRE_BOTH};
constexpr std::array kPositionSides{PositionSide::BOTH, PositionSide::LONG, PositionSide::SHORT};

const ApiError kBadType{-1116, "Invalid orderType."};
const ApiError kBadTif{-1115, "Invalid timeInForce."};

ApiError invalid(std::string_view name) {
  return {-1130, "Data sent for parameter '" + std::string(name) + "' is not valid."};
}

PositionSide read_position_side(Reader& read) {
  return read.maybe_word("positionSide", kPositionSides, {-4060, "Invalid position side."})
      .value_or(PositionSide::BOTH);
}

StpMode read_stp(Reader& read) {
  return read.maybe_word("selfTradePreventionMode", kStpModes, invalid("selfTradePreventionMode"))
      .value_or(StpMode::NONE);
}

PriceMatch read_price_match(Reader& read) {
  constexpr std::array kAll{PriceMatch::NONE,        PriceMatch::OPPONENT,    PriceMatch::OPPONENT_5,
                            PriceMatch::OPPONENT_10, PriceMatch::OPPONENT_20, PriceMatch::QUEUE,
                            PriceMatch::QUEUE_5,     PriceMatch::QUEUE_10,    PriceMatch::QUEUE_20};
  return read.maybe_word("priceMatch", kAll, api_error(venue_error(-5037))).value_or(PriceMatch::NONE);
}

/// The price that priceMatch asks for; none where it does not.
std::optional<Price> matched_price(Reader& read, const FuturesVenue& venue, InstrumentId symbol, Side side,
                                   PriceMatch match) {
  if (match == PriceMatch::NONE || read.failed()) return {};
  return read.take(lift(venue.matched_price(symbol, side, match)));
}

void check_answer_form(Reader& read) {
  const std::string form = read.text_or("newOrderRespType", "ACK");
  if (form != "ACK" && form != "RESULT") read.fail(invalid("newOrderRespType"));
}

OrderKind read_plain_kind(Reader& read) {
  const std::string word = read.text_or("type", "");
  for (const OrderKind kind : kConditional) {
    if (to_string(kind) == word) {
      read.fail(
          {-4120, "Order type not supported for this endpoint. Please use the Algo Order API endpoints instead."});
    }
  }
  return read.word("type", kPlain, kBadType);
}

}  // namespace

OrderRequest read_order(Reader& read, const FuturesVenue& venue) {
  OrderRequest order;
  order.symbol = read.symbol(venue);
  order.side = read.side();
  order.kind = read_plain_kind(read);
  order.position_side = read_position_side(read);
  order.tif = read.maybe_word("timeInForce", kTifs, kBadTif);
  order.quantity = read.maybe_quantity("quantity");
  order.price = read.maybe_price("price");
  order.reduce_only = read.maybe_flag("reduceOnly");
  order.client_id = read.text_or("newClientOrderId", "");
  order.stp = read_stp(read);
  order.good_till = read.maybe_time("goodTillDate");
  check_answer_form(read);
  order.price_match = read_price_match(read);
  const bool may_match = order.kind == OrderKind::LIMIT && !order.price;
  if (order.price_match != PriceMatch::NONE && !may_match) read.fail(api_error(venue_error(-5038)));
  if (const auto price = matched_price(read, venue, order.symbol, order.side, order.price_match)) order.price = price;
  return order;
}

OrderRef read_order_ref(Reader& read, const FuturesVenue& venue) {
  OrderRef ref{.symbol = read.symbol(venue),
               .order_id = read.maybe_integer("orderId").value_or(0),
               .client_id = read.text_or("origClientOrderId", "")};
  if (ref.order_id == 0 && ref.client_id.empty()) {
    read.fail({-1102, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!"});
  }
  return ref;
}

ModifyRequest read_modify(Reader& read, const FuturesVenue& venue) {
  ModifyRequest modify{.order = read_order_ref(read, venue),
                       .side = read.side(),
                       .quantity = read.maybe_quantity("quantity").value_or(Quantity{}),
                       .price = read.maybe_price("price").value_or(Price{}),
                       .reduce_only = read.maybe_flag("reduceOnly"),
                       .modify_id = read.maybe_integer("modifyId").value_or(0),
                       .price_match = read_price_match(read)};
  if (!read.params().has("quantity")) read.fail(missing("quantity"));
  if (const auto price = matched_price(read, venue, modify.order.symbol, modify.side, modify.price_match)) {
    modify.price = *price;
  } else if (!read.params().has("price")) {
    read.fail(missing("price"));
  }
  return modify;
}

AlgoRequest read_algo(Reader& read, const FuturesVenue& venue) {
  AlgoRequest algo;
  if (read.text("algoType") != "CONDITIONAL") read.fail(invalid("algoType"));
  algo.symbol = read.symbol(venue);
  algo.side = read.side();
  algo.kind = read.word("type", kConditional, kBadType);
  algo.position_side = read_position_side(read);
  algo.tif = read.maybe_word("timeInForce", std::array{Tif::GTC, Tif::IOC, Tif::FOK, Tif::GTX, Tif::GTD, Tif::GTE_GTC},
                             kBadTif);
  algo.quantity = read.maybe_quantity("quantity");
  algo.price = read.maybe_price("price");
  algo.trigger_price = read.maybe_price("triggerPrice");
  algo.working_type = read.maybe_word("workingType", std::array{WorkingType::CONTRACT_PRICE, WorkingType::MARK_PRICE},
                                      invalid("workingType"))
                          .value_or(WorkingType::CONTRACT_PRICE);
  algo.price_protect = read.flag_or("priceProtect", false);
  algo.close_position = read.flag_or("closePosition", false);
  algo.reduce_only = read.maybe_flag("reduceOnly");
  algo.activate_price = read.maybe_price("activatePrice");
  if (const auto percent = read.maybe_quantity("callbackRate")) {
    algo.callback_rate = Ratio::from_raw(percent->raw() / 100);
  }
  algo.client_id = read.text_or("clientAlgoId", "");
  algo.stp = read_stp(read);
  algo.good_till = read.maybe_time("goodTillDate");
  algo.price_match = read_price_match(read);
  check_answer_form(read);
  return algo;
}

AlgoRef read_algo_ref(Reader& read) {
  AlgoRef ref{.algo_id = read.maybe_integer("algoId").value_or(0), .client_id = read.text_or("clientAlgoId", "")};
  if (ref.algo_id == 0 && ref.client_id.empty()) {
    read.fail({-1102, "Param 'algoId' or 'clientAlgoId' must be sent, but both were empty/null!"});
  }
  return ref;
}

Order as_answered(Order order, const Params& params) {
  const bool ends_at_once =
      order.kind == OrderKind::MARKET || order.tif == Tif::IOC || order.tif == Tif::FOK || is_post_only(order.tif);
  if (params.find("newOrderRespType") == "RESULT" && ends_at_once) return order;
  order.status = OrderStatus::NEW;
  order.executed = Quantity{};
  order.cum_quote = Money(order.cum_quote.currency());
  return order;
}

}  // namespace alpha_pulse::simulator
