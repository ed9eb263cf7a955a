#pragma once

#include <filesystem>
#include <functional>

#include "alpha_pulse/data_pipeline/data_info.hpp"
#include "alpha_pulse/data_pipeline/growing_file.hpp"
#include "alpha_pulse/session/binance_venue.hpp"
#include "alpha_pulse/session/fetch_pages.hpp"

namespace alpha_pulse::session {

/// How far a fetch is.
struct FetchProgress {
  double done = 0;         ///< 0..1 of the time asked for
  std::uint64_t rows = 0;  ///< fetched now
  std::string waits;       ///< why it stands still; empty when it does not
};

/// What to fetch, and into what.
struct FetchJob {
  FetchSpan span;  ///< `to` beyond the exchange's present: up to the present
  std::filesystem::path out;
  data_pipeline::GrowingFile::Begin begin = data_pipeline::GrowingFile::Begin::NEW;
  BinanceAccess access;  ///< no account is needed, and none is used
  std::function<void(const FetchProgress&)> progress{};
  std::function<bool()> keep_going{};  ///< asked several times a second; false ends it, and it can be resumed
};

/// What lies there now.
struct Fetched {
  bool whole = false;  ///< false: it was interrupted
  FetchSpan span{};    ///< as it was begun
  std::uint64_t rows = 0;
  Timestamp from{}, to{};  ///< of the first and the last row
  /// Of candles, also before the first and behind the last, or of trade numbers; the first DataInfo::kGapsListed.
  std::vector<data_pipeline::Gap> gaps{};
  std::uint64_t gaps_total = 0, missing_total = 0;
  std::string sha256{};  ///< of the file's bytes
};

/// Fetches recorded market data from an exchange that speaks Binance's protocol into a file that backtests read, page
/// by page within the exchange's rate limits. What was certainly or maybe not answered is asked again, with growing
/// pauses; after ten failures in a row it gives up, and what is there can be resumed. The whole file is read once more
/// at its end: every row good, every gap counted.
/// Errors: those of GrowingFile; kInvalidArgument (a job that is resumed with other words; no such symbol); kIo (the
/// exchange); kBadData (what it answered; nothing in that span). Proven by tests/data_fetch_test.cpp.
Result<Fetched> fetch(const FetchJob& job);

}  // namespace alpha_pulse::session
