#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"

/// A line left beside a journal for the next run that keeps it: what must be known even when this run is killed and its
/// log cannot be written. Tested by storage/note_file_test.cpp.
namespace alpha_pulse::storage {

/// `<journal>.note`.
std::filesystem::path note_beside(const std::filesystem::path& journal);

/// Writes the note anew, whole or not at all. Errors: kIo.
Result<void> leave_note(const std::filesystem::path& note, std::string_view text);

/// Reads the note and removes it. Nothing when there is none, or none that can be read.
std::optional<std::string> take_note(const std::filesystem::path& note);

}  // namespace alpha_pulse::storage
