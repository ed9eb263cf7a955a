#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>

#include "alpha_pulse/domain/event.hpp"
#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::control {

/// What passes between the thread that serves the socket and the one that decides: words one way, answers and the
/// latest status the other. Bounded; a lock is held only to move a text, and the deciding thread takes it only when a
/// word is waiting or it has something to say. Tested by control/mailbox_test.cpp.
class Mailbox {
 public:
  static constexpr std::size_t kWordsMax = 16;  ///< that wait to be taken, and answers that wait to be fetched
  using Ticket = std::uint64_t;

  // The serving thread.
  std::optional<Ticket> put(OperatorAction action);  ///< none when too many wait
  std::optional<std::string> answer_to(Ticket ticket);
  std::string status() const;  ///< empty: none published yet

  // The deciding thread.
  std::optional<OperatorAction> take();
  void answer(std::string reply);  ///< to the word taken last; the oldest answer nobody fetched is dropped
  void publish(std::string status);

 private:
  struct Word {
    Ticket ticket;
    OperatorAction action;
  };
  struct Answer {
    Ticket ticket;
    std::string reply;
  };

  mutable std::mutex mutex_;
  std::atomic<std::size_t> waiting_{0};
  std::deque<Word> words_;
  std::deque<Answer> answers_;
  std::string status_;
  Ticket last_ticket_ = 0;
  Ticket taken_ = 0;
};

}  // namespace alpha_pulse::control
