#pragma once

#include <optional>

#include "alpha_pulse/session/bot_status.hpp"

namespace alpha_pulse::session {

/// Where people meet a run: their words come in, what became of them and how the run stands goes out. The run asks;
/// nothing is called from another thread. A run takes words up between events, so an answer comes within a nap of
/// 20 ms, or, at full speed, within a few hundred events.
class IOperatorDesk {
 public:
  virtual ~IOperatorDesk() = default;
  /// The next word said, if there is one. Never waits.
  virtual std::optional<OperatorAction> next() = 0;
  /// The word taken last has been carried out: the state it met, and how things stand after it. STOP ends the run right
  /// after this.
  virtual void on_done(OperatorAction action, ProgramState before, const BotStatus& after) = 0;
  /// A few times a second of wall time.
  virtual void publish(const BotStatus& status) = 0;
};

}  // namespace alpha_pulse::session
