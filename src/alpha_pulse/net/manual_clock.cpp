#include "alpha_pulse/net/manual_clock.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include "alpha_pulse/base/ensure.hpp"

namespace alpha_pulse::net {

/// Somebody who waits: on a timer that never ends by itself, cancelled when the moment has come.
struct ManualClock::Sleeper {
  explicit Sleeper(const asio::any_io_executor& executor) : timer(executor, asio::steady_timer::time_point::max()) {}
  asio::steady_timer timer;
  bool woken = false;  // on the sleeper's executor
};

Timestamp ManualClock::now() const {
  const std::lock_guard lock(mutex_);
  return now_;
}

/// Nothing when the moment has passed.
std::optional<ManualClock::Key> ManualClock::lie_down(Timestamp moment, const std::shared_ptr<Sleeper>& sleeper) const {
  const std::lock_guard lock(mutex_);
  if (moment <= now_) return std::nullopt;
  const Key key{moment, ++last_};
  sleepers_.emplace(key, sleeper);
  return key;
}

asio::awaitable<void> ManualClock::sleep_until(Timestamp moment) const {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  const auto sleeper = std::make_shared<Sleeper>(executor);
  const std::optional<Key> key = lie_down(moment, sleeper);
  if (!key) {
    co_await give_way();
    co_return;
  }
  boost::system::error_code error;
  co_await sleeper->timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
  if (sleeper->woken) co_return;
  {
    const std::lock_guard lock(mutex_);
    sleepers_.erase(*key);
  }
  throw boost::system::system_error(error);
}

void ManualClock::advance_to(Timestamp moment) {
  const std::lock_guard lock(mutex_);
  ensure(moment >= now_, "a clock is never put back");
  now_ = moment;
  while (!sleepers_.empty() && sleepers_.begin()->first.first <= now_) {
    const std::shared_ptr<Sleeper> sleeper = sleepers_.begin()->second.lock();
    sleepers_.erase(sleepers_.begin());
    if (!sleeper) continue;
    asio::post(sleeper->timer.get_executor(), [sleeper] {
      sleeper->woken = true;
      sleeper->timer.cancel();
    });
  }
}

std::optional<Timestamp> ManualClock::next() const {
  const std::lock_guard lock(mutex_);
  while (!sleepers_.empty() && sleepers_.begin()->second.expired()) sleepers_.erase(sleepers_.begin());
  if (sleepers_.empty() || sleepers_.begin()->first.first == Timestamp::never()) return std::nullopt;
  return sleepers_.begin()->first.first;
}

}  // namespace alpha_pulse::net
