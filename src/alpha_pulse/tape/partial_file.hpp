#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

#include "alpha_pulse/base/error.hpp"

namespace alpha_pulse::tape {

/// `<out>.partial`: a file that grows at its end, held against a second writer, and takes its name when it is whole.
/// Owns its descriptor; moved, not copied; one thread.
class PartialFile {
 public:
  enum class Begin : std::uint8_t { NEW, OVERWRITE, RESUME };

  /// Errors: kRefused (NEW: `out` or its partial is there; another writer holds it), kNotFound (RESUME: nothing to go
  /// on from), kIo.
  static base::Result<PartialFile> open(const std::filesystem::path& out, Begin begin);
  PartialFile(PartialFile&& other) noexcept;
  PartialFile& operator=(PartialFile&& other) noexcept;
  ~PartialFile();

  /// Appends all of it, or nothing. Errors: kIo, with how many bytes are missing.
  base::Result<void> append(std::span<const std::byte> bytes);
  base::Result<void> cut_to(std::uint64_t size);
  /// Waits until all of it is on the disk.
  base::Result<void> sync() const;
  /// Gives it its own name, which is on the disk too then. The descriptor stays open.
  base::Result<void> take_name() const;

  std::uint64_t size() const { return size_; }
  int descriptor() const { return descriptor_; }
  const std::filesystem::path& out() const { return out_; }
  const std::filesystem::path& partial() const { return partial_; }

 private:
  PartialFile() = default;
  base::Error failure(const char* what) const;

  std::filesystem::path out_, partial_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
  std::uint64_t sent_ = 0;  ///< of it, what was handed to the disk
};

}  // namespace alpha_pulse::tape
