#pragma once

#include <memory>
#include <optional>
#include <string>

#include "alpha_pulse/data_pipeline/binance_market_stream.hpp"
#include "alpha_pulse/execution/binance_account_stream.hpp"
#include "alpha_pulse/execution/binance_link.hpp"
#include "alpha_pulse/execution/binance_spot_stream.hpp"
#include "alpha_pulse/net/tcp.hpp"
#include "alpha_pulse/session/canary.hpp"
#include "alpha_pulse/session/exchange_books.hpp"
#include "alpha_pulse/session/venue_watch.hpp"

namespace alpha_pulse::session {

/// Where an exchange that speaks Binance's protocol is reached, and as whom.
struct BinanceAccess {
  net::Url spot_rest, spot_ws;
  net::Url futures_rest, futures_public, futures_market, futures_private;
  std::optional<net::Url> futures_ws_api{};  ///< none: orders go by REST alone
  std::optional<net::Url> spot_ws_api{};     ///< none: the holding is asked for once a minute alone
  net::Trust trust;                          ///< beside the system's authorities
  std::optional<venues::Account> account{};  ///< none: public data alone
  exchanges::Epoch epoch{};                  ///< of the order ids of this start
};

/// What the exchange said before the first order.
struct BinanceFacts {
  Instrument hedge;  ///< the perpetual, with the account's margin table where an account was asked
  exchanges::binance::OrderStyle style{};
  execution::AccountSnapshot account{};  ///< empty without an account
  std::optional<Quantity> holding{};     ///< of the coin, on the spot account
};

/// Everything that speaks with Binance for one run: connections, calls, streams. Put together here, used by a live run.
/// Threading: the executor's. The clock outlives it; the executor must have stopped before it goes.
/// Proven by tests/real_on_sim_test.cpp.
class BinanceVenue {
 public:
  /// `dialer`: the way there where it is not the system's network, e.g. a MemoryNetwork; outlives the venue. Errors: of
  /// the trust.
  static Result<std::unique_ptr<BinanceVenue>> create(BinanceAccess access, const net::Clock& clock,
                                                      net::IDialer* dialer = nullptr);

  /// Asks for the clock, the symbol's rules and, with an account, its settings, margin table, position and holding.
  /// `known`: the instrument as configured; what the exchange says replaces its steps and its margin table.
  /// Errors: kIo (not reachable), kBadData, kNotFound (no such symbol), kRefused (not trading; multi-assets mode).
  net::asio::awaitable<Result<BinanceFacts>> meet(Instrument known);

  /// Behind `meet`, with an account: whether the exchange takes the stops that protect (session/canary.hpp). `epoch`:
  /// of the order's id; not that of the run. UNDECIDED where there is no mark price.
  net::asio::awaitable<CanaryOutcome> try_stop(exchanges::Epoch epoch);
  /// Behind `meet`: the way orders go. Needs an account.
  execution::IVenueLink& link() { return *link_; }
  /// Behind `meet`: starts the streams; those of the account only where `account` is given, and told `holding` what its
  /// spot half says.
  void start(net::asio::any_io_executor executor, engine::EventSink& market, execution::IVenueSink* account,
             Duration bar_step, execution::BinanceSpotStream::Tell holding);
  void stop();
  /// The exchange's own books since `since`: position, open orders of ours, fees and funding. Behind `meet`, with an
  /// account. Errors: kIo, kBadData.
  net::asio::awaitable<Result<Books>> books(Timestamp since);
  /// Of the coin, on the spot account now, what is locked in orders included. Behind `meet`, with an account.
  /// Errors: kIo, kBadData.
  net::asio::awaitable<Result<Quantity>> holding();
  /// Every stream that nothing takes the place of is open: order entry by WebSocket and the spot account's events are
  /// none of them, REST goes on without.
  bool open() const;
  /// Calls of this run that were answered over the WebSocket API.
  std::uint64_t session_calls() const { return futures_.session_calls(); }

 private:
  BinanceVenue(BinanceAccess access, const net::Clock& clock, std::unique_ptr<net::TcpDialer> own,
               net::IDialer& dialer);
  net::asio::awaitable<Result<void>> meet_symbol(BinanceFacts& facts);
  net::asio::awaitable<Result<void>> meet_account(BinanceFacts& facts);
  net::asio::awaitable<Result<void>> meet_margin_table(BinanceFacts& facts);
  void start_account(net::asio::any_io_executor executor, execution::IVenueSink& account);
  void open_session(net::asio::any_io_executor executor);
  net::asio::awaitable<Result<Money>> fees(Timestamp since);
  net::asio::awaitable<Result<Money>> funding(Timestamp since);

  BinanceAccess access_;
  const net::Clock& clock_;
  std::unique_ptr<net::TcpDialer> own_dialer_;  // null where it was given one
  net::IDialer& dialer_;
  net::HttpClient futures_http_, spot_http_;
  venues::BinanceCaller futures_, spot_;
  std::unique_ptr<venues::WsApiSession> session_;  // of orders
  std::unique_ptr<execution::BinanceReports> reports_;
  std::unique_ptr<execution::BinanceLink> link_;
  std::unique_ptr<execution::BinanceAccountStream> account_stream_;
  std::unique_ptr<execution::BinanceSpotStream> spot_stream_;
  std::unique_ptr<data_pipeline::BinanceMarketStream> market_stream_;
  std::unique_ptr<VenueWatch> watch_;
  std::string symbol_;
  Instrument hedge_;
  Ratio band_;  // of the prices of buys, above the mark
  bool hedge_mode_ = false;
  Currency settle_, base_;
};

}  // namespace alpha_pulse::session
