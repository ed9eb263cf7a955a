#include "alpha_pulse/domain/enums.hpp"

#include <utility>

namespace alpha_pulse::domain {

std::string_view to_string(Side value) {
  return value == Side::BUY ? "BUY" : "SELL";
}

std::string_view to_string(OrderType value) {
  switch (value) {
    case OrderType::LIMIT:
      return "LIMIT";
    case OrderType::MARKET:
      return "MARKET";
    case OrderType::STOP_MARKET:
      return "STOP_MARKET";
    case OrderType::TAKE_PROFIT_MARKET:
      return "TAKE_PROFIT_MARKET";
  }
  std::unreachable();
}

std::string_view to_string(TimeInForce value) {
  switch (value) {
    case TimeInForce::GTC:
      return "GTC";
    case TimeInForce::IOC:
      return "IOC";
    case TimeInForce::GTX:
      return "GTX";
  }
  std::unreachable();
}

std::string_view to_string(PriceKind value) {
  switch (value) {
    case PriceKind::TRADE:
      return "trade";
    case PriceKind::BID:
      return "bid";
    case PriceKind::ASK:
      return "ask";
    case PriceKind::MARK:
      return "mark";
  }
  std::unreachable();
}

std::string_view to_string(Liquidity value) {
  return value == Liquidity::MAKER ? "MAKER" : "TAKER";
}

std::string_view to_string(ContractKind value) {
  switch (value) {
    case ContractKind::SPOT:
      return "spot";
    case ContractKind::LINEAR:
      return "linear";
    case ContractKind::INVERSE:
      return "inverse";
  }
  std::unreachable();
}

std::string_view to_string(GridDirection value) {
  switch (value) {
    case GridDirection::LONG:
      return "LONG";
    case GridDirection::SHORT:
      return "SHORT";
    case GridDirection::BOTH:
      return "BOTH";
  }
  std::unreachable();
}

std::string_view to_string(ProgramState value) {
  switch (value) {
    case ProgramState::STARTING:
      return "STARTING";
    case ProgramState::ACTIVE:
      return "ACTIVE";
    case ProgramState::REDUCING:
      return "REDUCING";
    case ProgramState::PAUSED:
      return "PAUSED";
    case ProgramState::STOPPED:
      return "STOPPED";
    case ProgramState::HALTED:
      return "HALTED";
    case ProgramState::SAFE:
      return "SAFE";
  }
  std::unreachable();
}

std::string_view to_string(Reason value) {
  switch (value) {
    case Reason::NONE:
      return "none";
    case Reason::WAITING_FOR_PRICE:
      return "waiting_for_price";
    case Reason::BUILDING_HEDGE:
      return "building_hedge";
    case Reason::STOP_LOSS:
      return "stop_loss";
    case Reason::TAKE_PROFIT:
      return "take_profit";
    case Reason::DISASTER_STOP:
      return "disaster_stop";
    case Reason::MAX_DRAWDOWN:
      return "max_drawdown";
    case Reason::MARGIN_GUARD:
      return "margin_guard";
    case Reason::LIQUIDATION:
      return "liquidation";
    case Reason::FOREIGN_POSITION:
      return "foreign_position";
    case Reason::POSITION_MISMATCH:
      return "position_mismatch";
    case Reason::UNPROTECTED:
      return "unprotected";
    case Reason::OPERATOR:
      return "operator";
    case Reason::LADDER_STOPPED:
      return "ladder_stopped";
    case Reason::CANNOT_MEET_FILTERS:
      return "cannot_meet_filters";
    case Reason::ACCOUNT_BROKEN:
      return "account_broken";
    case Reason::WOULD_TRIGGER_IMMEDIATELY:
      return "would_trigger_immediately";
    case Reason::WOULD_CROSS:
      return "would_cross";
    case Reason::INSUFFICIENT_MARGIN:
      return "insufficient_margin";
    case Reason::REDUCE_ONLY_REJECTED:
      return "reduce_only_rejected";
    case Reason::BAD_FILTER:
      return "bad_filter";
    case Reason::NO_PRICE:
      return "no_price";
    case Reason::UNKNOWN_ORDER:
      return "unknown_order";
    case Reason::REARMED:
      return "rearmed";
    case Reason::VOLATILITY_MOVED:
      return "volatility_moved";
    case Reason::RECENTRED:
      return "recentred";
    case Reason::OVER_CAP:
      return "over_cap";
    case Reason::ORDER_RATE:
      return "order_rate";
    case Reason::STALE_PRICE:
      return "stale_price";
    case Reason::DOUBTED_PRICE:
      return "doubted_price";
    case Reason::CROSSED_QUOTES:
      return "crossed_quotes";
    case Reason::VENUE_REFUSED:
      return "venue_refused";
  }
  std::unreachable();
}

}  // namespace alpha_pulse::domain
