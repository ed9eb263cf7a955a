#include <array>

#include "alpha_pulse/exchanges/binance/error_table.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

using enum Outcome;
using enum Action;

constexpr ErrorRow row(std::int64_t first, std::int64_t last, Outcome outcome, Action action, Reason reason,
                       std::string_view name, bool alarm = false) {
  return {.first = first,
          .last = last,
          .outcome = outcome,
          .action = action,
          .reason = reason,
          .alarm = alarm,
          .name = name};
}
constexpr ErrorRow row(std::int64_t code, Outcome outcome, Action action, Reason reason, std::string_view name,
                       bool alarm = false) {
  return row(code, code, outcome, action, reason, name, alarm);
}

constexpr Reason kRefused = Reason::VENUE_REFUSED;
constexpr Reason kFilter = Reason::BAD_FILTER;
constexpr Reason kMargin = Reason::INSUFFICIENT_MARGIN;

constexpr std::array kRows{
    row(-1000, Outcome::UNKNOWN, RESOLVE, Reason::NONE, "UNKNOWN"),
    row(-1001, REJECTED, RETRY_SAME_ID, kRefused, "DISCONNECTED"),
    row(-1003, THROTTLED, BACK_OFF, Reason::ORDER_RATE, "TOO_MANY_REQUESTS"),
    row(-1006, -1007, Outcome::UNKNOWN, RESOLVE, Reason::NONE, "UNEXPECTED_RESP, TIMEOUT"),
    row(-1008, REJECTED, BACK_OFF, kRefused, "SERVER_BUSY"),
    row(-1013, REJECTED, RELOAD_FILTERS, kFilter, "FILTER_FAILURE"),
    row(-1015, THROTTLED, BACK_OFF, Reason::ORDER_RATE, "TOO_MANY_ORDERS"),
    row(-1016, REJECTED, BACK_OFF, kRefused, "SERVICE_SHUTTING_DOWN"),
    row(-1021, REJECTED, RESYNC_CLOCK_AND_RETRY, kRefused, "INVALID_TIMESTAMP"),
    row(-1022, REJECTED, HALT, kRefused, "INVALID_SIGNATURE", true),
    row(-1099, REJECTED, HALT, kRefused, "NOT_FOUND_OR_UNAUTHORISED", true),
    row(-1100, -1106, REJECTED, DROP, kRefused, "MALFORMED_PARAMETERS", true),
    row(-1108, REJECTED, DROP, kRefused, "MALFORMED_ASSET", true),
    row(-1109, REJECTED, HALT, kRefused, "INVALID_ACCOUNT", true),
    row(-1111, REJECTED, RELOAD_FILTERS, kFilter, "BAD_PRECISION"),
    row(-1112, REJECTED, REPRICE, Reason::NO_PRICE, "NO_DEPTH"),
    row(-1114, -1120, REJECTED, DROP, kRefused, "MALFORMED_ORDER", true),
    row(-1121, REJECTED, DROP_SYMBOL, kRefused, "BAD_SYMBOL", true),
    row(-1125, REJECTED, NEW_LISTEN_KEY, Reason::NONE, "INVALID_LISTEN_KEY"),
    row(-1127, -1128, REJECTED, DROP, kRefused, "MALFORMED_INTERVAL_OR_COMBINATION", true),
    row(-1130, REJECTED, DROP, kRefused, "INVALID_PARAMETER", true),
    row(-1131, REJECTED, DROP, kRefused, "BAD_RECV_WINDOW", true),
    row(-1136, REJECTED, DROP, kRefused, "MALFORMED_REQUEST", true),
    row(-2010, REJECTED, DROP, kRefused, "NEW_ORDER_REJECTED"),
    row(-2011, REJECTED, QUERY_ORDER, Reason::UNKNOWN_ORDER, "CANCEL_REJECTED"),
    row(-2013, REJECTED, PROBE_AGAIN, Reason::UNKNOWN_ORDER, "NO_SUCH_ORDER"),
    row(-2014, -2015, REJECTED, HALT, kRefused, "BAD_API_KEY", true),
    row(-2017, REJECTED, HALT, kRefused, "KEY_LOCKED", true),
    row(-2018, -2019, REJECTED, READ_ACCOUNT, kMargin, "BALANCE_OR_MARGIN_NOT_SUFFICIENT"),
    row(-2020, REJECTED, REPRICE, Reason::NO_PRICE, "UNABLE_TO_FILL"),
    row(-2021, REJECTED, CLOSE_AT_MARKET, Reason::WOULD_TRIGGER_IMMEDIATELY, "WOULD_TRIGGER_IMMEDIATELY"),
    row(-2022, REJECTED, READ_POSITION, Reason::REDUCE_ONLY_REJECTED, "REDUCE_ONLY_REJECT"),
    row(-2023, REJECTED, HALT, Reason::LIQUIDATION, "USER_IN_LIQUIDATION", true),
    row(-2024, REJECTED, READ_POSITION, kRefused, "POSITION_NOT_SUFFICIENT"),
    row(-2025, REJECTED, CANCEL_STALE_ORDERS, kRefused, "MAX_OPEN_ORDER_EXCEEDED"),
    row(-2026, REJECTED, DROP, kRefused, "REDUCE_ONLY_NOT_SUPPORTED", true),
    row(-2027, REJECTED, READ_ACCOUNT, Reason::OVER_CAP, "MAX_POSITION_AT_LEVERAGE"),
    row(-2028, REJECTED, READ_ACCOUNT, kMargin, "LEVERAGE_TOO_SMALL"),
    row(-4001, -4005, REJECTED, RELOAD_FILTERS, kFilter, "PRICE_OR_QUANTITY_OUT_OF_RANGE"),
    row(-4013, -4014, REJECTED, RELOAD_FILTERS, kFilter, "PRICE_BELOW_MIN_OR_OFF_TICK"),
    row(-4015, REJECTED, DROP, kRefused, "BAD_CLIENT_ID", true),
    row(-4016, REJECTED, RELOAD_FILTERS, kFilter, "PRICE_ABOVE_BAND"),
    row(-4023, -4024, REJECTED, RELOAD_FILTERS, kFilter, "OFF_LOT_OR_PRICE_BELOW_BAND"),
    row(-4028, REJECTED, DROP, kRefused, "BAD_LEVERAGE", true),
    row(-4045, REJECTED, CANCEL_STALE_ORDERS, kRefused, "MAX_ALGO_ORDERS"),
    row(-4046, IDEMPOTENT, NONE, Reason::NONE, "MARGIN_TYPE_AS_WISHED"),
    row(-4047, -4048, REJECTED, ACCEPT_SETTING, kRefused, "MARGIN_TYPE_IN_USE"),
    row(-4059, IDEMPOTENT, NONE, Reason::NONE, "POSITION_MODE_AS_WISHED"),
    row(-4060, -4062, REJECTED, HALT, kRefused, "POSITION_SIDE_MISMATCH", true),
    row(-4067, -4068, REJECTED, ACCEPT_SETTING, kRefused, "POSITION_MODE_IN_USE"),
    row(-4082, REJECTED, DROP, kRefused, "BATCH_TOO_LARGE", true),
    row(-4087, -4088, REJECTED, STOP_OPENING, kRefused, "ONLY_REDUCING_ALLOWED", true),
    row(-4105, -4107, REJECTED, STOP_OPENING, kRefused, "ONLY_REDUCING_ALLOWED", true),
    row(-4109, REJECTED, HALT, kRefused, "ACCOUNT_INACTIVE", true),
    row(-4115, REJECTED, READ_POSITION, kRefused, "POSITION_NOT_SUFFICIENT"),
    row(-4116, Outcome::UNKNOWN, RESOLVE, Reason::NONE, "DUPLICATED_CLIENT_ID"),
    row(-4118, REJECTED, CANCEL_SAME_SIDE, Reason::REDUCE_ONLY_REJECTED, "REDUCE_ONLY_MARGIN_CHECK"),
    row(-4120, REJECTED, USE_ALGO_ENDPOINT, kRefused, "STOP_ORDER_SWITCH_ALGO", true),
    row(-4130, REJECTED, QUERY_ORDER, kRefused, "CLOSE_POSITION_ORDER_EXISTS"),
    row(-4131, REJECTED, LIMIT_INSTEAD, kFilter, "MARKET_ORDER_REJECT"),
    row(-4135, -4139, REJECTED, DROP, kRefused, "STRATEGY_PARAMETERS", true),
    row(-4140, -4141, REJECTED, DROP_SYMBOL, kRefused, "SYMBOL_CLOSED", true),
    row(-4142, REJECTED, CLOSE_AT_MARKET, Reason::WOULD_TRIGGER_IMMEDIATELY, "WOULD_TRIGGER_IMMEDIATELY"),
    row(-4144, REJECTED, DROP_SYMBOL, kRefused, "BAD_PAIR", true),
    row(-4161, REJECTED, ACCEPT_SETTING, kRefused, "LEVERAGE_REDUCTION_IN_ISOLATED"),
    row(-4164, REJECTED, RELOAD_FILTERS, kFilter, "BELOW_MIN_NOTIONAL"),
    row(-4167, -4170, REJECTED, ACCEPT_SETTING, kRefused, "ASSETS_MODE_IN_USE"),
    row(-4171, IDEMPOTENT, NONE, Reason::NONE, "ASSETS_MODE_AS_WISHED"),
    row(-4172, REJECTED, ACCEPT_SETTING, kRefused, "ASSETS_MODE_IN_USE"),
    row(-4183, -4184, REJECTED, RELOAD_FILTERS, kFilter, "LIMIT_AWAY_FROM_TRIGGER"),
    row(-4192, REJECTED, STOP_OPENING, kRefused, "COOLING_OFF", true),
    row(-4202, -4209, REJECTED, ACCEPT_SETTING, kRefused, "LEVERAGE_LIMITED"),
    row(-4210, -4211, REJECTED, RELOAD_FILTERS, kFilter, "TRIGGER_AWAY_FROM_MARK"),
    row(-4400, REJECTED, STOP_OPENING, kRefused, "QUANTITATIVE_RULES", true),
    row(-4531, REJECTED, ACCEPT_SETTING, kRefused, "POSITION_MODE_IN_TRANSITION"),
    row(-5021, REJECTED, REPRICE, Reason::NO_PRICE, "FOK_ORDER_REJECT"),
    row(-5022, REJECTED, REPRICE, Reason::WOULD_CROSS, "GTX_ORDER_REJECT"),
    row(-5024, -5026, REJECTED, KEEP_ORDER, kRefused, "MODIFY_REFUSED"),
    row(-5027, IDEMPOTENT, KEEP_ORDER, Reason::NONE, "NO_NEED_TO_MODIFY"),
    row(-5028, REJECTED, RESYNC_CLOCK_AND_RETRY, kRefused, "ENGINE_RECV_WINDOW"),
    row(-5029, REJECTED, KEEP_ORDER, kFilter, "MODIFY_BELOW_MIN_NOTIONAL"),
    row(-5037, -5041, REJECTED, DROP, kRefused, "PRICE_MATCH_OR_GOOD_TILL_DATE", true),
    row(-5043, REJECTED, KEEP_ORDER, kRefused, "MODIFY_PENDING"),
    row(-5047, REJECTED, KEEP_ORDER, kRefused, "NOT_A_REDUCE_ONLY_ORDER"),
};

}  // namespace

std::span<const ErrorRow> error_rows() {
  return kRows;
}

}  // namespace alpha_pulse::exchanges::binance
