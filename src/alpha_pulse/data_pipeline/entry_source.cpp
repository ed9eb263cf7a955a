#include "alpha_pulse/data_pipeline/entry_source.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "alpha_pulse/data_pipeline/series.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

using tape::Entry;
using tape::Kind;

constexpr std::size_t kRowsAtOnce = 1'024;
constexpr std::size_t kMostOfARow = 4;  // events: a candle's
constexpr std::size_t kRowsLookedAt = 4'096;

Kind kind_of(Side aggressor) {
  return aggressor == Side::BUY ? Kind::BUY : Kind::SELL;
}

/// `Reader`: a CandleReader or a RowReader. Each kind of row has its own `put`.
template <class Reader>
class RowEntries final : public EntrySource {
 public:
  RowEntries(Series<Reader> series, EntryRole role, CandlePath path, PriceScale scale)
      : series_(std::move(series)), role_(role), path_(path), scale_(scale) {}

  Result<void> more(std::vector<Entry>& out) override {
    out.resize(kRowsAtOnce * kMostOfARow);
    Entry* end = out.data();
    for (std::size_t i = 0; i < kRowsAtOnce; ++i) {
      const auto more = series_.advance();
      if (!more) return std::unexpected(more.error());
      if (!*more) break;
      end = put(series_.reader().row(), end);
      if (end == nullptr) return unfit();
    }
    out.resize(static_cast<std::size_t>(end - out.data()));
    return {};
  }

  double done() const override { return series_.done(); }

 private:
  /// Writes one print and says where the next one goes; null, with the price kept for the error, when the scale cannot
  /// count it.
  Entry* add(Timestamp at, Price price, Kind kind, Quantity quantity, Entry* out) {
    const auto count = scale_.count(price);
    if (!count) [[unlikely]] {
      unfit_ = price;
      return nullptr;
    }
    const bool mark = role_ == EntryRole::MARKS;
    *out = {.at = at,
            .low = *count,
            .high = *count,
            .kind = mark ? Kind::MARK : kind,
            .quantity = mark ? Quantity{} : quantity,
            .high_quantity = {}};
    return out + 1;
  }

  Entry* put(const Candle& row, Entry* out) {
    for (const Tick& tick : walk(row, series_.reader().step(), path_)) {
      out = add(tick.at, tick.price, kind_of(tick.aggressor), tick.quantity, out);
      if (out == nullptr) [[unlikely]]
        break;
    }
    return out;
  }
  Entry* put(const TradeRow& row, Entry* out) {
    return add(row.time, row.price, row.is_buyer_maker ? Kind::SELL : Kind::BUY, row.quantity, out);
  }
  Entry* put(const QuoteRow& row, Entry* out) {
    const auto low = scale_.count(row.bid);
    const auto high = scale_.count(row.ask);
    if (!low || !high) {
      unfit_ = low ? row.ask : row.bid;
      return nullptr;
    }
    *out = {.at = row.time,
            .low = *low,
            .high = *high,
            .kind = Kind::QUOTE,
            .quantity = row.bid_quantity,
            .high_quantity = row.ask_quantity};
    return out + 1;
  }

  std::unexpected<Error> unfit() {
    wider_ = scale_.widened_for(unfit_);
    return fail(ErrorCode::kBadData, series_.reader().file().name() + ":" + std::to_string(series_.reader().line()) +
                                         ": the price " + unfit_.to_string() + " does not fit a tape of prices with " +
                                         std::to_string(scale_.unit().places()) + " decimals in " +
                                         std::to_string(8 * static_cast<int>(scale_.width())) + " bits");
  }

  Series<Reader> series_;
  EntryRole role_;
  CandlePath path_;
  PriceScale scale_;
  Price unfit_;
};

template <class Reader>
Result<std::unique_ptr<EntrySource>> open_rows(const Files& files, EntryRole role, CandlePath path, PriceScale scale) {
  auto series = Series<Reader>::open(files);
  if (!series) return std::unexpected(series.error());
  return std::make_unique<RowEntries<Reader>>(std::move(*series), role, path, scale);
}

/// What the prices of some rows need.
struct Needs {
  int places = 0;
  Price highest;

  void take(Price price) {
    highest = std::max(highest, price);
    if (!PriceUnit(places).count(price, PriceUnit(places).most())) places = PriceUnit::of(price).places();
  }
  void take(const Candle& row) {
    for (const Price price : {row.open, row.high, row.low, row.close}) take(price);
  }
  void take(const TradeRow& row) { take(row.price); }
  void take(const QuoteRow& row) {
    take(row.bid);
    take(row.ask);
  }
};

template <class Row>
Result<void> look_at_rows(const std::filesystem::path& path, Needs& needs) {
  auto reader = RowReader<Row>::open(path);
  if (!reader) return std::unexpected(reader.error());
  while (reader->rows() < kRowsLookedAt) {
    const auto more = reader->advance();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    needs.take(reader->row());
  }
  return {};
}

Result<void> look_at_file(const std::filesystem::path& path, Needs& needs) {
  const auto file = CsvFile::open(path);
  if (!file) return std::unexpected(file.error());
  if (file->kind() == FileKind::CANDLES) return look_at_rows<Candle>(path, needs);
  if (file->kind() == FileKind::TRADES) return look_at_rows<TradeRow>(path, needs);
  if (file->kind() == FileKind::QUOTES) return look_at_rows<QuoteRow>(path, needs);
  return {};
}

}  // namespace

Result<std::unique_ptr<EntrySource>> open_entries(const Files& files, EntryRole role, CandlePath path,
                                                  PriceScale scale) {
  if (role == EntryRole::QUOTES) return open_rows<RowReader<QuoteRow>>(files, role, path, scale);
  const auto first = CsvFile::open(files.front());
  if (!first) return std::unexpected(first.error());
  if (first->kind() == FileKind::CANDLES) return open_rows<CandleReader>(files, role, path, scale);
  return open_rows<RowReader<TradeRow>>(files, role, path, scale);
}

Result<PriceScale> look_for_scale(const Files& files) {
  Needs needs;
  for (const auto& path : files) {
    if (auto ok = look_at_file(path, needs); !ok) return std::unexpected(ok.error());
  }
  return PriceScale(needs.places, needs.highest);
}

}  // namespace alpha_pulse::data_pipeline
