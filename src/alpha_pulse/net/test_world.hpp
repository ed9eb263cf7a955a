#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>

#include "alpha_pulse/net/beast_stream.hpp"
#include "alpha_pulse/net/manual_clock.hpp"
#include "alpha_pulse/net/memory_network.hpp"
#include "alpha_pulse/net/url.hpp"

namespace alpha_pulse::net::testing {

inline const Timestamp kStart = Timestamp::from_ms(1'790'000'000'000);

/// A coroutine that has been started, and what became of it.
template <class T>
struct Started {
  std::optional<T> outcome{};
  std::exception_ptr thrown{};
  bool done() const { return outcome.has_value() || thrown; }
};

/// A network in memory on a clock of its own. Nothing here takes time: when nobody can go on, the clock jumps to the
/// next moment somebody waits for; when there is none, the test has found a hang.
struct World {
  ManualClock clock{kStart};
  asio::io_context io{1};
  MemoryNetwork network{io.get_executor(), clock};

  template <class T>
  std::shared_ptr<Started<T>> start(asio::awaitable<T> work) {
    auto started = std::make_shared<Started<T>>();
    asio::co_spawn(io, std::move(work), [started](std::exception_ptr thrown, T value) {
      started->thrown = thrown;
      if (!thrown) started->outcome.emplace(std::move(value));
    });
    return started;
  }

  /// Everything that can happen now.
  void settle() {
    do io.restart();
    while (io.poll() > 0);
  }

  template <class T>
  T finish(const std::shared_ptr<Started<T>>& started) {
    settle();
    while (!started->done()) {
      const std::optional<Timestamp> next = clock.next();
      if (!next) throw std::runtime_error("a hang: nothing can happen any more");
      clock.advance_to(*next);
      settle();
    }
    if (started->thrown) std::rethrow_exception(started->thrown);
    return std::move(*started->outcome);
  }

  template <class T>
  T run(asio::awaitable<T> work) {
    return finish(start(std::move(work)));
  }
  void run(asio::awaitable<void> work) { run(truth(std::move(work))); }

  static asio::awaitable<bool> truth(asio::awaitable<void> work) {
    co_await std::move(work);
    co_return true;
  }
};

/// The same over the system's sockets: waits for them, ten seconds at most.
template <class T>
T run_on(asio::io_context& io, asio::awaitable<T> work) {
  std::optional<T> outcome;
  std::exception_ptr thrown;
  asio::co_spawn(io, std::move(work), [&](std::exception_ptr e, T value) {
    thrown = e;
    outcome.emplace(std::move(value));
  });
  io.restart();
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!outcome && std::chrono::steady_clock::now() < limit) {
    if (io.run_one_until(limit) == 0) io.restart();
  }
  if (thrown) std::rethrow_exception(thrown);
  if (!outcome) throw std::runtime_error("a hang: nothing came for ten seconds");
  return std::move(*outcome);
}

inline Url url(std::uint16_t port, bool secure = false) {
  return Url{.endpoint = {.host = "127.0.0.1", .port = port, .secure = secure}, .path = {}};
}

/// A bare end of a connection, for what no client or server of ours would do.
struct Raw {
  explicit Raw(std::unique_ptr<IStream> stream) : end(std::move(stream)) {}
  BeastStream end;

  /// At least one byte more; false at the end.
  static asio::awaitable<bool> read_some(std::shared_ptr<Raw> self, std::string& into) {
    char bytes[4096];
    boost::system::error_code error;
    const asio::mutable_buffer buffer = asio::buffer(bytes);
    const std::size_t size =
        co_await self->end.async_read_some(buffer, asio::redirect_error(asio::use_awaitable, error));
    into.append(bytes, size);
    co_return !error;
  }
  static asio::awaitable<std::string> read_until(std::shared_ptr<Raw> self, std::string what) {
    std::string got;
    while (got.find(what) == std::string::npos) {
      const bool more = co_await read_some(self, got);
      if (!more) break;
    }
    co_return got;
  }
  static asio::awaitable<bool> write(std::shared_ptr<Raw> self, std::string bytes) {
    boost::system::error_code error;
    const asio::const_buffer buffer = asio::buffer(bytes);
    co_await asio::async_write(self->end, buffer, asio::redirect_error(asio::use_awaitable, error));
    co_return !error;
  }
};

inline asio::awaitable<std::shared_ptr<Raw>> accept_raw(IListener& listener) {
  auto incoming = co_await listener.accept();
  co_return incoming ? std::make_shared<Raw>(std::move(incoming->stream)) : nullptr;
}
inline asio::awaitable<std::shared_ptr<Raw>> dial_raw(MemoryNetwork& network, std::uint16_t port) {
  const Endpoint to{.host = "127.0.0.1", .port = port, .secure = false};
  auto stream = co_await network.dial(to, Timestamp::never());
  co_return stream ? std::make_shared<Raw>(std::move(*stream)) : nullptr;
}

}  // namespace alpha_pulse::net::testing
