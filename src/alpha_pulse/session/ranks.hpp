#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace alpha_pulse::session {

/// What another rank said.
struct RankMessage {
  int from = 0;
  std::string text;
};

/// The processes that share one work, numbered from 0, and how they speak. Rank 0 hands out and speaks to people.
/// Texts between two ranks arrive whole and in order. One thread. Made by the Open MPI plug-in (src/plugins/mpi).
class IRanks {
 public:
  virtual ~IRanks() = default;
  virtual int rank() const = 0;
  virtual int size() const = 0;
  virtual int on_this_machine() const = 0;  ///< how many of them
  virtual void send(int to, std::string_view text) = 0;
  /// What has arrived; does not wait.
  virtual std::optional<RankMessage> receive() = 0;
};

}  // namespace alpha_pulse::session
