#include "alpha_pulse/app/run_journal.hpp"

#include <fmt/format.h>

#include "alpha_pulse/app/journal_place.hpp"
#include "alpha_pulse/storage/journal_file.hpp"
#include "alpha_pulse/storage/note_file.hpp"

namespace alpha_pulse::app {
namespace {

std::string reach(std::span<const engine::JournalRecord> records) {
  const auto time = storage::reached(records);
  return time ? "reaches " + format_timestamp(*time) : std::string("holds no event");
}

/// Of a run that died: how far its journal goes, and how one goes on from it.
std::string unfinished(const RunJournal& journal, const std::string& pid, bool resumed) {
  const std::string who = fmt::format("the run before this one (pid {}) did not end properly: ", pid);
  if (resumed) return who + "its journal " + reach(journal.resume) + ", and this run goes on from there";
  const auto previous = storage::read_journal(journal.file->previous());
  if (!previous) return who + "its journal is not whole: " + previous.error().message;
  return who + fmt::format("its journal {} and is kept as {}; in its place again, --resume goes on from it",
                           reach(previous->records), journal.file->previous().string());
}

/// One line about how the run before ended, one about its torn tail.
void look_back(RunJournal& journal, bool resumed, std::uint64_t torn_bytes) {
  const auto note = storage::take_note(storage::note_beside(journal.file->path()));
  const std::string log = note ? "the log of the run before is not complete: " + *note : "";
  if (const auto& pid = journal.file->left_by()) {
    journal.warnings.push_back(unfinished(journal, *pid, resumed) + (log.empty() ? "" : "; " + log));
  } else if (note) {
    journal.warnings.push_back(log);
  }
  if (torn_bytes > 0) {
    journal.warnings.push_back(
        fmt::format("the last {} bytes of the journal were an unfinished record; cut off", torn_bytes));
  }
}

bool has_records(const std::filesystem::path& path) {
  std::error_code absent;
  return std::filesystem::file_size(path, absent) > 0 && !absent;
}

}  // namespace

Result<RunJournal> open_run_journal(const RunOptions& options, const RunSetup& setup) {
  const bool outlives_us = setup.exchange != data_pipeline::ExchangeType::SIM;
  const bool real = setup.request.config.trading_mode == execution::TradingMode::REAL;
  const storage::FileJournal::Options care{.sync = real};
  const std::string venue = venue_name(setup.exchange, setup.request.config);
  const std::filesystem::path path = journal_place(setup.request.config, setup.request.hedge, venue);
  const bool resume = options.resume || (outlives_us && real && has_records(path));
  RunJournal journal;
  std::uint64_t torn_bytes = 0;
  if (resume) {
    auto resumed = storage::FileJournal::resume(path, care);
    if (!resumed) return std::unexpected(resumed.error());
    journal.file = std::move(resumed->journal);
    journal.resume = std::move(resumed->records);
    torn_bytes = resumed->torn_bytes;
  } else {
    auto created = storage::FileJournal::create(path, care);
    if (!created) return std::unexpected(created.error());
    journal.file = std::move(*created);
  }
  look_back(journal, resume, torn_bytes);
  return journal;
}

}  // namespace alpha_pulse::app
