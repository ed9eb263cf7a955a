#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "alpha_pulse/session/sweep_cell.hpp"

namespace alpha_pulse::session {

/// One configuration over one stretch, finished.
struct SweepDone {
  std::size_t job = 0;
  SweepCell cell;
};

/// Threads that work jobs off and put down what each came to. `work` is called by all of them at once; it looks at the
/// flag now and then and gives up (nothing) when it is set. An error of the work stops the pool: what is broken for one
/// configuration, files for example, is broken for all.
/// Tested through session/sweep_run_test.cpp.
class SweepPool {
 public:
  using Work = std::function<Result<std::optional<SweepCell>>(std::size_t job, const std::atomic<bool>& stop)>;

  SweepPool(unsigned threads, Work work);
  /// Stops and waits.
  ~SweepPool();
  SweepPool(const SweepPool&) = delete;
  SweepPool& operator=(const SweepPool&) = delete;

  void add(std::size_t job);
  /// Jobs that were added and not taken as finished yet.
  std::size_t in_hand() const;
  /// How many more it takes: a job a thread, and of short ones as many as bridge the way to who hands them out. Of long
  /// ones none waits here while another process has nothing to do.
  std::size_t room() const;
  /// What is finished, at once if there is something, else as soon as there is, at the latest after `limit`.
  std::vector<SweepDone> take_finished(std::chrono::milliseconds limit);
  std::optional<Error> error() const;
  /// Running jobs give up, waiting ones are not begun.
  void stop();

 private:
  void run();

  Work work_;
  std::atomic<bool> stop_{false};
  mutable std::mutex mutex_;
  std::condition_variable more_, finished_;
  std::deque<std::size_t> waiting_;
  std::vector<SweepDone> done_;
  std::size_t in_hand_ = 0;
  std::size_t worked_ = 0;  ///< jobs, and how long a thread took for all of them
  double seconds_ = 0;
  std::optional<Error> error_;
  std::vector<std::thread> threads_;
};

}  // namespace alpha_pulse::session
