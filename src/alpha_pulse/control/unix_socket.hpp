#pragma once

#include <filesystem>
#include <optional>
#include <utility>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"

/// The little of Unix sockets that is needed here. Errors (kIo unless said otherwise) name the path and what the system
/// said.
namespace alpha_pulse::control {

/// Owns a file descriptor.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  int number() const { return number_; }
  bool open() const { return number_ >= 0; }

 private:
  int number_ = -1;
};

/// Where the run that keeps this journal listens: `<journal>.sock`, guarded by the lock that guards the journal.
std::filesystem::path socket_beside(const std::filesystem::path& journal);

/// Listens at `path`, for its owner alone (0600). A socket left there by a process that died is replaced: the caller
/// holds the lock of the run, so nobody can be listening. Errors: a path longer than a socket may have, and anything
/// else than a socket in its place.
Result<Descriptor> listen_at(const std::filesystem::path& path);

/// Errors: kNotFound when nobody listens there.
Result<Descriptor> connect_to(const std::filesystem::path& path);

/// The user at the other end is ours, or root.
bool peer_is_ours(int connection);

}  // namespace alpha_pulse::control
