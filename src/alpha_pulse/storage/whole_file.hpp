#pragma once

#include <filesystem>
#include <string_view>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::storage {

/// Writes a file anew, whole or not at all: first beside it as `<file>.new`. Errors: kIo.
/// Tested through storage/note_file_test.cpp and tests/sweep_test.cpp.
Result<void> write_whole(const std::filesystem::path& file, std::string_view text);

}  // namespace alpha_pulse::storage
