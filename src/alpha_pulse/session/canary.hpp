#pragma once

#include <string>

#include "alpha_pulse/domain/instrument.hpp"
#include "alpha_pulse/exchanges/client_id.hpp"
#include "alpha_pulse/venues/binance_caller.hpp"

namespace alpha_pulse::session {

/// Where and how a canary is placed.
struct CanaryOrder {
  Instrument hedge{};
  Price mark{};
  Ratio band{};             ///< how far above the mark, as a multiple, orders may be
  bool hedge_mode = false;  ///< the account's position mode
  exchanges::Epoch epoch{};
};

/// What became of it.
struct CanaryOutcome {
  enum class What : std::uint8_t {
    TAKEN,      ///< and cancelled
    REFUSED,    ///< the exchange does not take such an order from this account
    UNDECIDED,  ///< nobody knows: no answer, a limit, or no position that it could reduce
    MAY_STAND,  ///< it could not be cancelled for certain
  } what = What::UNDECIDED;
  std::string words{};  ///< what the exchange said; of what was taken, its trigger
};

/// Places a stop of the kind that protects the hedge, and cancels it: the exchange's own answer to whether a run could
/// protect itself. It only closes, so it can open nothing even if it were triggered, and is most of the way to the
/// price band's end, so it is not. Whatever became of the placing, it is cancelled, three times where no answer comes.
/// The caller outlives it. Proven by session/canary_test.cpp, tests/doctor_test.cpp and tests/real_on_sim_test.cpp.
net::asio::awaitable<CanaryOutcome> try_stop(venues::BinanceCaller& futures, CanaryOrder canary);

}  // namespace alpha_pulse::session
