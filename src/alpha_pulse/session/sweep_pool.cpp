#include "alpha_pulse/session/sweep_pool.hpp"

#include <utility>

namespace alpha_pulse::session {

SweepPool::SweepPool(unsigned threads, Work work) : work_(std::move(work)) {
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

SweepPool::~SweepPool() {
  stop();
  for (std::thread& thread : threads_) thread.join();
}

void SweepPool::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    more_.wait(lock, [&] { return stop_.load() || !waiting_.empty(); });
    if (stop_.load()) return;
    const std::size_t job = waiting_.front();
    waiting_.pop_front();
    lock.unlock();
    auto cell = work_(job, stop_);
    lock.lock();
    if (!cell) {
      if (!error_) error_ = cell.error();
      stop_.store(true);
      more_.notify_all();
    } else if (*cell) {
      done_.push_back({.job = job, .cell = std::move(**cell)});
    }
    finished_.notify_one();
  }
}

void SweepPool::add(std::size_t job) {
  const std::lock_guard lock(mutex_);
  waiting_.push_back(job);
  ++in_hand_;
  more_.notify_one();
}

std::size_t SweepPool::in_hand() const {
  const std::lock_guard lock(mutex_);
  return in_hand_;
}

std::vector<SweepDone> SweepPool::take_finished(std::chrono::milliseconds limit) {
  std::unique_lock lock(mutex_);
  finished_.wait_for(lock, limit, [&] { return !done_.empty() || error_.has_value(); });
  in_hand_ -= done_.size();
  return std::exchange(done_, {});
}

std::optional<Error> SweepPool::error() const {
  const std::lock_guard lock(mutex_);
  return error_;
}

void SweepPool::stop() {
  const std::lock_guard lock(mutex_);
  stop_.store(true);
  more_.notify_all();
}

}  // namespace alpha_pulse::session
