#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/exchanges/binance/exchange_info.hpp"
#include "alpha_pulse/exchanges/binance/request.hpp"

namespace alpha_pulse::exchanges::binance {

/// What a call is for: the last fifth of every limit is kept for what protects.
enum class Purpose : std::uint8_t {
  ORDINARY,
  PROTECTIVE,  ///< lowers or protects: cancels, reduce-only orders, stops, and queries that resolve such
};

/// How much of the venue's limits is used, so that none is ever passed. Windows are the venue's: fixed, aligned to the
/// clock. Our own count and the venue's are both kept, and the larger one counts. One for a product and address. No
/// clock in here: `now` is the venue's time and comes in.
/// Proven by exchanges/binance/rate_budget_test.cpp (no sequence of calls passes a limit; a fifth is always left).
class RateBudget {
 public:
  static constexpr int kReservedPercent = 20;

  /// Begins with the venue's published limits; `learn` replaces them.
  explicit RateBudget(Product product);

  /// Limits from exchangeInfo. Those of unknown type or unit are passed over; a limit not named stays as it was.
  void learn(std::span<const RateLimit> limits);

  /// Nothing: send now (then tell `sent`). Else the moment from which to ask again, by the venue's clock.
  std::optional<Timestamp> wait_until(const CallCost& cost, Purpose purpose, Timestamp now) const;
  void sent(const CallCost& cost, Timestamp now);

  /// A header of an answer: `X-MBX-USED-WEIGHT-1M`, `X-MBX-ORDER-COUNT-10S`, `-1M`, `-1D`; any case, others and
  /// malformed values are ignored. A count that goes backwards within its window changes nothing.
  void observe_header(std::string_view name, std::string_view value, Timestamp now);
  /// Counts of the websocket API.
  void observe(std::span<const RateLimit> counts, Timestamp now);

  /// 429: nothing ordinary until then. Earlier ends never shorten later ones.
  void back_off(Timestamp until);
  /// 418: nothing at all until then.
  void silence(Timestamp until);

  /// Used in the present window, the larger of both counts; for display.
  std::int64_t used_weight(Timestamp now) const;
  std::int64_t used_orders(Duration window, Timestamp now) const;

 private:
  struct Window {
    LimitType type = LimitType::REQUEST_WEIGHT;
    Duration length{};
    std::int64_t limit = 0;
    Timestamp start{};
    std::int64_t own = 0;
    std::int64_t reported = 0;
  };
  static std::int64_t used(const Window& window, Timestamp now);
  static std::int64_t cost_in(const Window& window, const CallCost& cost);
  static void roll(Window& window, Timestamp now);
  void report(LimitType type, Duration length, std::int64_t count, Timestamp now);

  std::vector<Window> windows_;
  Timestamp back_off_until_{};
  Timestamp silent_until_{};
};

}  // namespace alpha_pulse::exchanges::binance
