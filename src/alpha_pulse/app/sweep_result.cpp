#include "alpha_pulse/app/sweep_result.hpp"

#include <algorithm>

#include "alpha_pulse/base/ensure.hpp"

namespace alpha_pulse::app {

SweepResult::SweepResult(const session::SweepRequest& asked, session::SweepOutcome&& came, session::RankBy ranked_by)
    : request(asked), outcome(std::move(came)), by(ranked_by) {
  cells = session::cells_of(outcome, request.windows.count(), 0);
  order = session::ranking(cells, by);
  front = session::pareto_front(cells);
  walk = session::walk_forward(outcome, request.windows, by);
  refused =
      static_cast<std::size_t>(std::ranges::count_if(cells, [](const auto& cell) { return cell && !cell->figures; }));
}

std::string SweepResult::settings_text(std::size_t index) const {
  std::string text;
  for (const std::string& setting : request.design.settings(index)) text += (text.empty() ? "" : " ") + setting;
  return text;
}

const session::SweepFigures& SweepResult::figures(std::size_t index) const {
  const auto& cell = cells[index];
  if (cell && cell->figures) return *cell->figures;
  base::ensure_failed("figures are asked for of configurations that were run", std::source_location::current());
}

bool SweepResult::on_front(std::size_t index) const {
  return std::ranges::find(front, index) != front.end();
}

double SweepResult::configs_per_second() const {
  const session::SweepProgress& progress = outcome.progress;
  if (progress.seconds <= 0) return 0;
  return static_cast<double>(progress.computed) / static_cast<double>(request.windows.count()) / progress.seconds;
}

}  // namespace alpha_pulse::app
