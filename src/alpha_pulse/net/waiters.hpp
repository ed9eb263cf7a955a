#pragma once

#include <deque>
#include <memory>

#include "alpha_pulse/net/asio.hpp"

namespace alpha_pulse::net {

/// Coroutines that wait until another wakes them, first come, first served. One executor. A cancelled wait throws
/// operation_aborted. Tested by net/clock_test.cpp.
class Waiters {
 public:
  asio::awaitable<void> wait();
  /// False when nobody waited: the call is not remembered.
  bool wake_one();
  void wake_all();
  std::size_t size() const { return waiting_.size(); }

 private:
  struct Gate;
  std::deque<std::weak_ptr<Gate>> waiting_;  // a coroutine's own: it may go with its io_context
};

}  // namespace alpha_pulse::net
