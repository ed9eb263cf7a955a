#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace alpha_pulse::telemetry {

/// A folder of its own for each test, gone afterwards.
class InATemporaryFolder : public ::testing::Test {
 protected:
  InATemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "alpha_pulse_log_XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data()) == nullptr ? "" : pattern;
  }
  ~InATemporaryFolder() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  const std::filesystem::path& folder() const { return folder_; }

  static std::string text_of(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }
  static void write_text(const std::filesystem::path& file, const std::string& text) { std::ofstream(file) << text; }

  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      found.push_back(entry.path().filename().string());
    }
    std::sort(found.begin(), found.end());
    return found;
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace alpha_pulse::telemetry
