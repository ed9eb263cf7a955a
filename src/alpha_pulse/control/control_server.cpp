#include "alpha_pulse/control/control_server.hpp"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>
#include <vector>

namespace alpha_pulse::control {
namespace {

using Clock = Connection::Clock;

constexpr auto kRestAfterTrouble = std::chrono::seconds(1);  // no descriptors left: do not spin

/// Signals belong to the thread that decides.
void block_signals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

Result<std::unique_ptr<ControlServer>> ControlServer::start(const std::filesystem::path& path,
                                                            const ServerLimits& limits) {
  auto listener = listen_at(path);
  if (!listener) return std::unexpected(listener.error());
  Descriptor bell(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  if (!bell.open())
    return fail(ErrorCode::kIo, path.string() + ": cannot serve the control socket: " + std::strerror(errno));
  try {
    return std::unique_ptr<ControlServer>(new ControlServer(path, std::move(*listener), std::move(bell), limits));
  } catch (const std::system_error& error) {
    return fail(ErrorCode::kIo, path.string() + ": cannot serve the control socket: " + error.what());
  }
}

ControlServer::ControlServer(std::filesystem::path path, Descriptor listener, Descriptor bell,
                             const ServerLimits& limits)
    : path_(std::move(path)), listener_(std::move(listener)), bell_(std::move(bell)), limits_(limits), thread_([this] {
        serve();
      }) {}

ControlServer::~ControlServer() {
  close();
  ending_ = true;
  ring();
  thread_.join();
}

void ControlServer::close() {
  if (!closed_.exchange(true)) ::unlink(path_.c_str());
}

void ControlServer::answer(std::string reply) {
  mailbox_.answer(std::move(reply));
  ring();
}

void ControlServer::ring() const {
  const std::uint64_t one = 1;
  // A bell that is full has been rung already.
  [[maybe_unused]] const ssize_t rung = ::write(bell_.number(), &one, sizeof one);
}

void ControlServer::serve() {
  block_signals();
  while (!ending_) {
    if (wait_and_look()) {
      for (Connection& connection : connections_) connection.on_answers(mailbox_);
    }
    for (Connection& connection : connections_) connection.on_time(Clock::now());
    connections_.remove_if([](const Connection& connection) { return connection.over(); });
  }
}

/// True when the bell was rung.
bool ControlServer::wait_and_look() {
  const bool deaf = closed_ || Clock::now() < deaf_until_;
  std::vector<pollfd> watched{{.fd = bell_.number(), .events = POLLIN, .revents = 0},
                              {.fd = deaf ? -1 : listener_.number(), .events = POLLIN, .revents = 0}};
  for (const Connection& connection : connections_) {
    watched.push_back({.fd = connection.descriptor(), .events = connection.events(), .revents = 0});
  }
  if (::poll(watched.data(), watched.size(), patience()) <= 0) return false;
  auto seen = watched.cbegin() + 2;
  for (Connection& connection : connections_) {
    const short events = (seen++)->revents;
    if (events != 0) connection.on_ready(events, mailbox_);
  }
  if (watched[1].revents != 0) welcome();
  std::uint64_t rings = 0;
  return watched[0].revents != 0 && ::read(bell_.number(), &rings, sizeof rings) > 0;
}

void ControlServer::welcome() {
  Descriptor socket(::accept4(listener_.number(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!socket.open()) {
    if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED) deaf_until_ = Clock::now() + kRestAfterTrouble;
    return;
  }
  std::string_view refusal;
  if (!peer_is_ours(socket.number())) refusal = "only the user who runs this bot, or root, may talk to it";
  if (connections_.size() >= limits_.clients) refusal = "too many clients; ask again in a second";
  connections_.emplace_back(std::move(socket), limits_, refusal);
}

/// Milliseconds until the next deadline; -1: none.
int ControlServer::patience() const {
  const auto now = Clock::now();
  auto next = deaf_until_ > now ? deaf_until_ : Clock::time_point::max();
  for (const Connection& connection : connections_) next = std::min(next, connection.deadline());
  if (next == Clock::time_point::max()) return -1;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(next - now).count();
  return static_cast<int>(std::clamp<long>(left + 1, 0, 60'000));
}

}  // namespace alpha_pulse::control
