#pragma once

#include <zstd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "alpha_pulse/base/test_folder.hpp"

/// Files for tests: made in a folder of their own, gone with it.
namespace alpha_pulse::data_pipeline::testing {

class TempFolder : public base::testing::TestFolder {
 public:
  std::filesystem::path write(const std::string& name, const std::string& text) const {
    const auto file = path() / name;
    std::ofstream(file, std::ios::binary) << text;
    return file;
  }
  std::filesystem::path write_zst(const std::string& name, const std::string& text) const {
    return write(name, compress(text));
  }

  static std::string compress(const std::string& text) {
    std::string out(ZSTD_compressBound(text.size()), '\0');
    out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
    return out;
  }
};

inline std::string read_all(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// Where recorded market data lies, if it does. `source`: the repository.
inline std::filesystem::path data_root(const std::string& source) {
  if (const char* root = std::getenv("ALPHA_PULSE_DATA")) return root;
  return source + "/../shared/data";
}

/// The recorded files below a folder, by name; empty when there are none.
inline std::vector<std::filesystem::path> recorded(const std::string& source, const std::string& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code missing;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data_root(source) / folder, missing)) {
    if (entry.path().extension() == ".zst") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace alpha_pulse::data_pipeline::testing
