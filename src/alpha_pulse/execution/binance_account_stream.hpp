#pragma once

#include <functional>

#include "alpha_pulse/exchanges/binance/user_decoder.hpp"
#include "alpha_pulse/execution/binance_reports.hpp"
#include "alpha_pulse/venues/binance_caller.hpp"
#include "alpha_pulse/venues/kept_stream.hpp"

namespace alpha_pulse::execution {

/// The account's events of Binance USDⓈ-M futures, told to `sink`: makes the listen key, keeps it alive, and makes
/// another where the venue has let it go. A server that says it will go down is left before it does. A frame that
/// cannot be read ends the connection: what it said is asked for. Threading: one executor. All that is referenced
/// outlives the run. Proven by execution/binance_account_stream_test.cpp and tests/real_on_sim_test.cpp.
class BinanceAccountStream final : public venues::IStreamListener {
 public:
  BinanceAccountStream(net::IDialer& dialer, const net::Clock& clock, venues::BinanceCaller& caller,
                       BinanceReports& reports, net::Url private_base, IVenueSink& sink);

  net::asio::awaitable<void> run() { return stream_.run(); }
  /// Extends the listen key every half hour, until `stop`.
  net::asio::awaitable<void> keep_key();
  /// Called when somebody changed a setting of the account (leverage, assets mode): it is to be asked for.
  void on_settings(std::function<void()> changed) { settings_changed_ = std::move(changed); }
  void stop();
  bool open() const { return stream_.open(); }
  /// Frames that could not be read.
  std::uint64_t unreadable() const { return unreadable_; }

  void on_open() override;
  void on_frame(std::string_view frame) override;
  void on_lost(const Error& why) override;

 private:
  net::asio::awaitable<Result<std::string>> make_key();

  const net::Clock& clock_;
  venues::BinanceCaller& caller_;
  BinanceReports& reports_;
  IVenueSink& sink_;
  exchanges::binance::UserDecoder decoder_;
  venues::KeptStream stream_;
  std::function<void()> settings_changed_;
  std::uint64_t unreadable_ = 0;
  bool stopped_ = false;
};

}  // namespace alpha_pulse::execution
