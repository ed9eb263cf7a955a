#include "alpha_pulse/session/sweep_words.hpp"

#include <algorithm>
#include <charconv>

namespace alpha_pulse::session {
namespace {

std::unexpected<Error> misheard(std::string_view text) {
  return fail(ErrorCode::kBadData, "another rank said what this one does not understand: '" +
                                       std::string(text.substr(0, 80)) + "'; start the same program on all");
}

bool read(std::string_view text, std::size_t& number) {
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  return parsed.ec == std::errc{} && parsed.ptr == end;
}

/// Takes the text up to `separator` off; all of it when there is none.
std::string_view take(std::string_view& text, char separator) {
  const std::string_view part = text.substr(0, text.find(separator));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return part;
}

}  // namespace

std::string report_text(char word, std::size_t wanted, const std::vector<SweepDone>& finished) {
  std::string text = word + std::to_string(wanted);
  for (const SweepDone& done : finished) text += "\n" + line_of(done.job, done.cell);
  return text;
}

Result<SweepReport> read_report(std::string_view text) {
  std::string_view rest = text.substr(1);
  SweepReport report;
  if (!read(take(rest, '\n'), report.wanted)) return misheard(text);
  while (!rest.empty()) {
    auto cell = cell_of(take(rest, '\n'));
    if (!cell) return std::unexpected(cell.error());
    report.finished.push_back({.job = cell->first, .cell = std::move(cell->second)});
  }
  return report;
}

std::string jobs_text(const std::vector<std::size_t>& jobs) {
  std::string text = "J";
  for (const std::size_t job : jobs) text += std::to_string(job) + " ";
  return text;
}

Result<std::vector<std::size_t>> read_jobs(std::string_view text) {
  std::vector<std::size_t> jobs;
  std::string_view rest = text.substr(1);
  while (!rest.empty()) {
    std::size_t job = 0;
    if (!read(take(rest, ' '), job)) return misheard(text);
    jobs.push_back(job);
  }
  return jobs;
}

}  // namespace alpha_pulse::session
