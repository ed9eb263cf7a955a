#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

/// Work handed out to threads, and how much a second thread could do at best.
namespace alpha_pulse::bench {

/// Batches that all have to go through the same pieces, in order. Whoever asks gets the batch that is farthest behind
/// of those nobody holds, its own before others', which would have to be fetched from another processor's cache: all
/// stay close together, so a piece is read from memory once for each thread, and a thread that is kept from its
/// processor holds up nothing but the batch it holds.
class Turns {
 public:
  Turns(std::size_t batches, std::size_t pieces, unsigned threads)
      : done_(batches, 0), held_(batches, 0), pieces_(pieces), threads_(threads) {}

  /// One batch through one piece.
  struct Turn {
    std::size_t batch = 0;
    std::size_t piece = 0;
  };
  /// Takes a turn; whoever did one gives it back by asking for the next. Nothing: this thread is not needed any more.
  std::optional<Turn> next(unsigned thread, std::optional<Turn> finished = std::nullopt);

 private:
  std::mutex mutex_;
  std::vector<std::size_t> done_;  // pieces of each batch
  std::vector<char> held_;
  std::size_t pieces_;
  unsigned threads_;
};

/// Runs `work(i)` for each i in [0, threads), 0 by the caller. Each thread stays on a processor of its own as far as
/// there are any: one that is new otherwise shares its parent's for as long as a whole run can take.
void on_threads(unsigned threads, const std::function<void(unsigned)>& work);

/// Multiplies and adds in registers, `rounds` times in small portions, each to the thread that asks first; no memory.
/// What `threads` threads of this do in the time of one is as much as the machine lets them have.
void count_in_registers(std::size_t rounds, unsigned threads);

}  // namespace alpha_pulse::bench
