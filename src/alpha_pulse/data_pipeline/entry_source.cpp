#include "alpha_pulse/data_pipeline/entry_source.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "alpha_pulse/data_pipeline/series.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

using tape::Kind;
using tape::PageBuffer;

constexpr std::size_t kRowsLookedAt = 4'096;

std::uint8_t kind_of(Side aggressor) {
  return static_cast<std::uint8_t>(aggressor == Side::BUY ? Kind::BUY : Kind::SELL);
}

/// How many events a row becomes.
template <class Row>
constexpr unsigned kEventsOf = 1;
template <>
constexpr unsigned kEventsOf<Candle> = 4;

/// `Reader`: a CandleReader or a RowReader. Each kind of row has its own `put`.
template <class Reader>
class RowEntries final : public EntrySource {
 public:
  RowEntries(Series<Reader> series, EntryRole role, CandlePath path, PriceScale scale)
      : series_(std::move(series)), role_(role), path_(path), scale_(scale) {}

  Result<void> more(PageBuffer& out) override {
    out.count = 0;
    out.single = role_ != EntryRole::QUOTES;
    while (out.count + kEventsOf<Row> <= tape::kPageEvents) {
      const auto rows = series_.take((tape::kPageEvents - out.count) / kEventsOf<Row>);
      if (!rows) return std::unexpected(rows.error());
      if (rows->empty()) break;
      const Row* const wrong = role_ == EntryRole::MARKS ? put_all<true>(*rows, out) : put_all<false>(*rows, out);
      if (wrong != nullptr) return unfit(static_cast<std::uint64_t>(&rows->back() - wrong));
    }
    return {};
  }

  double done() const override { return series_.done(); }

 private:
  using Row = typename Series<Reader>::Row;

  /// The first row with a price that the scale cannot count, which is kept for the error; null when there is none.
  template <bool kMarks>
  const Row* put_all(std::span<const Row> rows, PageBuffer& out) {
    for (const Row& row : rows) {
      if (!put<kMarks>(row, out)) [[unlikely]]
        return &row;
    }
    return nullptr;
  }

  template <bool kMarks>
  [[gnu::always_inline]] bool add(Timestamp at, Price price, Side aggressor, Quantity quantity, PageBuffer& out) {
    const auto count = scale_.count(price);
    if (!count) [[unlikely]] {
      unfit_ = price;
      return false;
    }
    const unsigned i = out.count++;
    out.time[i] = at.ns();
    out.high[i] = *count;
    out.kind[i] = kMarks ? static_cast<std::uint8_t>(Kind::MARK) : kind_of(aggressor);
    out.quantity[i] = kMarks ? 0 : quantity.raw();
    return true;
  }

  template <bool kMarks>
  [[gnu::always_inline]] bool put(const Candle& row, PageBuffer& out) {
    for (const Tick& tick : walk(row, series_.reader().step(), path_)) {
      if (!add<kMarks>(tick.at, tick.price, tick.aggressor, tick.quantity, out)) return false;
    }
    return true;
  }
  template <bool kMarks>
  [[gnu::always_inline]] bool put(const TradeRow& row, PageBuffer& out) {
    return add<kMarks>(row.time, row.price, row.is_buyer_maker ? Side::SELL : Side::BUY, row.quantity, out);
  }
  template <bool kMarks>
  bool put(const QuoteRow& row, PageBuffer& out) {
    const auto low = scale_.count(row.bid);
    const auto high = scale_.count(row.ask);
    if (!low || !high) {
      unfit_ = low ? row.ask : row.bid;
      return false;
    }
    out.put({.at = row.time,
             .low = *low,
             .high = *high,
             .kind = Kind::QUOTE,
             .quantity = row.bid_quantity,
             .high_quantity = row.ask_quantity});
    return true;
  }

  /// `behind`: how many rows follow the one with the price in what the reader gave last.
  std::unexpected<Error> unfit(std::uint64_t behind) {
    wider_ = scale_.widened_for(unfit_);
    const Reader& reader = series_.reader();
    return fail(ErrorCode::kBadData, reader.file().name() + ":" + std::to_string(reader.line() - behind) +
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
