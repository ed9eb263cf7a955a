#include <algorithm>
#include <array>
#include <utility>

#include "alpha_pulse/data_pipeline/candle_reader.hpp"
#include "alpha_pulse/data_pipeline/recording.hpp"
#include "alpha_pulse/data_pipeline/series.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

constexpr std::size_t kCadenceRows = 1'000;

class Prices : public PriceRecording {
 public:
  explicit Prices(const PriceRole& role) : role_(role) {}
  Timestamp first() const override { return first_; }

 protected:
  void show(const Tick& tick) {
    head_.instrument = role_.leg;
    head_.ts_event = tick.at;
    head_.ts_receive = tick.at;
    if (role_.mark_only) {
      head_.body = MarkPrice{.price = tick.price};
    } else {
      head_.body =
          TradeTick{.price = tick.price, .quantity = tick.quantity, .aggressor = tick.aggressor, .roles = role_.roles};
    }
  }

  Timestamp first_;

 private:
  PriceRole role_;
};

class CandlePrices final : public Prices {
 public:
  CandlePrices(Series<CandleReader> series, const PriceRole& role, CandlePath path)
      : Prices(role), series_(std::move(series)), path_(path), step_(series_.reader().step()) {
    first_ = series_.reader().first();
  }

  Result<bool> advance() override {
    if (next_ == ticks_.size()) {
      const auto more = series_.advance();
      if (!more || !*more) return more;
      ticks_ = walk(series_.reader().row(), step_, path_);
      next_ = 0;
    }
    show(ticks_[next_++]);
    return true;
  }
  Duration candle_step() const override { return step_; }
  Duration cadence() const override { return Duration::nanoseconds(step_.ns() / 4); }

 private:
  Series<CandleReader> series_;
  CandlePath path_;
  Duration step_;
  std::array<Tick, 4> ticks_{};
  std::size_t next_ = 4;
};

class TradePrices final : public Prices {
 public:
  TradePrices(Series<RowReader<TradeRow>> series, const PriceRole& role, Timestamp first, Duration cadence)
      : Prices(role), series_(std::move(series)), cadence_(cadence) {
    first_ = first;
  }

  Result<bool> advance() override {
    const auto more = series_.advance();
    if (!more || !*more) return more;
    const TradeRow& row = series_.reader().row();
    show({.at = row.time,
          .price = row.price,
          .quantity = row.quantity,
          .aggressor = row.is_buyer_maker ? Side::SELL : Side::BUY});
    return true;
  }
  Duration candle_step() const override { return {}; }
  Duration cadence() const override { return cadence_; }

 private:
  Series<RowReader<TradeRow>> series_;
  Duration cadence_;
};

/// What one file says about itself at its beginning.
struct Opening {
  Timestamp first;
  Duration candle_step;  ///< Duration{}: trades
  Duration cadence;
};

Result<Opening> look_at_candles(const std::filesystem::path& path) {
  const auto reader = CandleReader::open(path);
  if (!reader) return std::unexpected(reader.error());
  return Opening{.first = reader->first(),
                 .candle_step = reader->step(),
                 .cadence = Duration::nanoseconds(reader->step().ns() / 4)};
}

Result<Opening> look_at_trades(const std::filesystem::path& path) {
  auto reader = RowReader<TradeRow>::open(path);
  if (!reader) return std::unexpected(reader.error());
  Opening opening;
  while (reader->rows() < kCadenceRows) {
    const auto more = reader->advance();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    if (reader->rows() == 1) opening.first = reader->row().time;
  }
  const Duration span = reader->row().time - opening.first;
  opening.cadence =
      Duration::nanoseconds(span.ns() / static_cast<std::int64_t>(std::max<std::uint64_t>(1, reader->rows() - 1)));
  return opening;
}

Result<Opening> look_at(const std::filesystem::path& path) {
  const auto file = CsvFile::open(path);
  if (!file) return std::unexpected(file.error());
  switch (file->kind()) {
    case FileKind::CANDLES:
      return look_at_candles(path);
    case FileKind::TRADES:
      return look_at_trades(path);
    case FileKind::QUOTES:
    case FileKind::FUNDING:
    case FileKind::FLOWS:
      break;
  }
  return fail(ErrorCode::kBadData, path.string() + " is a file of " + std::string(to_string(file->kind())) +
                                       "; one of candles or trades would pass as prices");
}

/// The first file's opening, after every file was looked at.
Result<Opening> look_at_all(const Files& files) {
  std::vector<Opening> openings;
  for (const auto& path : files) {
    const auto opening = look_at(path);
    if (!opening) return std::unexpected(opening.error());
    openings.push_back(*opening);
    if (openings.size() == 1) continue;
    const Opening& before = openings[openings.size() - 2];
    const std::string earlier = files[openings.size() - 2].string();
    if (opening->candle_step != before.candle_step) {
      return fail(ErrorCode::kBadData, earlier + " and " + path.string() +
                                           " are not of one kind and candle length; files of one series would pass");
    }
    if (opening->first < before.first) return not_in_order(earlier, before.first, path.string(), opening->first);
  }
  return openings.front();
}

}  // namespace

Result<std::unique_ptr<PriceRecording>> open_prices(const Files& files, const PriceRole& role, CandlePath path) {
  if (files.empty()) return fail(ErrorCode::kInvalidArgument, "no price file was given; --data FILE would pass");
  const auto opening = look_at_all(files);
  if (!opening) return std::unexpected(opening.error());
  if (opening->candle_step > Duration{}) {
    auto series = Series<CandleReader>::open(files);
    if (!series) return std::unexpected(series.error());
    return std::make_unique<CandlePrices>(std::move(*series), role, path);
  }
  auto series = Series<RowReader<TradeRow>>::open(files);
  if (!series) return std::unexpected(series.error());
  return std::make_unique<TradePrices>(std::move(*series), role, opening->first, opening->cadence);
}

}  // namespace alpha_pulse::data_pipeline
