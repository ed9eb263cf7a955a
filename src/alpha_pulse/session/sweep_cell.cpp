#include "alpha_pulse/session/sweep_cell.hpp"

#include <charconv>
#include <vector>

namespace alpha_pulse::session {
namespace {

constexpr std::string_view kDone = "ok";
constexpr std::string_view kRefused = "refused";
constexpr std::size_t kFields = 5 + kSweepNumbers.size();  // job, word, equity, fills, hash, numbers

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  for (;;) {
    const std::size_t tab = line.find('\t');
    fields.push_back(line.substr(0, tab));
    if (tab == std::string_view::npos) return fields;
    line.remove_prefix(tab + 1);
  }
}

template <class Number>
bool read(std::string_view text, Number& number) {
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  return parsed.ec == std::errc{} && parsed.ptr == end;
}

std::unexpected<Error> damaged(std::string_view line) {
  return fail(ErrorCode::kBadData, "not a line of a sweep: '" + std::string(line.substr(0, 80)) + "'");
}

}  // namespace

SweepFigures sweep_figures(const BacktestReport& report) {
  const PolicyFigures& policy = report.policy;
  return {.equity = policy.equity.to_string(),
          .effectiveness_daily = policy.hedge_effectiveness.daily,
          .effectiveness_hourly = policy.hedge_effectiveness.hourly,
          .cvar95 = policy.cvar95,
          .max_drawdown_pct = policy.max_drawdown_pct,
          .turnover = policy.turnover,
          .cost_bp_year = policy.cost_bp_year,
          .funding_bp_year = policy.funding_bp_year,
          .time_outside_limits_pct = report.time.outside_limits_pct,
          .active_pct = report.time.active_pct,
          .fills = report.summary.fills,
          .command_hash = report.summary.command_hash};
}

std::string number_text(const std::optional<double>& number) {
  if (!number) return {};
  std::array<char, 400> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), *number + 0.0, std::chars_format::fixed).ptr;
  return {text.data(), end};
}

std::string line_of(std::size_t job, const SweepCell& cell) {
  std::string line = std::to_string(job) + "\t";
  if (!cell.figures) {
    line += kRefused;
    line += '\t';
    for (const char c : cell.refusal) line += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    return line;
  }
  line += kDone;
  line += "\t" + cell.figures->equity + "\t" + std::to_string(cell.figures->fills) + "\t" + cell.figures->command_hash;
  for (const SweepNumber& number : kSweepNumbers) line += "\t" + number_text((*cell.figures).*number.value);
  return line;
}

Result<std::pair<std::size_t, SweepCell>> cell_of(std::string_view line) {
  const auto fields = fields_of(line);
  std::size_t job = 0;
  if (fields.size() < 3 || !read(fields[0], job)) return damaged(line);
  if (fields.size() == 3 && fields[1] == kRefused) {
    return std::pair{job, SweepCell{.figures = {}, .refusal = std::string(fields[2])}};
  }
  SweepFigures figures;
  if (fields.size() != kFields || fields[1] != kDone || !read(fields[3], figures.fills)) return damaged(line);
  figures.equity = fields[2];
  figures.command_hash = fields[4];
  for (std::size_t i = 0; i < kSweepNumbers.size(); ++i) {
    const std::string_view text = fields[5 + i];
    double number = 0;
    if (text.empty()) continue;
    if (!read(text, number)) return damaged(line);
    figures.*kSweepNumbers[i].value = number;
  }
  return std::pair{job, SweepCell{.figures = std::move(figures)}};
}

}  // namespace alpha_pulse::session
