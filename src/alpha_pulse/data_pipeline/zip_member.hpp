#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::data_pipeline {

/// The one file in a zip, as exchanges publish their data; decompressed as it is read. Owns the archive; moved, not
/// copied; one thread. Tested by data_pipeline/zip_member_test.cpp.
class ZipMember {
 public:
  /// Errors: kBadData (damaged, encrypted, or not exactly one file in it), kIo.
  static Result<ZipMember> open(const std::filesystem::path& path);

  ZipMember(ZipMember&&) noexcept;
  ZipMember& operator=(ZipMember&&) noexcept;
  ~ZipMember();

  /// Fills `out` from the front; fewer bytes than asked only at the end. Errors: kBadData (damaged, or its checksum
  /// does not agree, which shows at the end), kIo.
  Result<std::size_t> read(std::span<char> out);
  /// Of the decompressed file.
  std::uint64_t size() const;

 private:
  struct State;
  explicit ZipMember(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace alpha_pulse::data_pipeline
