#include "alpha_pulse/session/broker.hpp"

#include "alpha_pulse/data_pipeline/exchange_type.hpp"

namespace alpha_pulse::session {
namespace {

/// The names of the exchanges are one list for data and orders.
Result<void> check_exchange(std::string_view name) {
  if (name.empty() || data_pipeline::parse_exchange_type(name)) return {};
  return fail(ErrorCode::kInvalidArgument,
              "Unsupported exchange: " + std::string(name.substr(0, 40)) + "; binance, bybit, okx or sim would pass");
}

}  // namespace

std::optional<Order> Broker::get_order(ClientOrderId id) const {
  return venue() == nullptr ? std::nullopt : venue()->get_order(id);
}

std::vector<Order> Broker::get_orders(InstrumentId instrument) const {
  return venue() == nullptr ? std::vector<Order>{} : venue()->get_orders(instrument);
}

Position Broker::get_position(InstrumentId instrument) const {
  const auto positions = get_positions();
  const auto found = positions.find(instrument);
  return found == positions.end() ? Position{} : found->second;
}

std::map<InstrumentId, Position> Broker::get_positions() const {
  return venue() == nullptr ? std::map<InstrumentId, Position>{} : venue()->get_positions();
}

std::map<Currency, Money> Broker::balances() const {
  return venue() == nullptr ? std::map<Currency, Money>{} : venue()->balances();
}

Quantity Broker::get_holding() const {
  return bound() ? loop_->engine().portfolio().spot() : Quantity{};
}

std::optional<Money> Broker::get_portfolio_value() const {
  if (!bound() || !loop_->engine().portfolio().begun()) return std::nullopt;
  return loop_->engine().portfolio().equity();
}

Result<Broker> create_broker(execution::TradingMode trading_mode, std::string_view exchange, std::string_view api_key,
                             std::string_view api_secret, bool testnet, const Number& initial_balance) {
  if (auto known = check_exchange(exchange); !known) return std::unexpected(known.error());
  const execution::ExchangeAccess access{
      .exchange = exchange, .api_key = api_key, .api_secret = api_secret, .testnet = testnet};
  if (auto passed = execution::check_mode(trading_mode, access); !passed) return std::unexpected(passed.error());
  const auto balance = initial_balance.quantity("initial_balance");
  if (!balance) return std::unexpected(balance.error());
  if (balance->raw() <= 0) {
    return fail(ErrorCode::kInvalidArgument,
                "initial_balance: " + balance->to_string(0) + " is not positive; e.g. 100000");
  }
  return Broker(trading_mode, *balance);
}

Result<Broker> create_broker(std::string_view trading_mode, std::string_view exchange, std::string_view api_key,
                             std::string_view api_secret, bool testnet, const Number& initial_balance) {
  const auto mode = execution::parse_trading_mode(trading_mode);
  if (!mode) return std::unexpected(mode.error());
  return create_broker(*mode, exchange, api_key, api_secret, testnet, initial_balance);
}

Result<Broker> create_broker(const config::AppConfig& config) {
  return create_broker(config.trading_mode, {}, {}, {}, config.exchange.testnet,
                       Quantity::from_raw(narrow(config.spot.equity.raw() / kOne)));
}

}  // namespace alpha_pulse::session
