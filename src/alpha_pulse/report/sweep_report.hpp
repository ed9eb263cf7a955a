#pragma once

#include "alpha_pulse/report/run_report.hpp"

/// A sweep as it is shown to people. Plain values; whoever ran it fills them in.
namespace alpha_pulse::report {

/// A key that varied, with its values in order.
struct SweptKey {
  std::string key;
  std::vector<std::string> values;
};

/// A figure that every configuration has, or has not.
struct SweptFigure {
  std::string key;   ///< as in the table of the sweep
  std::string name;  ///< for people
  bool more_is_better = true;
};

/// One configuration.
struct SweptRow {
  std::size_t index = 0;
  std::vector<std::string> values;             ///< one for each key
  std::vector<std::optional<double>> figures;  ///< one for each figure; none at all when it was refused
  bool front = false;                          ///< nothing hedges better for the same cost
  std::string refusal{};
};

/// Chosen on one stretch of time, judged on the next.
struct SweptSplit {
  std::string in_sample, out_of_sample;
  std::string chosen;
  std::optional<double> in_sample_figure, out_of_sample_figure, rank_correlation;
};

/// All of it.
struct SweepReport {
  std::string title;
  std::vector<Fact> facts;
  std::vector<std::string> notes;
  std::string settings;
  std::vector<SweptKey> keys;
  std::vector<SweptFigure> figures;
  std::string effectiveness = "hedge_effectiveness_hourly", cost = "cost_bp_year";  ///< the axes of the front
  std::string ranked_by;                                                            ///< the figure shown first
  std::vector<SweptRow> rows;                                                       ///< best first, refused ones last
  std::vector<SweptSplit> splits;
};

/// Rows that a page carries; a JSON or CSV file has them all.
inline constexpr std::size_t kSweptRowsShown = 20'000;

std::string to_json(const SweepReport& report, std::size_t rows = std::numeric_limits<std::size_t>::max());
/// A row for each configuration.
std::string to_csv(const SweepReport& report);
std::string to_html(const SweepReport& report);

}  // namespace alpha_pulse::report
