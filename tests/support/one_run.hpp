#pragma once

#include <chrono>
#include <iostream>
#include <sstream>

#include "alpha_pulse/data_pipeline/candle_reader.hpp"
#include "alpha_pulse/data_pipeline/tape_import.hpp"
#include "alpha_pulse/data_pipeline/test_files.hpp"
#include "support/data.hpp"
#include "support/recorded_runs.hpp"

/// One recording as tape and as text: whatever way it is played, the same run.
namespace alpha_pulse::tests {

using data_pipeline::Files;
using data_pipeline::ReplaySources;
using data_pipeline::testing::TempFolder;

/// What two ways of playing one recording must have in common, in words.
struct Figures {
  std::string result, hours, fills;
  std::uint64_t fill_count = 0, events = 0;
  friend bool operator==(const Figures& a, const Figures& b) {
    return a.result == b.result && a.hours == b.hours && a.fills == b.fills;
  }
};
inline void PrintTo(const Figures& figures, std::ostream* out) {
  *out << figures.result;
}

inline std::string words(const engine::AccountTerms& terms) {
  std::string text;
  for (const Money& term :
       {terms.spot, terms.reference, terms.overlay, terms.funding, terms.fees, terms.transfers, terms.liquidation}) {
    text += term.to_string() + " ";
  }
  return text;
}

inline Figures figures_of(const session::BacktestReport& report) {
  const session::RunSummary& run = report.summary;
  const session::TimeFigures& time = report.time;
  const session::PolicyFigures& policy = report.policy;
  std::ostringstream out;
  out.precision(17);
  out << run.command_hash << " timed " << run.timed_hash << " events " << run.events << " fills " << run.fills
      << " placed " << run.orders_placed << " equity " << run.equity.to_string() << " terms " << words(run.pnl)
      << " active " << time.active_pct << " stopped " << time.stopped_pct << " gaps " << time.gap_pct << " outside "
      << time.outside_limits_pct.value_or(-1) << " effectiveness " << policy.hedge_effectiveness.hourly.value_or(-1)
      << " " << policy.hedge_effectiveness.daily.value_or(-1) << " drawdown " << policy.max_drawdown_pct << " cost "
      << policy.cost_bp_year;
  Figures figures{.result = out.str(), .hours = {}, .fills = {}, .fill_count = run.fills, .events = run.events};
  for (const auto& hour : report.history->policy.hours) {
    figures.hours += std::to_string(hour.at.ms()) + " " + hour.mark.to_string() + " " + hour.spot.to_string() + " " +
                     hour.held.to_string() + " " + hour.wallet.to_string() + " " + words(hour.terms) + "\n";
  }
  for (const auto& fill : report.history->policy.fills) {
    figures.fills += std::to_string(fill.at.ms()) + " " + fill.quantity.to_string() + " " + fill.price.to_string() +
                     " " + fill.fee.to_string() + "\n";
  }
  return figures;
}

/// Backtests of one recording that is opened once.
class Recorded {
 public:
  Recorded(const std::string& symbol, const ReplaySources& sources) : symbol_(symbol), sources_(sources) {
    sources_.symbol = symbol;
    auto data = session::RecordedData::open(sources_);
    EXPECT_TRUE(data) << (data ? "" : data.error().message);
    if (data) data_ = *data;
  }
  Figures play(const std::string& profile, bool skip) const {
    // A classic grid that stops for good at the first exit would leave most of a recording unplayed.
    std::vector<std::string> sets;
    if (profile == "classic" && data_->cadence() < Duration::hours(1)) {
      sets = {"grid.rearm_levels=on", "grid.spacing_sigma=0.25", "risk.rearm=timed", "risk.rearm_after=1h"};
    }
    auto request = request_for(profile, symbol_, sources_, std::move(sets));
    request.data = data_;
    request.skip = skip;
    request.baselines = false;
    request.history = true;
    // A holding that orders can be made of, also where one coin is worth less than the smallest order.
    const double price = data_->first_price().to_double();
    if (price < 1'000)
      request.config.spot.quantity = Quantity::from_raw(static_cast<std::int64_t>(20'000 / price) * kOne);
    const auto report = session::run_backtest(request);
    EXPECT_TRUE(report) << (report ? "" : report.error().message);
    if (!report) return {};
    EXPECT_TRUE(report->summary.residual.is_zero());
    return figures_of(*report);
  }
  bool opened() const { return data_ != nullptr; }

 private:
  std::string symbol_;
  ReplaySources sources_;
  std::shared_ptr<const session::RecordedData> data_;
};

/// Counts what was compared, for the last line of a test.
struct Tally {
  int files = 0, runs = 0;
  std::uint64_t events = 0, fills = 0;
};

/// The tape made of one file or several.
inline std::optional<std::filesystem::path> import(const TempFolder& folder, const std::string& name,
                                                   const Files& files, const Files& funding = {}) {
  const auto out = folder.path() / (name + ".tape");
  const auto made = data_pipeline::import_tape({.files = files,
                                                .funding = funding,
                                                .symbol = data_pipeline::symbol_from_name(files.front()),
                                                .out = out,
                                                .begin = data_pipeline::ImportJob::Begin::OVERWRITE});
  EXPECT_TRUE(made) << made.error().message;
  if (!made) return std::nullopt;
  return out;
}

/// The tape, jumping and event by event, and the text, event by event: one run.
inline void expect_one_run(const std::string& profile, const std::string& symbol, const ReplaySources& text,
                           const ReplaySources& tapes, Tally& tally) {
  const Recorded rows(symbol, text);
  ASSERT_TRUE(rows.opened());
  const Figures read = rows.play(profile, true);
  ASSERT_GT(read.events, 0U);
  tally.runs += 1;
  tally.events += read.events;
  tally.fills += read.fill_count;
  const Recorded mapped(symbol, tapes);
  ASSERT_TRUE(mapped.opened());
  const Figures jumping = mapped.play(profile, true);
  ASSERT_EQ(jumping, mapped.play(profile, false));
  ASSERT_EQ(jumping, read);
}

inline void tell(const char* what, const Tally& tally, std::chrono::steady_clock::time_point begin) {
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  std::cout << what << ": " << tally.files << " files, " << tally.runs << " runs of " << tally.events << " events and "
            << tally.fills << " fills, each three ways, in " << took.count() << " s\n";
}

}  // namespace alpha_pulse::tests
