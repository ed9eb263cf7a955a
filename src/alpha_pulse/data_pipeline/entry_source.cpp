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

/// How many events a row becomes.
template <class Row>
constexpr unsigned kEventsOf = 1;
template <>
constexpr unsigned kEventsOf<Candle> = 4;

/// Rows on their way into columns. A value, so that what it knows stays in registers: a store into the column of kinds,
/// whose type is that of characters, could otherwise change anything.
struct Putter {
  PriceScale scale;
  CandlePath path;
  Duration step;  ///< of a candle
  bool marks;
  unsigned next;
  Price unfit = {};  ///< the price that the scale could not count

  [[gnu::always_inline]] bool add(const Tick& tick, PageBuffer& out) {
    const auto count = scale.count(tick.price);
    if (!count) [[unlikely]] {
      unfit = tick.price;
      return false;
    }
    out.time[next] = tick.at.ns();
    out.high[next] = *count;
    out.quantity[next] = marks ? 0 : tick.quantity.raw();
    out.kind[next] = static_cast<std::uint8_t>(marks                         ? Kind::MARK
                                               : tick.aggressor == Side::BUY ? Kind::BUY
                                                                             : Kind::SELL);
    ++next;
    return true;
  }

  [[gnu::always_inline]] bool put(const Candle& row, PageBuffer& out) {
    for (const Tick& tick : walk(row, step, path)) {
      if (!add(tick, out)) [[unlikely]]
        return false;
    }
    return true;
  }
  [[gnu::always_inline]] bool put(const TradeRow& row, PageBuffer& out) {
    return add({.at = row.time,
                .price = row.price,
                .quantity = row.quantity,
                .aggressor = row.is_buyer_maker ? Side::SELL : Side::BUY},
               out);
  }
  bool put(const QuoteRow& row, PageBuffer& out) {
    const auto low = scale.count(row.bid);
    const auto high = scale.count(row.ask);
    if (!low || !high) {
      unfit = low ? row.ask : row.bid;
      return false;
    }
    out.time[next] = row.time.ns();
    out.low[next] = *low;
    out.high[next] = *high;
    out.quantity[next] = row.bid_quantity.raw();
    out.high_quantity[next] = row.ask_quantity.raw();
    out.kind[next] = static_cast<std::uint8_t>(Kind::QUOTE);
    ++next;
    return true;
  }
};

Duration step_of(const CandleReader& reader) {
  return reader.step();
}
template <class Row>
Duration step_of(const RowReader<Row>& /*of no candles*/) {
  return {};
}

/// `Reader`: a CandleReader or a RowReader.
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
      if (auto ok = put(*rows, out); !ok) return ok;
    }
    return {};
  }

  double done() const override { return series_.done(); }

 private:
  using Row = typename Series<Reader>::Row;

  Result<void> put(std::span<const Row> rows, PageBuffer& out) {
    Putter putter{.scale = scale_,
                  .path = path_,
                  .step = step_of(series_.reader()),
                  .marks = role_ == EntryRole::MARKS,
                  .next = out.count};
    for (const Row& row : rows) {
      if (!putter.put(row, out)) [[unlikely]]
        return unfit(putter.unfit, static_cast<std::uint64_t>(&rows.back() - &row));
    }
    out.count = putter.next;
    return {};
  }

  /// `behind`: how many rows follow the one with the price in what the reader gave last.
  std::unexpected<Error> unfit(Price price, std::uint64_t behind) {
    wider_ = scale_.widened_for(price);
    const Reader& reader = series_.reader();
    return fail(ErrorCode::kBadData, reader.file().name() + ":" + std::to_string(reader.line() - behind) +
                                         ": the price " + price.to_string() + " does not fit a tape of prices with " +
                                         std::to_string(scale_.unit().places()) + " decimals in " +
                                         std::to_string(8 * static_cast<int>(scale_.width())) + " bits");
  }

  Series<Reader> series_;
  EntryRole role_;
  CandlePath path_;
  PriceScale scale_;
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
