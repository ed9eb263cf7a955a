#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "alpha_pulse/base/test_folder.hpp"

namespace alpha_pulse::telemetry {

/// A folder of its own for each test, gone afterwards.
class InATemporaryFolder : public ::testing::Test {
 protected:
  const std::filesystem::path& folder() const { return folder_.path(); }

  static std::string text_of(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }
  static void write_text(const std::filesystem::path& file, const std::string& text) { std::ofstream(file) << text; }

  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder())) {
      found.push_back(entry.path().filename().string());
    }
    std::sort(found.begin(), found.end());
    return found;
  }

 private:
  base::testing::TestFolder folder_;
};

}  // namespace alpha_pulse::telemetry
