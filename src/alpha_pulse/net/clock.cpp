#include "alpha_pulse/net/clock.hpp"

#include <algorithm>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <chrono>
#include <cmath>

#include "alpha_pulse/base/ensure.hpp"
#include "alpha_pulse/base/int128.hpp"

namespace alpha_pulse::net {
namespace {

constexpr std::int64_t kMillion = 1'000'000;
constexpr std::int64_t kNapNs = 3'600'000'000'000;  // no timer is set for longer; then it is looked at again
constexpr std::int64_t kLeastWallNs = 250'000'000;

std::int64_t steady_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

Timestamp system_now() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return Timestamp::from_ns(std::chrono::duration_cast<std::chrono::nanoseconds>(since_epoch).count());
}

std::int64_t scaled(std::int64_t ns, std::int64_t factor, std::int64_t divisor) {
  const Int128 product = Int128{ns} * factor + (divisor - 1);
  return static_cast<std::int64_t>(std::min<Int128>(product / divisor, std::numeric_limits<std::int64_t>::max()));
}

/// `millionths` of the clock's time go by in a unit of the wall's.
asio::awaitable<void> sleep_by_wall(const Clock& clock, Timestamp moment, std::int64_t millionths) {
  Timestamp now = clock.now();
  if (now >= moment) {
    co_await give_way();
    co_return;
  }
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor);
  for (; now < moment; now = clock.now()) {
    std::int64_t left = std::numeric_limits<std::int64_t>::max();
    if (moment != Timestamp::never()) left = scaled((moment - now).ns(), kMillion, millionths);
    timer.expires_after(std::chrono::nanoseconds(std::min(left, kNapNs)));
    co_await timer.async_wait(asio::use_awaitable);
  }
}

}  // namespace

asio::awaitable<void> give_way() {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  co_await asio::post(executor, asio::use_awaitable);
  const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none) {
    throw boost::system::system_error(asio::error::operation_aborted);
  }
}

WallClock::WallClock() : start_(system_now()), steady_start_ns_(steady_ns()) {}

Timestamp WallClock::now() const {
  return start_ + Duration::nanoseconds(steady_ns() - steady_start_ns_);
}

asio::awaitable<void> WallClock::sleep_until(Timestamp moment) const {
  return sleep_by_wall(*this, moment, kMillion);
}

ScaledClock::ScaledClock(Timestamp start, double speed) : start_(start), millionths_(0), steady_start_ns_(steady_ns()) {
  ensure(speed >= 1e-6 && speed <= 1e6, "a clock's speed lies between a millionth and a million");
  millionths_ = std::llround(speed * 1e6);
}

Timestamp ScaledClock::now() const {
  const Int128 elapsed = Int128{steady_ns() - steady_start_ns_} * millionths_ / kMillion;
  return start_ + Duration::nanoseconds(static_cast<std::int64_t>(elapsed));
}

asio::awaitable<void> ScaledClock::sleep_until(Timestamp moment) const {
  return sleep_by_wall(*this, moment, millionths_);
}

Duration ScaledClock::at_least_wall(Duration d) const {
  return std::max(d, Duration::nanoseconds(scaled(kLeastWallNs, millionths_, kMillion)));
}

}  // namespace alpha_pulse::net
