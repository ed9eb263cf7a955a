#include "alpha_pulse/data_pipeline/data_info.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <future>
#include <map>
#include <utility>

#include "alpha_pulse/base/sha256.hpp"
#include "alpha_pulse/data_pipeline/candle_reader.hpp"
#include "alpha_pulse/data_pipeline/default_funding.hpp"
#include "alpha_pulse/tape/format.hpp"
#include "alpha_pulse/tape/tape.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

void widen(DataInfo& info, Price low, Price high) {
  info.lowest = std::min(info.lowest.value_or(low), low);
  info.highest = std::max(info.highest.value_or(high), high);
}

void note_gap(DataInfo& info, Timestamp after, Timestamp until, std::uint64_t missing) {
  ++info.gaps_total;
  info.missing_total += missing;
  if (info.gaps.size() < DataInfo::kGapsListed) {
    info.gaps.push_back({.after = after, .missing = missing, .until = until});
  }
}

void note(DataInfo& info, const Candle& row) {
  widen(info, row.low, row.high);
  if (info.rows == 0) return;
  const std::int64_t steps = (row.time - info.to).ns() / info.step.ns();
  if (steps > 1) note_gap(info, info.to, row.time, static_cast<std::uint64_t>(steps - 1));
}

void note_silence(DataInfo& info, Timestamp now) {
  if (info.rows > 0 && now - info.to > tape::kLongestSilence) note_gap(info, info.to, now, 0);
}
void note(DataInfo& info, const TradeRow& row) {
  widen(info, row.price, row.price);
  note_silence(info, row.time);
}
void note(DataInfo& info, const QuoteRow& row) {
  widen(info, row.bid, row.ask);
  note_silence(info, row.time);
}

void note_symbol(DataInfo& info, const std::string& symbol) {
  constexpr std::size_t kLongest = 200;
  const std::string known = "+" + info.symbol + "+";
  if (symbol.empty() || known.find("+" + symbol + "+") != std::string::npos || info.symbol.size() > kLongest) return;
  info.symbol += (info.symbol.empty() ? "" : "+") + symbol;
}
void note(DataInfo& info, const FundingRow& row) {
  note_symbol(info, row.symbol);
}

/// Rates that are missing, of each symbol: further apart than the longest interval in use.
class FundingGaps {
 public:
  void note(DataInfo& info, const FundingRow& row) {
    const auto [before, is_first] = last_.try_emplace(row.symbol, row.time);
    const std::int64_t steps = (row.time - before->second).ns() / DefaultFunding::kInterval.ns();
    if (!is_first && steps > 1) note_gap(info, before->second, row.time, static_cast<std::uint64_t>(steps - 1));
    before->second = row.time;
  }

 private:
  std::map<std::string, Timestamp> last_;
};
void note(DataInfo& info, const FlowRow& row) {
  note_symbol(info, row.symbol);
}

template <class Reader>
Result<void> read_all(Reader reader, DataInfo& info) {
  if (!reader) return std::unexpected(reader.error());
  if constexpr (std::is_same_v<Reader, Result<CandleReader>>) info.step = reader->step();
  FundingGaps funding;
  while (true) {
    const auto more = reader->advance();
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
    const auto& row = reader->row();
    note(info, row);
    if constexpr (std::is_same_v<Reader, Result<RowReader<FundingRow>>>) funding.note(info, row);
    if (info.rows++ == 0) info.from = row.time;
    info.to = row.time;
  }
}

Result<void> read_rows(const std::filesystem::path& path, DataInfo& info) {
  switch (info.kind) {
    case FileKind::CANDLES:
      return read_all(CandleReader::open(path), info);
    case FileKind::TRADES:
      return read_all(RowReader<TradeRow>::open(path), info);
    case FileKind::QUOTES:
      return read_all(RowReader<QuoteRow>::open(path), info);
    case FileKind::FUNDING:
      return read_all(RowReader<FundingRow>::open(path), info);
    case FileKind::FLOWS:
      return read_all(RowReader<FlowRow>::open(path), info);
  }
  std::unreachable();
}

/// When the last row of the tape's source began: its last event, or the candle that this event closes.
Timestamp last_row(const tape::Tape& tape) {
  const auto& about = tape.info();
  const std::uint64_t end = tape.size();
  const auto last = about.has_trades ? tape.last_trade(0, end) : std::optional(end - 1);
  if (about.candle_step == Duration{}) return tape.time(*last);
  return tape.time(*last) + Duration::milliseconds(1) - about.candle_step;
}

Result<DataInfo> text_info(const std::filesystem::path& path) {
  DataInfo info;
  {
    const auto file = CsvFile::open(path);
    if (!file) return std::unexpected(file.error());
    info.kind = file->kind();
  }
  if (auto ok = read_rows(path, info); !ok) return std::unexpected(ok.error());
  if (info.symbol.empty()) info.symbol = symbol_from_name(path);
  return info;
}

}  // namespace

Result<std::string> file_sha256(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    const int number = errno;
    return fail(number == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo,
                path.string() + ": cannot be opened: " + std::strerror(number) + "; a readable file would pass");
  }
  Sha256 hash;
  std::vector<char> block(256 * 1024);
  while (in) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    hash.update(std::as_bytes(std::span(block.data(), static_cast<std::size_t>(in.gcount()))));
  }
  if (in.bad()) return fail(ErrorCode::kIo, path.string() + ": cannot be read to its end");
  return hash.hex();
}

Result<DataInfo> tape_data_info(const std::filesystem::path& path) {
  const auto opened = tape::Tape::open(path);
  if (!opened) return std::unexpected(opened.error());
  const tape::Tape& tape = **opened;
  const tape::TapeInfo& about = tape.info();
  DataInfo info;
  info.kind = about.candle_step > Duration{} ? FileKind::CANDLES
              : about.has_trades             ? FileKind::TRADES
                                             : FileKind::QUOTES;
  info.rows = about.rows;
  info.from = about.first;
  info.to = last_row(tape);
  info.symbol = about.symbol;
  info.step = about.candle_step;
  for (const auto& gap : tape.gaps()) {
    const Duration silence = gap.until - gap.after;
    const bool candles = info.step > Duration{};
    note_gap(info, gap.after, gap.until, candles ? static_cast<std::uint64_t>(silence.ns() / info.step.ns() - 1) : 0);
  }
  info.gaps_total = about.gaps_total;
  const auto [lowest, highest] = tape.range(0, tape.size());
  widen(info, tape.price(lowest), tape.price(highest));
  info.bars = tape.bars().size();
  info.tape = about;
  return info;
}

Result<DataInfo> data_info(const std::filesystem::path& path) {
  const auto tape = tape::is_tape(path);
  if (!tape) return std::unexpected(tape.error());
  std::error_code unknown;
  if (!std::filesystem::is_regular_file(path, unknown)) return text_info(path);  // which says why it cannot be read
  auto hash = std::async(std::launch::async, [&path] { return file_sha256(path); });
  auto info = *tape ? tape_data_info(path) : text_info(path);
  auto sha256 = hash.get();
  if (!info) return info;
  if (!sha256) return std::unexpected(sha256.error());
  info->sha256 = std::move(*sha256);
  return info;
}

std::string symbol_of(const ReplaySources& sources) {
  const Files& files = sources.data.empty() ? sources.perp : sources.data;
  if (files.empty()) return {};
  const auto tape = tape::is_tape(files.front());
  if (!tape || !*tape) return symbol_from_name(files.front());
  return tape::symbol_of_tape(files.front()).value_or(std::string());
}

Result<SourcesInfo> sources_info(const ReplaySources& sources) {
  auto provider = ReplayDataProvider::open(sources);
  if (!provider) return std::unexpected(provider.error());
  SourcesInfo info{
      .first = (*provider)->first(), .last = {}, .cadence = (*provider)->cadence(), .symbol = symbol_of(sources)};
  Event event;
  while (true) {
    const auto more = (*provider)->next(event);
    if (!more) return std::unexpected(more.error());
    if (!*more) return info;
    if (info.events++ == 0) info.first = event.ts_event;
    info.last = event.ts_event;
  }
}

}  // namespace alpha_pulse::data_pipeline
