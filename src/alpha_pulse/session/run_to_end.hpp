#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <functional>
#include <optional>

#include "alpha_pulse/base/ensure.hpp"
#include "alpha_pulse/net/asio.hpp"

namespace alpha_pulse::session {

template <class T>
net::asio::awaitable<void> keep_result(net::asio::awaitable<T> work, std::optional<T>* result) {
  T value = co_await std::move(work);
  result->emplace(std::move(value));
}

/// Runs a coroutine to its end on an executor that nobody else runs. What it throws is thrown here. `pass_time`: called
/// whenever nothing can happen at this moment, instead of waiting.
/// Proven by tests/real_on_sim_test.cpp and tests/virtual_run_test.cpp.
template <class T>
T run_to_end(net::asio::io_context& io, net::asio::awaitable<T> work, const std::function<void()>& pass_time = {}) {
  std::optional<T> result;
  std::exception_ptr failure;
  bool ended = false;
  net::asio::co_spawn(io, keep_result(std::move(work), &result), [&](std::exception_ptr thrown) {
    failure = thrown;
    ended = true;
    io.stop();
  });
  io.restart();
  if (!pass_time) io.run();
  while (pass_time && !ended) {
    if (io.poll() == 0) pass_time();
    io.restart();
  }
  if (failure) std::rethrow_exception(failure);
  ensure(result.has_value(), "a coroutine that has ended has a result");
  return std::move(*result);
}

}  // namespace alpha_pulse::session
