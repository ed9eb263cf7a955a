// What a configuration would have done over recorded data, beside doing nothing: backtest_month CANDLES.csv[.zst] ...
#include <iostream>

#include "alpha_pulse/alpha_pulse.hpp"
#include "alpha_pulse/config/instrument_table.hpp"
#include "alpha_pulse/session/backtest_run.hpp"

using namespace alpha_pulse;

int failed(const Error& error) {
  std::cerr << error.message << "\n";
  return 1;
}

int main(int count, char** words) {
  const auto loaded = config::load_text("profile: guarded\n", "backtest", {});
  if (!loaded) return failed(loaded.error());

  session::BacktestRequest request;
  request.config = loaded->config;
  request.effective_text = loaded->effective_text;
  request.hedge = *config::InstrumentTable::bundled().find("BTCUSDT");
  request.sources.data.assign(words + 1, words + count);
  const auto report = session::run_backtest(request);
  if (!report) return failed(report.error());

  const auto line = [](const char* name, const session::PolicyFigures& figures) {
    std::cout << name << ": equity " << figures.equity.to_string() << ", drawdown " << figures.max_drawdown_pct
              << " %\n";
  };
  std::cout << report->summary.events << " events, " << report->summary.fills << " fills, hedged to "
            << report->summary.hedge_ratio.value_or(Ratio{}).to_string(4) << "\n";
  line("hedged  ", report->policy);
  if (const auto& unhedged = report->unhedged) line("unhedged", *unhedged);
}
