#include "alpha_pulse/data_pipeline/import_files.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "alpha_pulse/data_pipeline/candle_reader.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

constexpr std::array<std::string_view, 3> kEndings = {".csv", ".csv.zst", ".zip"};

/// A file, what it holds, and when that begins.
struct Dated {
  std::filesystem::path path;
  FileKind kind;
  Timestamp first;
};

template <class Row>
Result<Timestamp> first_time(const std::filesystem::path& path) {
  auto reader = RowReader<Row>::open(path);
  if (!reader) return std::unexpected(reader.error());
  if (const auto more = reader->advance(); !more) return std::unexpected(more.error());
  return reader->row().time;
}

Result<Timestamp> first_time(const std::filesystem::path& path, FileKind kind) {
  switch (kind) {
    case FileKind::CANDLES:
      return first_time<Candle>(path);
    case FileKind::TRADES:
      return first_time<TradeRow>(path);
    case FileKind::QUOTES:
      return first_time<QuoteRow>(path);
    case FileKind::FUNDING:
      return first_time<FundingRow>(path);
    case FileKind::FLOWS:
      return first_time<FlowRow>(path);
  }
  std::unreachable();
}

Result<Dated> look_at(const std::filesystem::path& path) {
  const auto file = CsvFile::open(path);
  if (!file) return std::unexpected(file.error());
  const auto first = first_time(path, file->kind());
  if (!first) return std::unexpected(first.error());
  return Dated{.path = path, .kind = file->kind(), .first = *first};
}

bool has_rows(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  return std::ranges::any_of(kEndings, [&name](std::string_view ending) { return name.ends_with(ending); });
}

/// Folders replaced by what is in them, by name.
Result<Files> unfolded(const Files& files) {
  Files out;
  for (const auto& path : files) {
    std::error_code unknown;
    if (!std::filesystem::is_directory(path, unknown)) {
      out.push_back(path);
      continue;
    }
    Files inside;
    for (std::filesystem::directory_iterator entry(path, unknown), end; !unknown && entry != end;
         entry.increment(unknown)) {
      if (entry->is_regular_file() && has_rows(entry->path())) inside.push_back(entry->path());
    }
    if (unknown) return fail(ErrorCode::kIo, path.string() + ": cannot be looked through: " + unknown.message());
    if (inside.empty()) {
      return fail(
          ErrorCode::kInvalidArgument,
          path.string() + ": a folder without files that end in .csv, .csv.zst or .zip; one with some would pass");
    }
    std::ranges::sort(inside);
    out.insert(out.end(), inside.begin(), inside.end());
  }
  return out;
}

/// In order of time; at one time as they were named.
Result<std::vector<Dated>> dated(const Files& files) {
  const auto all = unfolded(files);
  if (!all) return std::unexpected(all.error());
  std::vector<Dated> out;
  for (const auto& path : *all) {
    auto file = look_at(path);
    if (!file) return std::unexpected(file.error());
    out.push_back(std::move(*file));
  }
  std::ranges::stable_sort(out, {}, &Dated::first);
  return out;
}

Result<Files> in_order(const Files& files) {
  const auto all = dated(files);
  if (!all) return std::unexpected(all.error());
  Files out;
  for (const Dated& file : *all) out.push_back(file.path);
  return out;
}

/// Names tell of one symbol, as far as they tell.
Result<void> check_symbols(const Files& files) {
  const std::filesystem::path* teller = nullptr;
  for (const auto& path : files) {
    const std::string own = symbol_from_name(path);
    if (own.empty()) continue;
    if (teller == nullptr) teller = &path;
    if (own == symbol_from_name(*teller)) continue;
    return fail(ErrorCode::kInvalidArgument, path.string() + ": is of " + own + " by its name, but " +
                                                 teller->string() + " of " + symbol_from_name(*teller) +
                                                 "; files of one symbol, or --symbol, would pass");
  }
  return {};
}

}  // namespace

Files ImportFiles::all() const {
  Files files;
  for (const Files* part : {&prices, &quotes, &mark, &funding}) files.insert(files.end(), part->begin(), part->end());
  return files;
}

Result<ImportFiles> sort_out(const ImportJob& job) {
  const auto files = dated(job.files);
  if (!files) return std::unexpected(files.error());
  auto mark = in_order(job.mark);
  if (!mark) return std::unexpected(mark.error());
  Files funding = job.funding;
  ImportFiles sorted{.prices = {}, .quotes = {}, .mark = std::move(*mark), .funding = {}};
  for (const Dated& file : *files) {
    switch (file.kind) {
      case FileKind::CANDLES:
      case FileKind::TRADES:
        sorted.prices.push_back(file.path);
        break;
      case FileKind::QUOTES:
        sorted.quotes.push_back(file.path);
        break;
      case FileKind::FUNDING:
        funding.push_back(file.path);
        break;
      case FileKind::FLOWS:
        return fail(ErrorCode::kBadData, file.path.string() +
                                             ": changes of a holding are no part of a market; candles, trades, quotes "
                                             "or funding would pass");
    }
  }
  auto rates = in_order(funding);
  if (!rates) return std::unexpected(rates.error());
  sorted.funding = std::move(*rates);
  if (sorted.main().empty()) {
    return fail(ErrorCode::kInvalidArgument,
                "there are no prices to import; a file of candles, trades or quotes would pass");
  }
  for (const Files* part : {&sorted.prices, &sorted.quotes, &sorted.mark}) {
    if (!job.symbol.empty()) break;
    if (auto ok = check_symbols(*part); !ok) return std::unexpected(ok.error());
  }
  return sorted;
}

}  // namespace alpha_pulse::data_pipeline
