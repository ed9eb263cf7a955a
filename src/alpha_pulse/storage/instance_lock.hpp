#pragma once

#include <filesystem>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::storage {

/// An exclusive lock on a file (flock): at most one program holds it, and it ends with the process however that ends.
/// The file holds the pid for people and is removed on a clean release. Tested in storage/file_journal_test.cpp.
class InstanceLock {
 public:
  /// Creates the file and its folder when they are missing. Refused (kRefused) while another holds it; the message
  /// names the file and the pid.
  static Result<InstanceLock> acquire(const std::filesystem::path& file);

  InstanceLock(InstanceLock&& other) noexcept;
  InstanceLock& operator=(InstanceLock&& other) noexcept;
  ~InstanceLock();

 private:
  InstanceLock(std::filesystem::path file, int descriptor) : file_(std::move(file)), descriptor_(descriptor) {}
  void release() noexcept;

  std::filesystem::path file_;
  int descriptor_ = -1;
};

}  // namespace alpha_pulse::storage
