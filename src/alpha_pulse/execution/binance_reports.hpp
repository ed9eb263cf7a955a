#pragma once

#include <map>
#include <optional>

#include "alpha_pulse/domain/instrument.hpp"
#include "alpha_pulse/exchanges/binance/account_replies.hpp"
#include "alpha_pulse/exchanges/binance/order_replies.hpp"
#include "alpha_pulse/exchanges/binance/user_messages.hpp"
#include "alpha_pulse/exchanges/client_id.hpp"
#include "alpha_pulse/execution/venue_link.hpp"

namespace alpha_pulse::execution {

/// What Binance's words about orders and the account mean for a broker: one owner of that translation for the streams
/// and for the answers to questions. It remembers which plain order a conditional one became.
/// Pure. Proven by execution/binance_reports_test.cpp.
class BinanceReports {
 public:
  BinanceReports(Instrument hedge, exchanges::Epoch epoch) : hedge_(std::move(hedge)), epoch_(epoch) {}

  /// One message of the account's stream, told to `sink`; of other symbols and of others' orders nothing, but for what
  /// the venue does to us.
  void tell(const exchanges::binance::UserMessage& message, IVenueSink& sink);

  /// Nothing: not an order of this start, or in a state that we do not know.
  std::optional<OrderReport> read(const exchanges::binance::OrderReply& reply) const;
  std::optional<OrderReport> read(const exchanges::binance::AlgoOrderReply& reply);
  std::optional<TradeReport> read(const exchanges::binance::TradeReply& reply, ClientOrderId order) const;

  /// Nothing: of another symbol or asset, or no funding.
  std::optional<FundingReport> read(const exchanges::binance::IncomeReply& row) const;

  /// The plain order that the conditional one became, once that is known.
  std::optional<VenueOrderId> child_of(ClientOrderId order) const;
  bool ours(std::string_view wire_id) const { return own(wire_id).has_value(); }
  /// Its id on the wire.
  exchanges::ClientIdText wire_id(ClientOrderId order, const OrderSpec& spec) const;

 private:
  std::optional<exchanges::WireId> own(std::string_view wire_id) const;
  void tell_order(const exchanges::binance::OrderUpdate& update, IVenueSink& sink);
  void tell_algo(const exchanges::binance::AlgoUpdate& update, IVenueSink& sink);
  void tell_account(const exchanges::binance::AccountUpdate& update, IVenueSink& sink) const;
  void tell_config(const exchanges::binance::AccountConfigUpdate& update, IVenueSink& sink) const;
  Money fee_of(const exchanges::binance::WireAmount& commission) const;
  bool here(std::string_view symbol) const { return symbol == hedge_.symbol; }

  Instrument hedge_;
  exchanges::Epoch epoch_;
  std::map<ClientOrderId, VenueOrderId> children_;
};

}  // namespace alpha_pulse::execution
