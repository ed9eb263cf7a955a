#include "alpha_pulse/data_pipeline/rows.hpp"

#include <algorithm>
#include <limits>

namespace alpha_pulse::data_pipeline {
namespace {

constexpr std::string_view kTimeExample = "1738581085000";

std::string quoted(std::string_view text) {
  return std::string("'").append(text).append("'");
}

Result<void> not_decimal(const CsvFile& file, std::size_t column, const Error& why, std::string_view example) {
  return file.bad_field(column, why.message, example);
}

Result<void> read_time(const CsvFile& file, std::size_t column, Timestamp& out) {
  const auto count = parse_decimal(file.field(column), 0);
  if (!count) return not_decimal(file, column, count.error(), kTimeExample);
  if (file.form().dump && *count >= kEarliestUs && *count <= kLatestMs * 1'000) {
    out = Timestamp::from_ns(*count * 1'000);
    return {};
  }
  if (*count < 0 || *count > kLatestMs) {
    return file.bad_field(column, quoted(file.field(column)) + " is not a time in milliseconds since 1970",
                          kTimeExample);
  }
  out = Timestamp::from_ms(*count);
  return {};
}

Result<void> read_price(const CsvFile& file, std::size_t column, Price& out) {
  const auto price = Price::parse(file.field(column));
  if (!price) return not_decimal(file, column, price.error(), "95203.05");
  if (!price->known()) return file.bad_field(column, quoted(file.field(column)) + " is not above zero", "95203.05");
  if (*price > kHighestPrice) {
    return file.bad_field(column, quoted(file.field(column)) + " is above 10000000000, the largest price", "95203.05");
  }
  out = *price;
  return {};
}

Result<void> read_quantity(const CsvFile& file, std::size_t column, Quantity least, Quantity& out) {
  const auto quantity = Quantity::parse(file.field(column));
  if (!quantity) return not_decimal(file, column, quantity.error(), "0.125");
  if (*quantity < least) {
    const char* what = least.is_zero() ? " is below zero" : " is not above zero";
    return file.bad_field(column, quoted(file.field(column)) + what, "0.125");
  }
  out = *quantity;
  return {};
}

/// Digits and a point only: a number whose one fault can be its size.
bool is_plain_decimal(std::string_view text) {
  const std::size_t point = std::min(text.find('.'), text.size());
  const auto digits = [](std::string_view part) {
    return std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  const std::string_view fraction = text.substr(std::min(point + 1, text.size()));
  return point > 0 && digits(text.substr(0, point)) && digits(fraction) && fraction.size() <= kDecimals;
}

/// A volume beyond the largest quantity (coins of tiny worth, long candles) counts as the largest.
Result<void> read_volume(const CsvFile& file, std::size_t column, Quantity& out) {
  auto ok = read_quantity(file, column, Quantity{}, out);
  if (ok || !is_plain_decimal(file.field(column))) return ok;
  out = Quantity::from_raw(std::numeric_limits<std::int64_t>::max());
  return {};
}

Result<void> read_symbol(const CsvFile& file, std::size_t column, std::string& out) {
  const std::string_view text = file.field(column);
  const auto good = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  if (text.empty() || text.size() > 32 || !std::all_of(text.begin(), text.end(), good)) {
    return file.bad_field(column, "a symbol is of letters and digits", "BTCUSDT");
  }
  out = text;
  return {};
}

Result<void> times_out_of_order(const CsvFile& file, Timestamp previous, Timestamp now) {
  std::string what("'");
  what.append(file.field(0)).append(now == previous ? "' repeats the row before" : "' is earlier than the row before");
  return file.bad_field(0, what, "a time after " + std::to_string(previous.ms()));
}

}  // namespace

Result<void> parse_row(const CsvFile& file, Candle& row) {
  if (auto ok = read_time(file, 0, row.time); !ok) return ok;
  if (auto ok = read_price(file, 1, row.open); !ok) return ok;
  if (auto ok = read_price(file, 2, row.high); !ok) return ok;
  if (auto ok = read_price(file, 3, row.low); !ok) return ok;
  if (auto ok = read_price(file, 4, row.close); !ok) return ok;
  if (auto ok = read_volume(file, 5, row.volume); !ok) return ok;
  const auto [least, most] = std::minmax(row.open, row.close);
  if (row.high < most) {
    return file.bad_field(2, quoted(file.field(2)) + " is below open or close", most.to_string() + " or more");
  }
  if (row.low > least) {
    return file.bad_field(3, quoted(file.field(3)) + " is above open or close", least.to_string() + " or less");
  }
  return {};
}

Result<void> parse_row(const CsvFile& file, TradeRow& row) {
  if (auto ok = read_time(file, 0, row.time); !ok) return ok;
  if (auto ok = read_price(file, 1, row.price); !ok) return ok;
  if (auto ok = read_quantity(file, 2, Quantity::from_raw(1), row.quantity); !ok) return ok;
  const std::string_view maker = file.field(3);
  if (maker == "1" || maker == "true" || maker == "True") {
    row.is_buyer_maker = true;
  } else if (maker == "0" || maker == "false" || maker == "False") {
    row.is_buyer_maker = false;
  } else {
    return file.bad_field(3, quoted(maker.substr(0, 40)) + " is not yes or no", "0 or 1");
  }
  if (!file.form().has(4)) return {};
  const auto id = parse_decimal(file.field(4), 0);
  if (!id) return not_decimal(file, 4, id.error(), "3071245454");
  if (*id < 0) return file.bad_field(4, quoted(file.field(4)) + " is below zero", "3071245454");
  row.trade_id = *id;
  return {};
}

Result<void> parse_row(const CsvFile& file, QuoteRow& row) {
  if (auto ok = read_time(file, 0, row.time); !ok) return ok;
  if (auto ok = read_price(file, 1, row.bid); !ok) return ok;
  if (auto ok = read_quantity(file, 2, Quantity{}, row.bid_quantity); !ok) return ok;
  if (auto ok = read_price(file, 3, row.ask); !ok) return ok;
  if (auto ok = read_quantity(file, 4, Quantity{}, row.ask_quantity); !ok) return ok;
  if (row.ask >= row.bid) return {};
  return file.bad_field(3, quoted(file.field(3)) + " is below the bid", row.bid.to_string() + " or more");
}

Result<void> parse_row(const CsvFile& file, FundingRow& row) {
  if (auto ok = read_time(file, 0, row.time); !ok) return ok;
  if (file.form().has(1)) {
    if (auto ok = read_symbol(file, 1, row.symbol); !ok) return ok;
  }
  const auto rate = Ratio::parse(file.field(2));
  if (!rate) return not_decimal(file, 2, rate.error(), "0.0001");
  if (*rate <= Ratio{} - Ratio::one() || *rate >= Ratio::one()) {
    return file.bad_field(2, quoted(file.field(2)) + " is not a fraction between -1 and 1", "0.0001");
  }
  row.rate = *rate;
  return {};
}

Result<void> parse_row(const CsvFile& file, FlowRow& row) {
  if (auto ok = read_time(file, 0, row.time); !ok) return ok;
  if (file.form().has(1)) {
    if (auto ok = read_symbol(file, 1, row.symbol); !ok) return ok;
  }
  const auto change = Quantity::parse(file.field(2));
  if (!change) return not_decimal(file, 2, change.error(), "-0.5");
  row.change = *change;
  return {};
}

Result<void> check_order(const CsvFile& file, const Candle& previous, const Candle& row) {
  if (row.time > previous.time) return {};
  return times_out_of_order(file, previous.time, row.time);
}

Result<void> check_order(const CsvFile& file, const TradeRow& previous, const TradeRow& row) {
  if (row.time < previous.time) return times_out_of_order(file, previous.time, row.time);
  if (row.trade_id < 0 || row.trade_id > previous.trade_id) return {};
  return file.bad_field(4, quoted(file.field(4)) + " does not come after the row before",
                        "an id above " + std::to_string(previous.trade_id));
}

Result<void> check_order(const CsvFile& file, const QuoteRow& previous, const QuoteRow& row) {
  if (row.time >= previous.time) return {};
  return times_out_of_order(file, previous.time, row.time);
}

Result<void> check_order(const CsvFile& file, const FundingRow& previous, const FundingRow& row) {
  if (row.time > previous.time || (row.time == previous.time && row.symbol != previous.symbol)) return {};
  return times_out_of_order(file, previous.time, row.time);
}

Result<void> check_order(const CsvFile& file, const FlowRow& previous, const FlowRow& row) {
  if (row.time >= previous.time) return {};
  return times_out_of_order(file, previous.time, row.time);
}

}  // namespace alpha_pulse::data_pipeline
