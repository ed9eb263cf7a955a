#pragma once

#include <span>

#include "alpha_pulse/data_pipeline/row_sense.hpp"
#include "alpha_pulse/data_pipeline/wide_rows.hpp"

/// The numbers of wide_rows as rows. Part of fast_rows.cpp.
namespace alpha_pulse::data_pipeline {

inline void take(const WideBlock& block, unsigned i, Candle& row) {
  const auto* const values = block.values[i];
  row.open = Price::from_raw(values[1]);
  row.high = Price::from_raw(values[2]);
  row.low = Price::from_raw(values[3]);
  row.close = Price::from_raw(values[4]);
  row.volume = Quantity::from_raw(values[5]);
}
inline void take(const WideBlock& block, unsigned i, TradeRow& row) {
  row.price = Price::from_raw(block.values[i][1]);
  row.quantity = Quantity::from_raw(block.values[i][2]);
  row.is_buyer_maker = block.flags[i] == '1';
}
inline void take(const WideBlock& block, unsigned i, QuoteRow& row) {
  const auto* const values = block.values[i];
  row.bid = Price::from_raw(values[1]);
  row.bid_quantity = Quantity::from_raw(values[2]);
  row.ask = Price::from_raw(values[3]);
  row.ask_quantity = Quantity::from_raw(values[4]);
}

/// No row has a lower price.
inline Price lowest_price(const Candle& row) {
  return row.low;
}
inline Price lowest_price(const TradeRow& row) {
  return row.price;
}
inline Price lowest_price(const QuoteRow& row) {
  return row.bid;
}

/// Never: not plain.
inline Timestamp time_of(std::int64_t count, unsigned digits, bool dump) {
  if (digits == kMsDigits && count <= kLatestMs) return Timestamp::from_ns(count * 1'000'000);
  const bool plain = dump && digits == kUsDigits && count <= kLatestMs * 1'000 && count >= kEarliestUs;
  return plain ? Timestamp::from_ns(count * 1'000) : Timestamp::never();
}

/// The rows of a block into `out`, as many as it has room for, up to the first that is not as the rules want it;
/// returns how many. `previous`: the row before, or null.
template <class Row>
std::size_t good_rows(const WideBlock& block, bool dump, const Row* previous, std::span<Row> out) {
  unsigned count = 0;
  for (; count < out.size(); ++count) {
    Row& row = out[count];
    row.time = time_of(block.values[count][0], block.time_digits[count], dump);
    take(block, count, row);
    const bool sensible = is_true(row) && lowest_price(row).known() && row.time != Timestamp::never();
    if (!sensible || (previous != nullptr && !may_follow(*previous, row))) break;
    previous = &row;
  }
  return count;
}

}  // namespace alpha_pulse::data_pipeline
