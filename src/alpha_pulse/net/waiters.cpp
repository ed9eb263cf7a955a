#include "alpha_pulse/net/waiters.hpp"

#include <algorithm>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace alpha_pulse::net {

/// One who waits. The wake is kept in a channel, which belongs to the executor's context: whoever still waits when the
/// context ends is destroyed with it.
struct Waiters::Gate {
  explicit Gate(const asio::any_io_executor& executor) : wake(executor, 1) {}
  asio::experimental::channel<void(boost::system::error_code)> wake;
};

asio::awaitable<void> Waiters::wait() {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  const auto gate = std::make_shared<Gate>(executor);
  waiting_.push_back(gate);
  boost::system::error_code error;
  co_await gate->wake.async_receive(asio::redirect_error(asio::use_awaitable, error));
  if (!error) co_return;
  std::erase_if(waiting_, [&gate](const std::weak_ptr<Gate>& other) { return other.lock() == gate; });
  throw boost::system::system_error(error);
}

bool Waiters::wake_one() {
  while (!waiting_.empty()) {
    const std::shared_ptr<Gate> gate = waiting_.front().lock();
    waiting_.pop_front();
    if (!gate) continue;
    gate->wake.try_send(boost::system::error_code{});
    return true;
  }
  return false;
}

void Waiters::wake_all() {
  for (std::size_t left = waiting_.size(); left > 0; --left) wake_one();
}

}  // namespace alpha_pulse::net
