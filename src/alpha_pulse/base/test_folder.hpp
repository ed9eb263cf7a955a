#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

#include "alpha_pulse/base/ensure.hpp"

namespace alpha_pulse::base::testing {

/// A folder of its own for a test or a measurement, gone with it.
class TestFolder {
 public:
  TestFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "alpha_pulse_test_XXXXXX").string();
    ensure(::mkdtemp(name.data()) != nullptr, "a temporary folder can be made");
    path_ = name;
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace alpha_pulse::base::testing
