#include "alpha_pulse/app/sweep_table.hpp"

#include <array>

#include "alpha_pulse/report/page.hpp"

namespace alpha_pulse::app {
namespace {

using session::SweepCell;
using session::SweepFigures;

/// Of each part, what the choice can be made by.
constexpr std::array kPartNumbers{
    session::SweepNumber{"hedge_effectiveness_hourly", &SweepFigures::effectiveness_hourly},
    session::SweepNumber{"cost_bp_year", &SweepFigures::cost_bp_year},
    session::SweepNumber{"max_drawdown_pct", &SweepFigures::max_drawdown_pct}};

std::string head(const SweepResult& result) {
  std::string line(kTableBegins);
  for (const auto& param : result.request.design.plan().params) line += report::csv_field(param.key) + ",";
  line += "status,reason,front,equity,fills";
  for (const auto& number : session::kSweepNumbers) line += "," + std::string(number.name);
  line += ",command_hash";
  for (std::size_t part = 1; part < result.request.windows.count(); ++part) {
    for (const auto& number : kPartNumbers) line += ",part" + std::to_string(part) + "_" + std::string(number.name);
  }
  return line + "\n";
}

template <class Numbers>
void add_numbers(std::string& line, const std::optional<SweepCell>& cell, const Numbers& numbers) {
  for (const auto& number : numbers) {
    line += ',';
    if (cell && cell->figures) line += session::number_text((*cell->figures).*number.value);
  }
}

std::string row(const SweepResult& result, std::size_t index) {
  const std::optional<SweepCell>& cell = result.cells[index];
  const session::SweepFigures* const done = cell && cell->figures ? &*cell->figures : nullptr;
  std::string line = std::to_string(index);
  for (const std::string& value : result.request.design.values(index)) line += "," + report::csv_field(value);
  line += done != nullptr ? ",ok,," : ",refused," + report::csv_field(cell ? cell->refusal : "") + ",";
  line += result.on_front(index) ? "1" : done != nullptr ? "0" : "";
  line += done != nullptr ? "," + done->equity + "," + std::to_string(done->fills) : ",,";
  add_numbers(line, cell, session::kSweepNumbers);
  line += "," + (done != nullptr ? done->command_hash : std::string());
  const std::size_t windows = result.request.windows.count();
  for (std::size_t part = 1; part < windows; ++part) {
    add_numbers(line, result.outcome.cells[index * windows + part], kPartNumbers);
  }
  return line + "\n";
}

}  // namespace

std::string to_csv(const SweepResult& result) {
  std::string text = head(result);
  for (std::size_t index = 0; index < result.cells.size(); ++index) text += row(result, index);
  return text;
}

}  // namespace alpha_pulse::app
