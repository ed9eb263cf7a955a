#include "alpha_pulse/control/unix_socket.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace alpha_pulse::control {
namespace {

constexpr int kBacklog = 8;

std::unexpected<Error> io_error(const std::filesystem::path& path, const char* what, ErrorCode code = ErrorCode::kIo) {
  return fail(code, path.string() + ": cannot " + what + " the control socket: " + std::strerror(errno));
}

Result<sockaddr_un> address_of(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string text = path.string();
  if (text.size() >= sizeof address.sun_path) {
    return fail(ErrorCode::kIo, text + ": a control socket's path may have " +
                                    std::to_string(sizeof address.sun_path - 1) + " characters and this has " +
                                    std::to_string(text.size()) +
                                    "; a shorter journal.path or XDG_STATE_HOME would pass");
  }
  std::memcpy(address.sun_path, text.c_str(), text.size() + 1);
  return address;
}

/// The system's calls want the general kind of address.
const sockaddr* general(const sockaddr_un& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

Result<void> clear_place(const std::filesystem::path& path) {
  struct stat found{};
  if (::lstat(path.c_str(), &found) != 0) return {};
  if (!S_ISSOCK(found.st_mode))
    return fail(ErrorCode::kIo, path.string() + ": is not a socket; nothing there would pass");
  if (::unlink(path.c_str()) != 0) return io_error(path, "replace");
  return {};
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

Descriptor::~Descriptor() {
  if (open()) ::close(number_);
}

std::filesystem::path socket_beside(const std::filesystem::path& journal) {
  std::filesystem::path path = journal;
  path += ".sock";
  return path;
}

Result<Descriptor> listen_at(const std::filesystem::path& path) {
  const auto address = address_of(path);
  if (!address) return std::unexpected(address.error());
  if (auto cleared = clear_place(path); !cleared) return std::unexpected(cleared.error());
  Descriptor listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!listener.open()) return io_error(path, "make");
  if (::bind(listener.number(), general(*address), sizeof *address) != 0) return io_error(path, "bind");
  // Nobody can connect before listen(), so there is no moment at which others could.
  if (::chmod(path.c_str(), 0600) != 0) return io_error(path, "close to others");
  if (::listen(listener.number(), kBacklog) != 0) return io_error(path, "open");
  return listener;
}

Result<Descriptor> connect_to(const std::filesystem::path& path) {
  const auto address = address_of(path);
  if (!address) return std::unexpected(address.error());
  Descriptor connection(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!connection.open()) return io_error(path, "make");
  if (::connect(connection.number(), general(*address), sizeof *address) == 0) return connection;
  const bool nobody = errno == ENOENT || errno == ECONNREFUSED || errno == ENOTDIR;
  return io_error(path, "reach", nobody ? ErrorCode::kNotFound : ErrorCode::kIo);
}

bool peer_is_ours(int connection) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
  return peer.uid == ::geteuid() || peer.uid == 0;
}

}  // namespace alpha_pulse::control
