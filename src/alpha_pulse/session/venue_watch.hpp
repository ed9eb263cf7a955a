#pragma once

#include "alpha_pulse/execution/venue_link.hpp"
#include "alpha_pulse/session/symbol_rules.hpp"

namespace alpha_pulse::session {

/// What a VenueWatch looks at; the referenced things outlive it.
struct VenueWatchDeps {
  venues::BinanceCaller& futures;
  const net::Clock& clock;
  net::asio::any_io_executor executor;
  execution::IVenueSink& sink;  ///< who hears the alarms
  Instrument hedge{};           ///< as the run began with it
  bool hedge_mode = false;      ///< likewise the account's position mode
};

/// Raises the alarm where the exchange refuses what no repetition will mend, or is not any more what the run began
/// with: a key, an account or a symbol that is refused (the error table's HALT and DROP_SYMBOL); an account from which
/// only what reduces is taken (its STOP_OPENING, of a cooling-off period for a while); rules of the symbol
/// that are asked for again after a refused price or quantity, and have changed; a position or assets mode that
/// somebody else has changed. A setting that changed and does no harm is told alone. Threading: the executor's. Proven
/// by session/venue_watch_test.cpp.
class VenueWatch {
 public:
  explicit VenueWatch(VenueWatchDeps deps);
  /// A call failed: what that means, and the words for people.
  void on_failure(const exchanges::binance::Verdict& verdict, const std::string& words);
  /// Somebody changed a setting of the account.
  void on_settings();

 private:
  net::asio::awaitable<void> check_rules();
  net::asio::awaitable<void> check_settings();

  VenueWatchDeps deps_;
  Timestamp next_rules_;  // no question for them before
};

}  // namespace alpha_pulse::session
