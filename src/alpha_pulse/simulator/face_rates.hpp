#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/simulator/face_types.hpp"

namespace alpha_pulse::simulator {

/// The venue's limits (sheet 3). Windows are aligned to the clock.
struct RateLimits {
  std::int64_t weight_a_minute = 2400;
  std::int64_t orders_a_minute = 1200;  ///< on spot: a day
  std::int64_t orders_ten_seconds = 300;
  Duration long_window = Duration::minutes(1);
  int messages_a_second = 10;  ///< of one stream socket, pings and pongs included
  bool enforced = true;  ///< counted and told in any case
};

/// Counts what peers and accounts use: 429 with -1003 beyond the weight, then 418 when the peer goes on all the same,
/// for 2 minutes and each time twice as long, at most 3 days; 429 with -1015 beyond the orders.
/// A value; one thread. Tested by simulator/face_rates_test.cpp.
class RateMeter {
 public:
  static constexpr int kPatience = 10;  ///< refused requests of one window before the peer is banned

  explicit RateMeter(RateLimits limits) : limits_(limits) {}

  /// Before anything else of a request: takes its weight. Errors: banned, or over the limit.
  Api<void> take_weight(const std::string& peer, std::int64_t weight, Timestamp now);
  /// What turned out to be free.
  void give_back(const std::string& peer, std::int64_t weight, Timestamp now);
  /// Errors: -1015. `short_window` orders count within 10 s, `long_window` within the minute.
  Api<void> take_orders(std::uint32_t account, std::int64_t short_window, std::int64_t long_window, Timestamp now);

  std::int64_t used_weight(const std::string& peer, Timestamp now) const;
  std::int64_t orders_short(std::uint32_t account, Timestamp now) const;
  std::int64_t orders_long(std::uint32_t account, Timestamp now) const;
  /// Seconds until a refused peer may ask again: Retry-After.
  std::int64_t retry_after(const std::string& peer, Timestamp now) const;
  /// Likewise an account that has sent too many orders: to the end of the window that is used up.
  std::int64_t orders_retry_after(std::uint32_t account, Timestamp now) const;
  const RateLimits& limits() const { return limits_; }

 private:
  /// How much of one window is used.
  struct Window {
    Timestamp start{};
    std::int64_t used = 0;

    std::int64_t at(Timestamp now, Duration length) const { return now.floor_to(length) == start ? used : 0; }
    void take(Timestamp now, Duration length, std::int64_t amount) {
      used = at(now, length) + amount;
      start = now.floor_to(length);
    }
  };
  struct Peer {
    Window weight{}, refused{};
    Timestamp banned_until{};
    int bans = 0;
  };
  Api<void> refuse_weight(Peer& peer, Timestamp now) const;

  RateLimits limits_;
  std::map<std::string, Peer> peers_;
  std::map<std::uint32_t, Window> short_, long_;
};

}  // namespace alpha_pulse::simulator
