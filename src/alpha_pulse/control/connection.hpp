#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "alpha_pulse/control/mailbox.hpp"
#include "alpha_pulse/control/unix_socket.hpp"

namespace alpha_pulse::control {

/// How long a client may take, and how many there may be.
struct ServerLimits {
  std::chrono::milliseconds request{5000};  ///< to send a request, and again to read the reply
  std::chrono::milliseconds answer{2000};   ///< the run may take over a word before "queued" is answered
  std::size_t clients = 8;
};

/// One client: reads a line, asks the mailbox, writes a line. Whatever it sends or fails to send ends with a reply or
/// with the connection closed, never later than the limits say. On the serving thread alone.
class Connection {
 public:
  using Clock = std::chrono::steady_clock;

  /// `refusal`: what this client is told instead of being listened to; empty: it is welcome.
  Connection(Descriptor socket, const ServerLimits& limits, std::string_view refusal = {});

  int descriptor() const { return socket_.number(); }
  short events() const;  ///< to poll for
  Clock::time_point deadline() const { return deadline_; }
  bool over() const { return state_ == State::OVER; }

  void on_ready(short events, Mailbox& mailbox);  ///< what poll said
  void on_answers(Mailbox& mailbox);              ///< the run has answered somebody
  void on_time(Clock::time_point now);            ///< a deadline may have passed

 private:
  enum class State { READING, WAITING, WRITING, STAYING, OVER };
  void read(Mailbox& mailbox);
  void understand(std::string_view line, Mailbox& mailbox);
  void reply(std::string text);
  void write();
  void discard();

  Descriptor socket_;
  ServerLimits limits_;
  State state_ = State::READING;
  Clock::time_point deadline_;
  std::string in_, out_;
  std::optional<OperatorAction> action_;
  Mailbox::Ticket ticket_ = 0;
};

}  // namespace alpha_pulse::control
