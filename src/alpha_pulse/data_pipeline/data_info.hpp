#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/data_pipeline/replay_data_provider.hpp"
#include "alpha_pulse/tape/entry.hpp"

namespace alpha_pulse::data_pipeline {

/// Candles, or funding rates, that are missing between two that are there; or more than a minute without a tick.
struct Gap {
  Timestamp after;            ///< open time of the last candle before; time of the last tick or rate
  std::uint64_t missing = 0;  ///< candles, or rates every eight hours
  Timestamp until;            ///< open time of the next candle; time of the next tick or rate
};

/// What a file holds, after every row was read and found good.
struct DataInfo {
  FileKind kind = FileKind::CANDLES;
  std::uint64_t rows = 0;
  Timestamp from, to;  ///< time of the first and of the last row
  std::string symbol;  ///< from the rows (`a+b` when of several), else from the file's name; empty when neither tells
  Duration step;       ///< of a candle; else Duration{}
  std::vector<Gap> gaps;                 ///< of all but flows; the first kGapsListed
  std::uint64_t gaps_total = 0;          ///< how many there are
  std::uint64_t missing_total = 0;       ///< candles or rates missing in all of them
  std::string sha256;                    ///< of the file's bytes as they lie on the disk
  std::optional<Price> lowest, highest;  ///< candles, trades and quotes
  std::optional<tape::TapeInfo> tape;    ///< of a tape: what only tapes know
  std::uint64_t bars = 0;                ///< of a tape

  static constexpr std::size_t kGapsListed = 1'000;
};

/// Reads the whole file; of a tape, all its checksums. A tape of candles says of them what its source would, a tape
/// without prices what its quotes or marks are. Errors: those of the rows, of the tape and of the file. Tested by
/// data_pipeline/data_info_test.cpp.
Result<DataInfo> data_info(const std::filesystem::path& path);
/// The same of a tape, without its hash.
Result<DataInfo> tape_data_info(const std::filesystem::path& path);

/// SHA-256 of a file's bytes, in hexadecimal. Errors: kNotFound, kIo.
Result<std::string> file_sha256(const std::filesystem::path& path);

/// What a replay of `sources` will cover, for a progress line and for the data's staleness. Reads every price row once.
struct SourcesInfo {
  Timestamp first, last;     ///< of the events that will be delivered
  Duration cadence;          ///< see ReplayDataProvider::cadence
  std::string symbol;        ///< from the name of the first price file; empty when it does not tell
  std::uint64_t events = 0;  ///< how many will be delivered, bars included
};
Result<SourcesInfo> sources_info(const ReplaySources& sources);

/// The symbol in the name of the first price file of `sources`; empty when it does not tell.
std::string symbol_of(const ReplaySources& sources);

}  // namespace alpha_pulse::data_pipeline
