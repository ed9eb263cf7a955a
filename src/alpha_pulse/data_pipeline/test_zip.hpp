#pragma once

#include <zip.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

/// Zips for tests.
namespace alpha_pulse::data_pipeline::testing {

/// A zip of these files; a name that ends in a slash is a folder. Returns its path.
inline std::filesystem::path write_zip(const std::filesystem::path& path,
                                       const std::vector<std::pair<std::string, std::string>>& files) {
  int error = 0;
  zip_t* const archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
  for (const auto& [name, text] : files) {
    if (name.ends_with('/')) {
      zip_dir_add(archive, name.c_str(), ZIP_FL_ENC_UTF_8);
      continue;
    }
    zip_file_add(archive, name.c_str(), zip_source_buffer(archive, text.data(), text.size(), 0), ZIP_FL_ENC_UTF_8);
  }
  zip_close(archive);
  return path;
}

}  // namespace alpha_pulse::data_pipeline::testing
