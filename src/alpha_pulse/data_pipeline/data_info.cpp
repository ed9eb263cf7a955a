#include "alpha_pulse/data_pipeline/data_info.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include "alpha_pulse/base/sha256.hpp"
#include "alpha_pulse/data_pipeline/candle_reader.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

void widen(DataInfo& info, Price low, Price high) {
  info.lowest = std::min(info.lowest.value_or(low), low);
  info.highest = std::max(info.highest.value_or(high), high);
}

void note(DataInfo& info, const Candle& row) {
  widen(info, row.low, row.high);
  if (info.rows == 0) return;
  const std::int64_t steps = (row.time - info.to).ns() / info.step.ns();
  if (steps <= 1) return;
  const auto missing = static_cast<std::uint64_t>(steps - 1);
  ++info.gaps_total;
  info.missing_total += missing;
  if (info.gaps.size() < DataInfo::kGapsListed) info.gaps.push_back({.after = info.to, .missing = missing});
}

void note(DataInfo& info, const TradeRow& row) {
  widen(info, row.price, row.price);
}

void note(DataInfo& info, const QuoteRow& row) {
  widen(info, row.bid, row.ask);
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
void note(DataInfo& info, const FlowRow& row) {
  note_symbol(info, row.symbol);
}

template <class Reader>
Result<void> read_all(Reader reader, DataInfo& info) {
  if (!reader) return std::unexpected(reader.error());
  if constexpr (std::is_same_v<Reader, Result<CandleReader>>) info.step = reader->step();
  while (true) {
    const auto more = reader->advance();
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
    const auto& row = reader->row();
    note(info, row);
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

Result<DataInfo> data_info(const std::filesystem::path& path) {
  DataInfo info;
  {
    const auto file = CsvFile::open(path);
    if (!file) return std::unexpected(file.error());
    info.kind = file->kind();
  }
  if (auto ok = read_rows(path, info); !ok) return std::unexpected(ok.error());
  if (info.symbol.empty()) info.symbol = symbol_from_name(path);
  auto hash = file_sha256(path);
  if (!hash) return std::unexpected(hash.error());
  info.sha256 = std::move(*hash);
  return info;
}

std::string symbol_of(const ReplaySources& sources) {
  const Files& files = sources.data.empty() ? sources.perp : sources.data;
  return files.empty() ? std::string() : symbol_from_name(files.front());
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
