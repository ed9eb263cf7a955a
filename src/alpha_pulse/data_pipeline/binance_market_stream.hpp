#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>

#include "alpha_pulse/domain/bar_builder.hpp"
#include "alpha_pulse/engine/ports.hpp"
#include "alpha_pulse/exchanges/binance/market_decoder.hpp"
#include "alpha_pulse/venues/kept_stream.hpp"

namespace alpha_pulse::data_pipeline {

/// Where Binance's public streams are, and of which symbol.
struct BinanceMarketSettings {
  net::Url futures_public, futures_market, spot;
  std::string symbol;                        ///< of the perpetual and of the holding, e.g. BTCUSDT
  Duration bar_step = Duration::minutes(5);  ///< of the bars made from trades
  Duration silence = Duration::seconds(10);  ///< without any message the stream of marks, one a second, is opened anew
  Duration quiet = Duration::minutes(5);     ///< the same of the other two, which only speak when somebody trades
};

/// The market events of a hedge on Binance: trades, quotes and mark of the perpetual, trades of the coin; and the
/// closed bars of both, built from trades as the built-in market builds them. Three connections, each opened again by
/// itself.
///
/// Events carry the venue's time, never before that of an event pushed earlier; what is older than the last of its own
/// stream (an id that went back after a reconnect) is left out, and so is another symbol. A time more than a minute
/// ahead of our clock is taken for a minute ahead. A frame that cannot be read is counted and left out.
/// Threading: one executor; events are pushed from it. Proven by tests/real_on_sim_test.cpp and
/// data_pipeline/binance_market_stream_test.cpp.
class BinanceMarketStream {
 public:
  BinanceMarketStream(net::IDialer& dialer, const net::Clock& clock, const BinanceMarketSettings& settings,
                      engine::EventSink& sink);
  ~BinanceMarketStream();

  /// Starts the three connections on `executor`; they end after `stop`.
  void start(const net::asio::any_io_executor& executor);
  void stop();
  /// All three are open.
  bool open() const;
  std::uint64_t unreadable() const { return unreadable_; }

 private:
  class Channel;
  /// Whether the server says that it will go down.
  enum class Heard : std::uint8_t { ANYTHING, FAREWELL };
  Heard on_frame(std::string_view frame, exchanges::binance::MarketDecoder& decoder, InstrumentId leg);
  void push(Event event);
  void push_bar(InstrumentId leg, const std::optional<ClosedBar>& closed);
  bool is_news(const exchanges::binance::MarketMessage& message, InstrumentId leg);

  const net::Clock& clock_;
  engine::EventSink& sink_;
  std::string symbol_;
  std::array<BarBuilder, 2> bars_;            // by leg
  std::array<std::int64_t, 2> last_trade_{};  // by leg
  std::int64_t last_quote_ = 0;
  Timestamp last_;
  std::uint64_t unreadable_ = 0;
  std::array<std::shared_ptr<Channel>, 3> channels_;
};

}  // namespace alpha_pulse::data_pipeline
