#pragma once

#include "alpha_pulse/data_pipeline/tape_import.hpp"

namespace alpha_pulse::data_pipeline {

/// The files of an import by what they hold, each kind in order of time.
struct ImportFiles {
  Files prices, quotes, mark, funding;

  /// Those that decide when the tape begins and ends.
  const Files& main() const { return !prices.empty() ? prices : !quotes.empty() ? quotes : mark; }
  Files all() const;
};

/// Looks at the first row of each of the job's files; a folder stands for the files in it that end in `.csv`,
/// `.csv.zst` or `.zip`. Errors: those of the rows; kBadData for a file that is no part of a market; kInvalidArgument
/// for no prices, an empty folder, or prices whose names tell of several symbols while the job tells of none. Tested by
/// data_pipeline/tape_import_test.cpp.
Result<ImportFiles> sort_out(const ImportJob& job);

}  // namespace alpha_pulse::data_pipeline
