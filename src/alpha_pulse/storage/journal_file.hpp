#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <vector>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"
#include "alpha_pulse/engine/journal_record.hpp"

namespace alpha_pulse::storage {

/// What a journal file holds.
struct JournalContents {
  std::vector<engine::JournalRecord> records;
  std::uint64_t whole_bytes = 0;  ///< up to here the file is sound
  std::uint64_t torn_bytes = 0;   ///< after it: the beginning of a record whose writing was cut; not read
};

/// What may be read as a journal, or written over: a regular file, or nothing yet. Errors (kIo): a folder, a device or
/// a pipe stands there, and none of these is ever read for ever, moved aside or written to. Tested in
/// storage/file_journal_test.cpp.
Result<void> check_journal_place(const std::filesystem::path& file);

/// Reads a journal. Errors: those of check_journal_place, kNotFound, kIo. The last record may be torn (a crash while
/// writing): it is left out and counted. Damage anywhere before a sound record, and a missing, repeated or foreign
/// record, is an error (kBadData) that names the file and the byte: what came after it must not be taken for the whole
/// story. Tested in storage/file_journal_test.cpp.
Result<JournalContents> read_journal(const std::filesystem::path& file);

/// Market time of the last event; nothing when the records hold none.
std::optional<Timestamp> reached(std::span<const engine::JournalRecord> records);

/// $XDG_STATE_HOME (else ~/.local/state) /alpha_pulse, where each mode, venue, account and symbol has a folder.
std::filesystem::path state_folder();
inline constexpr const char* kJournalName = "journal.apj";  ///< in such a folder

/// `MODE-VENUE-ACCOUNT-SYMBOL/journal.apj` in state_folder(), the mode in small letters.
std::filesystem::path default_journal_path(const std::string& mode, const std::string& venue,
                                           const std::string& account, const std::string& symbol);

}  // namespace alpha_pulse::storage
