#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::data_pipeline {

/// SHA-256 of a file that another writes at its end, taken from what lies in the file, by a thread of its own, while it
/// grows. Asked by one thread. Tested by data_pipeline/growing_hash_test.cpp.
class GrowingHash {
 public:
  /// Of a file that exists; it may take another name meanwhile.
  explicit GrowingHash(const std::filesystem::path& file);
  GrowingHash(const GrowingHash&) = delete;
  GrowingHash& operator=(const GrowingHash&) = delete;
  /// Leaves off where it is.
  ~GrowingHash();

  /// The file's first `size` bytes are there and stay as they are.
  void grown(std::uint64_t size);
  /// The hash of as many bytes as it was told of, in hexadecimal; once. Errors: kIo.
  Result<std::string> finish();

 private:
  void follow();
  std::uint64_t wait_for_more(std::uint64_t taken);

  std::string name_;
  int file_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t size_ = 0;
  bool ended_ = false, unwanted_ = false;
  Result<std::string> hash_;
  std::jthread thread_;  ///< last: ends before what it uses
};

}  // namespace alpha_pulse::data_pipeline
