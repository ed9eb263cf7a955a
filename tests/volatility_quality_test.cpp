// Is the measured volatility worth having? On recorded one-minute candles the forecast for the next day is compared
// with what that day then did, by QLIKE = RV / s^2 - ln(RV / s^2) - 1: 0 for a perfect forecast.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <vector>

#include "alpha_pulse/data_pipeline/candle_reader.hpp"
#include "alpha_pulse/hedging/volatility.hpp"

namespace alpha_pulse {
namespace {

using namespace domain;
namespace fs = std::filesystem;

constexpr Duration kBar = Duration::minutes(5);
constexpr Duration kDay = Duration::days(1);
constexpr int kBarsForADay = 280;  // a day with holes is not scored

fs::path minute_candles() {
  const char* given = std::getenv("ALPHA_PULSE_DATA");
  const fs::path data = given != nullptr ? fs::path(given) : fs::path(ALPHA_PULSE_SOURCE_DIR "/../shared/data");
  return data / "candles" / "binance_spot" / "1m";
}

Instrument instrument_of(const std::string& symbol) {
  Instrument instrument;
  instrument.symbol = symbol;
  instrument.tick = symbol == "BTCUSDT" ? Price::from_raw(kOne / 10) : Price::from_raw(kOne / 100);
  return instrument;
}

struct Score {
  double measured = 0, constant = 0;
  int days = 0;
};

double qlike(double realised, double variance) {
  return realised / variance - std::log(realised / variance) - 1;
}

/// Forecasts each UTC day from the end of the day before, and scores the days that are whole. The first is not scored.
class Forecaster {
 public:
  explicit Forecaster(Instrument instrument) : instrument_(std::move(instrument)) {}

  void add(const BarClosed& bar, Timestamp end) {
    const Timestamp day = (end - kBar).floor_to(kDay);
    if (!day_ || *day_ != day) turn_to(day);
    if (last_close_) {
      const double r = std::log(bar.close.to_double() / *last_close_);
      realised_ += r * r;
      ++bars_;
    }
    last_close_ = bar.close.to_double();
    volatility_.on_bar(bar, end, instrument_);
  }
  const Score& score() const { return score_; }

 private:
  void turn_to(Timestamp day) {
    if (day_ && days_seen_ > 1 && bars_ >= kBarsForADay && realised_ > 0) {
      score_.measured += qlike(realised_, forecast_ * forecast_);
      score_.constant += qlike(realised_, 0.02 * 0.02);
      ++score_.days;
    }
    ++days_seen_;
    day_ = day;
    realised_ = 0;
    bars_ = 0;
    forecast_ = volatility_.sigma();
  }

  Instrument instrument_;
  hedging::VolatilityEstimator volatility_{Ratio::from_raw(2 * kOne / 100)};
  Score score_;
  std::optional<Timestamp> day_;
  std::optional<double> last_close_;
  double realised_ = 0, forecast_ = 0.02;
  int bars_ = 0, days_seen_ = 0;
};

/// The file's minutes joined to bars of five, each handed over at its end.
void feed(const fs::path& path, Forecaster& forecaster) {
  auto reader = data_pipeline::CandleReader::open(path);
  ASSERT_TRUE(reader) << reader.error().message;
  std::optional<BarClosed> bar;
  Timestamp end;
  for (auto more = reader->advance();; more = reader->advance()) {
    ASSERT_TRUE(more) << more.error().message;
    const bool next_bar = !*more || reader->row().time >= end;
    if (bar && next_bar) forecaster.add(*bar, end);
    if (!*more) return;
    const data_pipeline::Candle& row = reader->row();
    if (!bar || next_bar) {
      end = row.time.floor_to(kBar) + kBar;
      bar =
          BarClosed{.open = row.open, .high = row.high, .low = row.low, .close = row.close, .volume = {}, .step = kBar};
      continue;
    }
    bar->high = std::max(bar->high, row.high);
    bar->low = std::min(bar->low, row.low);
    bar->close = row.close;
  }
}

TEST(MeasuredVolatility, ForecastsTheNextDayBetterThanTheConstantTwoPercent) {
  if (!fs::is_directory(minute_candles())) GTEST_SKIP() << "no recorded candles in " << minute_candles();
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(minute_candles())) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  Score total;
  for (const fs::path& path : files) {
    Forecaster forecaster(instrument_of(data_pipeline::symbol_from_name(path)));
    ASSERT_NO_FATAL_FAILURE(feed(path, forecaster));
    const Score& score = forecaster.score();
    std::printf("%-40s %4d days  QLIKE measured %.3f  constant %.3f\n", path.filename().c_str(), score.days,
                score.measured / score.days, score.constant / score.days);
    total.measured += score.measured;
    total.constant += score.constant;
    total.days += score.days;
  }
  ASSERT_GT(total.days, 1000);
  std::printf("%-40s %4d days  QLIKE measured %.3f  constant %.3f\n", "all", total.days, total.measured / total.days,
              total.constant / total.days);
  EXPECT_LT(total.measured / total.days, total.constant / total.days);
  EXPECT_LT(total.measured / total.days, 0.40);
}

}  // namespace
}  // namespace alpha_pulse
