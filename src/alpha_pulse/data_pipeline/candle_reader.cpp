#include "alpha_pulse/data_pipeline/candle_reader.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

namespace alpha_pulse::data_pipeline {
namespace {

constexpr std::size_t kLookAhead = 256;

std::int64_t seconds_of(char unit) {
  switch (unit) {
    case 's':
      return 1;
    case 'm':
      return 60;
    case 'h':
      return 3'600;
    case 'd':
      return 86'400;
    case 'w':
      return 604'800;
    default:
      return 0;
  }
}

/// `15m` -> 15 minutes; anything else -> nothing.
Duration step_of(std::string_view word) {
  if (word.size() < 2 || word.size() > 4) return {};
  int count = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), count);
  if (error != std::errc{} || count <= 0 || end != word.data() + word.size() - 1) return {};
  return Duration::seconds(seconds_of(*end) * count);
}

std::string text_of(Duration step) {
  return format_decimal(step.ns() / 1'000'000, 3) + " s";
}

}  // namespace

Duration step_from_name(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  std::string_view rest = name;
  while (!rest.empty()) {
    const std::size_t cut = rest.find_first_of("_-.");
    if (const Duration step = step_of(rest.substr(0, cut)); step > Duration{}) return step;
    if (cut == std::string_view::npos) break;
    rest.remove_prefix(cut + 1);
  }
  return {};
}

std::string symbol_from_name(const std::filesystem::path& path) {
  std::string name = path.filename().string();
  const std::size_t cut = name.find_first_of("_-");
  if (cut == std::string::npos) return {};
  const bool as_dumps_are = name[cut] == '-';
  name.resize(cut);
  if (as_dumps_are && std::any_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; })) return {};
  bool letter = false;
  for (char& c : name) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c >= 'A' && c <= 'Z') {
      letter = true;
    } else if (c < '0' || c > '9') {
      return {};
    }
  }
  return letter ? name : std::string();
}

Result<CandleReader> CandleReader::open(const std::filesystem::path& path) {
  auto rows = RowReader<Candle>::open(path);
  if (!rows) return std::unexpected(rows.error());
  CandleReader reader(std::move(*rows));
  reader.step_ = step_from_name(path);
  if (auto ok = reader.look_ahead(); !ok) return std::unexpected(ok.error());
  return reader;
}

Result<void> CandleReader::look_ahead() {
  Duration smallest;
  while (ahead_.size() < kLookAhead) {
    const auto more = rows_.advance();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    if (!ahead_.empty()) {
      const Duration gap = rows_.row().time - ahead_.back().time;
      smallest = smallest == Duration{} ? gap : std::min(smallest, gap);
    }
    ahead_.push_back(rows_.row());
  }
  first_ = last_ = ahead_.front().time;
  if (step_ == Duration{}) step_ = smallest;
  const std::string& name = rows_.file().name();
  if (step_ == Duration{}) {
    return fail(ErrorCode::kBadData, name +
                                         ": one row does not tell how long a candle is; a second row, or a name "
                                         "such as BTCUSDT_1m_20250101.csv would pass");
  }
  if (step_ < Duration::seconds(1) || (smallest > Duration{} && smallest < Duration::seconds(1))) {
    return fail(ErrorCode::kBadData, name + ": candles " + text_of(std::min(step_, smallest)) +
                                         " apart: times in seconds? Milliseconds, at least 1000 apart, would pass");
  }
  return {};
}

Result<bool> CandleReader::advance() {
  const auto rows = take(1);
  if (!rows) return std::unexpected(rows.error());
  return !rows->empty();
}

Result<std::span<const Candle>> CandleReader::take(std::size_t most) {
  std::span<const Candle> rows;
  if (given_ < ahead_.size()) {
    rows = std::span<const Candle>(ahead_).subspan(given_, std::min(most, ahead_.size() - given_));
    given_ += rows.size();
  } else {
    const auto more = rows_.take(most);
    if (!more || more->empty()) return more;
    in_ahead_ = false;
    rows = *more;
  }
  const std::uint64_t first_line = line() + 1 - rows.size();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (auto ok = check_step(rows[i].time, first_line + i); !ok) return std::unexpected(ok.error());
  }
  return rows;
}

Result<void> CandleReader::check_step(Timestamp now, std::uint64_t line) {
  const Timestamp before = std::exchange(last_, now);
  if (now - before == step_) [[likely]]
    return {};
  if ((now - first_).ns() % step_.ns() == 0) return {};
  return fail(ErrorCode::kBadData,
              file().name() + ":" + std::to_string(line) + ": column open_time_ms: " + std::to_string(now.ms()) +
                  " is not a whole number of steps of " + text_of(step_) + " after the first row; " +
                  std::to_string(first_.ms()) + " plus such steps would pass");
}

}  // namespace alpha_pulse::data_pipeline
