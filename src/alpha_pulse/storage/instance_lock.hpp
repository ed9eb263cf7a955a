#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::storage {

/// An exclusive lock on a file (flock): at most one program holds it, and it ends with the process however that ends.
/// The file holds the pid for people and is removed on a clean release, so one that is still there tells of a program
/// that died. Tested in storage/file_journal_test.cpp.
class InstanceLock {
 public:
  /// Creates the file, and its folder for its owner alone, when they are missing. Refused (kRefused) while another
  /// holds it; the message names the file and the pid.
  static Result<InstanceLock> acquire(const std::filesystem::path& file);

  /// The pid of who holds it now, looked up without taking it and without touching what a dead holder left; nothing
  /// when nobody does. For the instant of the look another's acquire may be refused.
  static std::optional<std::string> held_by(const std::filesystem::path& file);

  /// The pid of the holder before, when he did not release it: killed, or the machine went down.
  const std::optional<std::string>& left_by() const { return left_by_; }

  InstanceLock(InstanceLock&& other) noexcept;
  InstanceLock& operator=(InstanceLock&& other) noexcept;
  ~InstanceLock();

 private:
  InstanceLock(std::filesystem::path file, int descriptor) : file_(std::move(file)), descriptor_(descriptor) {}
  void release() noexcept;

  std::filesystem::path file_;
  int descriptor_ = -1;
  std::optional<std::string> left_by_;
};

}  // namespace alpha_pulse::storage
