#include "alpha_pulse/net/deadline.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace alpha_pulse::net {
namespace {

/// One sleep, which ends when it is cancelled, nothing is left to sleep for, or its io_context ends.
struct Watch {
  asio::cancellation_signal signal{};
  Timestamp until{};
  bool over = false;
};

/// However a sleep ends: it can no longer be cancelled.
struct Ending {
  std::shared_ptr<Watch> watch;
  ~Ending() { watch->over = true; }
};

}  // namespace

struct Deadline::State : std::enable_shared_from_this<Deadline::State> {
  State(asio::any_io_executor on, const Clock& by, std::function<void()> then)
      : executor(std::move(on)), clock(by), on_expired(std::move(then)) {}

  void set(Timestamp at) {
    moment = at;
    expired = false;
    if (watch && watch->until <= moment) return;  // it will look again when it wakes
    stop();
    if (moment == Timestamp::never()) return;
    watch = std::make_shared<Watch>();
    watch->until = moment;
    asio::co_spawn(executor, sleep(shared_from_this(), watch),
                   asio::bind_cancellation_slot(watch->signal.slot(), asio::detached));
  }

  void stop() {
    if (!watch) return;
    const std::shared_ptr<Watch> ended = std::move(watch);
    watch.reset();
    if (std::exchange(ended->over, true)) return;
    ended->signal.emit(asio::cancellation_type::all);
  }

  static asio::awaitable<void> sleep(std::shared_ptr<State> self, std::shared_ptr<Watch> watch) {
    const Ending ending{watch};
    while (!watch->over) {
      co_await self->clock.sleep_until(watch->until);
      if (watch->over) co_return;
      if (self->moment > self->clock.now() && self->moment != Timestamp::never()) {
        watch->until = self->moment;
        continue;
      }
      self->watch.reset();
      if (self->moment == Timestamp::never()) co_return;
      self->expired = true;
      self->moment = Timestamp::never();
      self->on_expired();
      co_return;
    }
  }

  asio::any_io_executor executor;
  const Clock& clock;
  std::function<void()> on_expired;
  Timestamp moment = Timestamp::never();
  bool expired = false;
  std::shared_ptr<Watch> watch{};
};

Deadline::Deadline(asio::any_io_executor executor, const Clock& clock, std::function<void()> on_expired)
    : state_(std::make_shared<State>(std::move(executor), clock, std::move(on_expired))) {}

Deadline::~Deadline() {
  state_->stop();
}

void Deadline::set(Timestamp moment) {
  state_->set(moment);
}

bool Deadline::expired() const {
  return state_->expired;
}

asio::any_io_executor Deadline::executor() const {
  return state_->executor;
}

}  // namespace alpha_pulse::net
