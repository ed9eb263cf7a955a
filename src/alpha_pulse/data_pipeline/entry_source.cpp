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
constexpr std::size_t kRowsLookedAt = 4'096;

Kind kind_of(Side aggressor) {
  return aggressor == Side::BUY ? Kind::BUY : Kind::SELL;
}

/// `Reader`: a CandleReader or a RowReader. Each kind of row has its own `put`.
template <class Reader>
class RowEntries final : public EntrySource {
 public:
  RowEntries(Series<Reader> series, EntryRole role, CandlePath path, PriceUnit unit)
      : series_(std::move(series)), role_(role), path_(path), unit_(unit) {
    entries_.reserve(kRowsAtOnce * 4);
  }

  Result<std::span<const Entry>> more() override {
    entries_.clear();
    for (std::size_t i = 0; i < kRowsAtOnce; ++i) {
      const auto more = series_.advance();
      if (!more) return std::unexpected(more.error());
      if (!*more) break;
      if (!put(series_.reader().row())) return unfit();
    }
    return std::span<const Entry>(entries_);
  }

  double done() const override { return series_.done(); }

 private:
  /// Adds one print; false, with the price kept for the error, when it is no whole number of the unit.
  bool add(Timestamp at, Price price, Kind kind, Quantity quantity) {
    const auto count = unit_.count(price);
    if (!count) [[unlikely]] {
      unfit_ = price;
      return false;
    }
    const bool mark = role_ == EntryRole::MARKS;
    entries_.push_back({.at = at,
                        .low = *count,
                        .high = *count,
                        .kind = mark ? Kind::MARK : kind,
                        .quantity = mark ? Quantity{} : quantity,
                        .high_quantity = {}});
    return true;
  }

  bool put(const Candle& row) {
    const auto ticks = walk(row, series_.reader().step(), path_);
    return std::all_of(ticks.begin(), ticks.end(), [this](const Tick& tick) {
      return add(tick.at, tick.price, kind_of(tick.aggressor), tick.quantity);
    });
  }
  bool put(const TradeRow& row) {
    return add(row.time, row.price, row.is_buyer_maker ? Kind::SELL : Kind::BUY, row.quantity);
  }
  bool put(const QuoteRow& row) {
    const auto low = unit_.count(row.bid);
    const auto high = unit_.count(row.ask);
    if (!low || !high) {
      unfit_ = low ? row.ask : row.bid;
      return false;
    }
    entries_.push_back({.at = row.time,
                        .low = *low,
                        .high = *high,
                        .kind = Kind::QUOTE,
                        .quantity = row.bid_quantity,
                        .high_quantity = row.ask_quantity});
    return true;
  }

  std::unexpected<Error> unfit() {
    const PriceUnit needed = PriceUnit::of(unfit_);
    const PriceUnit unit(std::max(unit_.places(), needed.places()));
    if (unit.count(unfit_)) {
      finer_ = unit;
    }
    const Price most = Price::from_raw(unit.price().raw() * std::numeric_limits<std::int32_t>::max());
    return fail(ErrorCode::kBadData, series_.reader().file().name() + ":" + std::to_string(series_.reader().line()) +
                                         ": the price " + unfit_.to_string() + " does not fit a tape of prices with " +
                                         std::to_string(unit.places()) + " decimals; at most " + most.to_string() +
                                         " would pass, or a series of fewer decimals");
  }

  Series<Reader> series_;
  EntryRole role_;
  CandlePath path_;
  PriceUnit unit_;
  Price unfit_;
  std::vector<Entry> entries_;
};

template <class Reader>
Result<std::unique_ptr<EntrySource>> open_rows(const Files& files, EntryRole role, CandlePath path, PriceUnit unit) {
  auto series = Series<Reader>::open(files);
  if (!series) return std::unexpected(series.error());
  return std::make_unique<RowEntries<Reader>>(std::move(*series), role, path, unit);
}

int places_of(const Candle& row) {
  return std::max({PriceUnit::of(row.open).places(), PriceUnit::of(row.high).places(), PriceUnit::of(row.low).places(),
                   PriceUnit::of(row.close).places()});
}
int places_of(const TradeRow& row) {
  return PriceUnit::of(row.price).places();
}
int places_of(const QuoteRow& row) {
  return std::max(PriceUnit::of(row.bid).places(), PriceUnit::of(row.ask).places());
}

template <class Row>
Result<int> places_in(const std::filesystem::path& path) {
  auto reader = RowReader<Row>::open(path);
  if (!reader) return std::unexpected(reader.error());
  int places = 0;
  while (reader->rows() < kRowsLookedAt) {
    const auto more = reader->advance();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    places = std::max(places, places_of(reader->row()));
  }
  return places;
}

Result<int> places_in_file(const std::filesystem::path& path) {
  const auto file = CsvFile::open(path);
  if (!file) return std::unexpected(file.error());
  if (file->kind() == FileKind::CANDLES) return places_in<Candle>(path);
  if (file->kind() == FileKind::TRADES) return places_in<TradeRow>(path);
  if (file->kind() == FileKind::QUOTES) return places_in<QuoteRow>(path);
  return 0;
}

}  // namespace

Result<std::unique_ptr<EntrySource>> open_entries(const Files& files, EntryRole role, CandlePath path, PriceUnit unit) {
  if (role == EntryRole::QUOTES) return open_rows<RowReader<QuoteRow>>(files, role, path, unit);
  const auto first = CsvFile::open(files.front());
  if (!first) return std::unexpected(first.error());
  if (first->kind() == FileKind::CANDLES) return open_rows<CandleReader>(files, role, path, unit);
  return open_rows<RowReader<TradeRow>>(files, role, path, unit);
}

Result<PriceUnit> look_for_unit(const Files& files) {
  int places = 0;
  for (const auto& path : files) {
    const auto found = places_in_file(path);
    if (!found) return std::unexpected(found.error());
    places = std::max(places, *found);
  }
  return PriceUnit(places);
}

}  // namespace alpha_pulse::data_pipeline
