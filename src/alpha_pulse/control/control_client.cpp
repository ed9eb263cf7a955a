#include "alpha_pulse/control/control_client.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace alpha_pulse::control {

Result<ControlClient> ControlClient::connect(const std::filesystem::path& path) {
  auto socket = connect_to(path);
  if (!socket) return std::unexpected(socket.error());
  return ControlClient(path, std::move(*socket));
}

Result<std::string> ControlClient::ask(const Request& request, std::chrono::milliseconds deadline) {
  const std::string line = request_text(request) + "\n";  // far less than a socket's buffer: goes out at once
  // One that is turned away may have been answered, and the connection closed, before it has said anything.
  (void)!::send(socket_.number(), line.data(), line.size(), MSG_NOSIGNAL);
  const auto until = std::chrono::steady_clock::now() + deadline;
  std::string reply;
  while (reply.find('\n') == std::string::npos) {
    const Got got = reply.size() > kReplyMax ? Got::END : receive(reply, until);
    if (got == Got::NOTHING) return fail(ErrorCode::kIo, path_.string() + ": the bot does not answer");
    if (got == Got::END) return fail(ErrorCode::kIo, path_.string() + ": the bot gave no whole answer");
  }
  reply.resize(reply.find('\n'));
  return reply;
}

bool ControlClient::wait_for_end(std::chrono::milliseconds deadline) {
  const auto until = std::chrono::steady_clock::now() + deadline;
  std::string ignored;
  Got got = Got::BYTES;
  while (got == Got::BYTES) got = receive(ignored, until);
  return got == Got::END;
}

ControlClient::Got ControlClient::receive(std::string& into, std::chrono::steady_clock::time_point until) const {
  using std::chrono::milliseconds;
  for (;;) {
    const auto left = std::chrono::duration_cast<milliseconds>(until - std::chrono::steady_clock::now()).count();
    if (left <= 0) return Got::NOTHING;
    pollfd watched{.fd = socket_.number(), .events = POLLIN, .revents = 0};
    if (::poll(&watched, 1, static_cast<int>(std::min<long>(left, 60'000))) <= 0) continue;
    std::array<char, 4096> block{};
    const ssize_t size = ::recv(socket_.number(), block.data(), block.size(), 0);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return Got::END;
    into.append(block.data(), static_cast<std::size_t>(size));
    return Got::BYTES;
  }
}

}  // namespace alpha_pulse::control
