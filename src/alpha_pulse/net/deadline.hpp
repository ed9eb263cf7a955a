#pragma once

#include <functional>
#include <memory>

#include "alpha_pulse/net/clock.hpp"

namespace alpha_pulse::net {

/// Calls a function once the clock has reached a moment that may be moved at any time. Moving it to a later one costs
/// nothing, so that a connection can set it for each of its requests. One executor; the clock must outlive it. Nothing
/// is called once it is destroyed. Tested by net/clock_test.cpp.
class Deadline {
 public:
  Deadline(asio::any_io_executor executor, const Clock& clock, std::function<void()> on_expired);
  ~Deadline();
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  void set(Timestamp moment);  ///< `never()`: as clear
  void clear() { set(Timestamp::never()); }
  bool expired() const;  ///< since it was set last
  asio::any_io_executor executor() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace alpha_pulse::net
