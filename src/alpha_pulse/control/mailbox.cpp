#include "alpha_pulse/control/mailbox.hpp"

#include <algorithm>
#include <utility>

namespace alpha_pulse::control {

std::optional<Mailbox::Ticket> Mailbox::put(OperatorAction action) {
  const std::lock_guard lock(mutex_);
  if (words_.size() >= kWordsMax) return std::nullopt;
  words_.push_back({.ticket = ++last_ticket_, .action = action});
  waiting_ = words_.size();
  return last_ticket_;
}

std::optional<std::string> Mailbox::answer_to(Ticket ticket) {
  const std::lock_guard lock(mutex_);
  const auto found =
      std::find_if(answers_.begin(), answers_.end(), [&](const Answer& answer) { return answer.ticket == ticket; });
  if (found == answers_.end()) return std::nullopt;
  std::string reply = std::move(found->reply);
  answers_.erase(found);
  return reply;
}

std::string Mailbox::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

std::optional<OperatorAction> Mailbox::take() {
  if (waiting_.load(std::memory_order_relaxed) == 0) return std::nullopt;
  const std::lock_guard lock(mutex_);
  if (words_.empty()) return std::nullopt;
  const Word word = words_.front();
  words_.pop_front();
  waiting_ = words_.size();
  taken_ = word.ticket;
  return word.action;
}

void Mailbox::answer(std::string reply) {
  const std::lock_guard lock(mutex_);
  if (answers_.size() >= kWordsMax) answers_.pop_front();
  answers_.push_back({.ticket = taken_, .reply = std::move(reply)});
}

void Mailbox::publish(std::string status) {
  const std::lock_guard lock(mutex_);
  status_ = std::move(status);
}

}  // namespace alpha_pulse::control
