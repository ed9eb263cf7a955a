#pragma once

#include <filesystem>
#include <string_view>

#include "alpha_pulse/base/error.hpp"

namespace alpha_pulse::storage {

/// A regular file, or none yet: no folder, device or pipe is ever taken, or moved aside, for one of our files. What
/// cannot be looked at passes here and shows when it is opened.
/// Errors (kIo): `file: is not a regular file; <what would pass>`. Tested by storage/line_file_test.cpp and
/// storage/file_journal_test.cpp.
base::Result<void> check_regular_file(const std::filesystem::path& file, std::string_view what_passes);

}  // namespace alpha_pulse::storage
