#include "hg5/turns.hpp"

#include <sched.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <thread>

namespace alpha_pulse::bench {
namespace {

/// The processors this process may use, in order.
std::vector<std::size_t> processors() {
  cpu_set_t allowed;
  std::vector<std::size_t> found;
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return found;
  for (std::size_t i = 0; i < CPU_SETSIZE; ++i) {
    if (CPU_ISSET(i, &allowed)) found.push_back(i);
  }
  return found;
}

/// Keeps the calling thread on one processor, or on those it had.
class Bound {
 public:
  explicit Bound(std::size_t processor) {
    kept_ = sched_getaffinity(0, sizeof before_, &before_) == 0;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(processor, &one);
    sched_setaffinity(0, sizeof one, &one);
  }
  Bound(const Bound&) = delete;
  Bound& operator=(const Bound&) = delete;
  ~Bound() {
    if (kept_) sched_setaffinity(0, sizeof before_, &before_);
  }

 private:
  cpu_set_t before_{};
  bool kept_ = false;
};

}  // namespace

std::optional<Turns::Turn> Turns::next(unsigned thread, std::optional<Turn> finished) {
  constexpr std::size_t kWorthFetching = 2;  // pieces by which another thread's batch has to be farther behind
  const std::lock_guard lock(mutex_);
  if (finished) {
    ++done_[finished->batch];
    held_[finished->batch] = 0;
  }
  std::optional<Turn> behind;
  std::size_t least = pieces_ + kWorthFetching;
  for (std::size_t i = 0; i < done_.size(); ++i) {
    const std::size_t reached = done_[i] + (i % threads_ == thread ? 0 : kWorthFetching);
    if (held_[i] != 0 || done_[i] == pieces_ || reached >= least) continue;
    least = reached;
    behind = Turn{.batch = i, .piece = done_[i]};
  }
  if (behind) held_[behind->batch] = 1;
  return behind;
}

void on_threads(unsigned threads, const std::function<void(unsigned)>& work) {
  if (threads <= 1) return work(0);
  const std::vector<std::size_t> own = processors();
  const auto bound_work = [&](unsigned i) {
    std::optional<Bound> bound;
    if (i < own.size()) bound.emplace(own[i]);
    work(i);
  };
  std::vector<std::jthread> others;
  for (unsigned i = 1; i < threads; ++i) others.emplace_back(bound_work, i);
  bound_work(0);
}

void count_in_registers(std::size_t rounds, unsigned threads) {
  static std::atomic<std::uint64_t> kept;
  constexpr std::size_t kPortion = 1U << 16U;
  std::atomic<std::size_t> taken = 0;
  on_threads(threads, [&](unsigned) {
    std::array<std::uint64_t, 8> chains{};  // as many as keep the multiplier busy
    for (std::size_t i = taken.fetch_add(kPortion); i < rounds; i = taken.fetch_add(kPortion)) {
      for (const std::size_t end = std::min(i + kPortion, rounds); i < end; ++i) {
        for (std::uint64_t& chain : chains) chain = chain * 6'364'136'223'846'793'005U + i;
      }
    }
    for (const std::uint64_t chain : chains) kept ^= chain;
  });
}

}  // namespace alpha_pulse::bench
