#include "alpha_pulse/session/sweep_pool.hpp"

#include <algorithm>
#include <utility>

namespace alpha_pulse::session {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kBridgedSeconds = 0.05;  // work that waits for each thread
constexpr std::size_t kWaitingMost = 64;  // jobs that do

}  // namespace

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
    const auto begin = Clock::now();
    auto cell = work_(job, stop_);
    const std::chrono::duration<double> took = Clock::now() - begin;
    lock.lock();
    seconds_ += took.count();
    ++worked_;
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

std::size_t SweepPool::room() const {
  const std::lock_guard lock(mutex_);
  const double short_jobs = seconds_ > 0 ? kBridgedSeconds * static_cast<double>(worked_) / seconds_ : 0;
  const auto waiting = static_cast<std::size_t>(std::min(short_jobs, static_cast<double>(kWaitingMost)));
  const std::size_t most = threads_.size() * (1 + waiting);
  return most - std::min(most, in_hand_);
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
