#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "alpha_pulse/data_pipeline/data_info.hpp"
#include "alpha_pulse/data_pipeline/recording.hpp"

namespace alpha_pulse::data_pipeline {

/// How far an import is.
struct ImportProgress {
  double done = 0;  ///< 0 to 1, of the text read
  std::uint64_t events = 0;
  bool anew = false;  ///< a price finer or larger than those before: it began once more with room for it
};

/// Recorded data that is to become a tape.
struct ImportJob {
  /// What is to be done where something stands already.
  enum class Begin { NEW, RESUME, OVERWRITE };

  /// Files and folders of them, in any order. One kind of prices, candles or trades; quotes and funding are told apart
  /// by themselves.
  Files files = {};
  Files mark = {};          ///< candles or trades of mark prices
  Files funding = {};       ///< rows of `symbol` are used
  std::string symbol = {};  ///< empty: from the first file's name
  std::filesystem::path out = {};
  CandlePath candle_path = CandlePath::SIGN;
  Begin begin = Begin::NEW;
  /// Called now and then; may be empty.
  std::function<void(const ImportProgress&)> progress = {};
  /// Asked every few thousand events; `false` gives up. May be empty: never.
  std::function<bool()> keep_going = {};
};

/// What became of it.
struct Imported {
  bool whole = false;  ///< false: `keep_going` gave up; what was written stays to be resumed
  DataInfo info;       ///< of a whole one: what lies there, read back behind the writing, every checksum looked at
};

/// Writes the events that a replay of the same files would play (prices; marks, quotes and funding while there are
/// prices), streaming, in bounded memory, with the coarsest unit and the narrowest numbers that all prices fit. The
/// tape grows beside its place and takes its name when it is whole and was found good; the same files give the same
/// bytes, however often their import was interrupted. Events at one time: marks, prices, quotes.
///
/// Errors: those of the rows, of open_prices, of open_funding and of tape::TapeWriter; kInvalidArgument when the files
/// do not fit together. After an error the written part stays to be resumed. Tested by
/// data_pipeline/tape_import_test.cpp.
Result<Imported> import_tape(const ImportJob& job);

}  // namespace alpha_pulse::data_pipeline
