#pragma once

#include <string>
#include <vector>

#include "alpha_pulse/market/sim_market.hpp"
#include "alpha_pulse/simulator/face_history.hpp"
#include "alpha_pulse/simulator/venue_futures.hpp"
#include "alpha_pulse/simulator/venue_spot.hpp"

namespace alpha_pulse::simulator {

/// A funding rate that was paid.
struct PaidFunding {
  Timestamp time{};
  Ratio rate{};
  Price mark{};
};

/// What the simulated exchange trades, and from what its prices come.
struct ExchangeSettings {
  market::SimMarketSettings market{};
  FuturesSymbol perpetual = btcusdt_perpetual();
  SpotSymbol spot = btcusdt_spot();
  double speed = 1;    ///< market seconds in a second of the protocol's time
  Duration warm_up{};  ///< market time that is history when the exchange opens
  Timestamp opens{};   ///< protocol time at which the market's clock starts (after the warm-up)
};

/// The two venues and the seeded market that moves them: prints of the hedge leg go to the futures book and are its
/// mark, prints of the spot leg to the spot book and are the index; in the books they lie on ticks and lots, as every
/// order must. The protocol's time is the caller's; the market's runs `speed` times as fast, and so do its funding
/// intervals. The rate shown is the one that will be paid.
///
/// A value driven by `advance`; one thread. Tested by simulator/exchange_server_test.cpp.
class Exchange {
 public:
  explicit Exchange(const ExchangeSettings& settings);

  /// Everything that is due up to `now` happens, in order. An earlier time changes nothing.
  void advance(Timestamp now);
  /// When the market prints next, in the protocol's time.
  Timestamp next_print() const;
  Timestamp now() const { return now_; }

  FuturesVenue futures;
  SpotVenue spot;
  PrintHistory futures_prints, spot_prints, marks;
  std::vector<PaidFunding> paid_funding;  ///< ascending, the latest kMostFunding

  /// What happened since the last call; public trades have entered the histories.
  std::vector<VenueEvent> take_futures_events();
  std::vector<SpotEvent> take_spot_events();

  static constexpr std::size_t kMostFunding = 10'000;

  /// How many prints of each leg are history when the exchange opens: its own trades are numbered on from there.
  struct PastPrints {
    std::int64_t futures = 0, spot = 0;
  };

 private:
  Exchange(const ExchangeSettings& settings, const PastPrints& past);
  Timestamp protocol_time(Timestamp market_time) const;
  void apply(const Event& event);
  void remember(const Event& event);
  void show_next_funding();
  void pay(Timestamp at, Ratio rate, Price mark);

  market::SimMarket market_;
  Event next_;
  Timestamp market_opens_, opens_, now_;
  std::int64_t speed_millionths_;
  std::int64_t next_futures_id_, next_spot_id_ = 1;  ///< of history
  std::int64_t mark_id_ = 0;
};

}  // namespace alpha_pulse::simulator
