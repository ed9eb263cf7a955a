#pragma once

#include <string>

#include "alpha_pulse/exchanges/binance/order_requests.hpp"
#include "alpha_pulse/execution/binance_reports.hpp"
#include "alpha_pulse/execution/venue_link.hpp"
#include "alpha_pulse/venues/binance_caller.hpp"

namespace alpha_pulse::execution {

/// Binance USDⓈ-M futures as a broker needs them, by REST. What a call's failure means is decided by the codec's error
/// table; an answer that cannot be read, or is about another order, leaves the outcome unknown.
/// The caller, the reports and the clock outlive it. Proven by execution/binance_link_test.cpp and
/// tests/real_on_sim_test.cpp.
class BinanceLink final : public IVenueLink {
 public:
  BinanceLink(venues::BinanceCaller& caller, BinanceReports& reports, const net::Clock& clock, Instrument hedge,
              exchanges::binance::OrderStyle style);

  net::asio::awaitable<PlaceReply> place(PlaceOrder order) override;
  net::asio::awaitable<CancelReply> cancel(CancelOrder order) override;
  net::asio::awaitable<Result<std::optional<OrderReport>>> ask(ClientOrderId id, OrderSpec spec) override;
  net::asio::awaitable<Result<std::vector<TradeReport>>> trades_of(ClientOrderId id, VenueOrderId venue) override;
  net::asio::awaitable<Result<AccountSnapshot>> snapshot() override;
  net::asio::awaitable<Result<std::vector<FundingReport>>> fundings(Timestamp since) override;

 private:
  using Asked = Result<std::optional<OrderReport>>;
  net::asio::awaitable<Asked> ask_plain(exchanges::binance::OrderName name, ClientOrderId id);
  net::asio::awaitable<Asked> ask_conditional(std::string wire_id, ClientOrderId id);
  net::asio::awaitable<CancelReply> try_cancel(exchanges::binance::Request request, exchanges::binance::OrderName name,
                                               exchanges::OrderBook book);
  template <class Orders>
  void sort_in(const Orders& orders, AccountSnapshot& account);
  net::asio::awaitable<Result<void>> add_plain_orders(AccountSnapshot& account);
  net::asio::awaitable<Result<void>> add_conditional_orders(AccountSnapshot& account);
  net::asio::awaitable<Result<void>> add_position(AccountSnapshot& account);
  net::asio::awaitable<Result<void>> add_wallet(AccountSnapshot& account);

  venues::BinanceCaller& caller_;
  BinanceReports& reports_;
  const net::Clock& clock_;
  Instrument hedge_;
  exchanges::binance::OrderStyle style_;
};

}  // namespace alpha_pulse::execution
