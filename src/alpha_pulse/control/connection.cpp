#include "alpha_pulse/control/connection.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

#include "alpha_pulse/control/wire.hpp"

namespace alpha_pulse::control {
namespace {

bool try_later() {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

}  // namespace

Connection::Connection(Descriptor socket, const ServerLimits& limits, std::string_view refusal)
    : socket_(std::move(socket)), limits_(limits), deadline_(Clock::now() + limits.request) {
  if (!refusal.empty()) reply(error_reply(refusal));
}

short Connection::events() const {
  if (state_ == State::WRITING) return POLLOUT;
  return state_ == State::WAITING ? 0 : POLLIN;
}

void Connection::on_ready(short events, Mailbox& mailbox) {
  if (state_ == State::READING) {
    read(mailbox);
  } else if (state_ == State::WRITING) {
    write();
  } else if (state_ == State::STAYING) {
    discard();
  } else if ((events & (POLLHUP | POLLERR)) != 0) {
    state_ = State::OVER;  // what was asked for is done all the same
  }
}

void Connection::read(Mailbox& mailbox) {
  std::array<char, 1024> block{};
  while (state_ == State::READING) {
    const ssize_t size = ::recv(socket_.number(), block.data(), block.size(), 0);
    if (size < 0 && try_later()) return;
    if (size <= 0) {
      if (size == 0 && !in_.empty()) return reply(error_reply("the request has no line end"));
      state_ = State::OVER;
      return;
    }
    in_.append(block.data(), static_cast<std::size_t>(size));
    const std::size_t end = in_.find('\n');
    if (end < kRequestMax) {
      understand(std::string_view(in_).substr(0, end), mailbox);
    } else if (in_.size() >= kRequestMax) {
      reply(error_reply("the request is longer than " + std::to_string(kRequestMax) + " bytes"));
    }
  }
}

void Connection::understand(std::string_view line, Mailbox& mailbox) {
  const auto request = parse_request(line);
  if (!request) return reply(error_reply(request.error().message));
  const std::optional<OperatorAction> action = request->action;
  if (!action) {
    std::string status = mailbox.status();
    return reply(status.empty() ? error_reply("the run is starting; ask again in a second") : std::move(status));
  }
  const auto ticket = mailbox.put(*action);
  if (!ticket) return reply(error_reply("too many requests wait for the run; ask again in a second"));
  action_ = action;
  ticket_ = *ticket;
  state_ = State::WAITING;
  deadline_ = Clock::now() + limits_.answer;
}

void Connection::on_answers(Mailbox& mailbox) {
  if (state_ != State::WAITING) return;
  if (auto answer = mailbox.answer_to(ticket_)) reply(std::move(*answer));
}

void Connection::on_time(Clock::time_point now) {
  if (now < deadline_ || state_ == State::OVER) return;
  if (state_ == State::WAITING && action_) {
    reply(queued_reply(*action_));
  } else {
    state_ = State::OVER;
  }
}

void Connection::reply(std::string text) {
  out_ = std::move(text) + "\n";
  state_ = State::WRITING;
  deadline_ = Clock::now() + limits_.request;
  write();
}

void Connection::write() {
  while (!out_.empty()) {
    const ssize_t size = ::send(socket_.number(), out_.data(), out_.size(), MSG_NOSIGNAL);
    if (size < 0 && try_later()) return;
    if (size <= 0) {
      state_ = State::OVER;
      return;
    }
    out_.erase(0, static_cast<std::size_t>(size));
  }
  // Who said stop is kept until the run is over: the end of the connection tells him.
  const bool stays = action_ == OperatorAction::STOP;
  state_ = stays ? State::STAYING : State::OVER;
  if (stays) deadline_ = Clock::time_point::max();
}

void Connection::discard() {
  std::array<char, 1024> block{};
  const ssize_t size = ::recv(socket_.number(), block.data(), block.size(), 0);
  if (size == 0 || (size < 0 && !try_later())) state_ = State::OVER;
}

}  // namespace alpha_pulse::control
