#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "alpha_pulse/data_pipeline/decimal_words.hpp"
#include "alpha_pulse/data_pipeline/row_sense.hpp"
#include "alpha_pulse/data_pipeline/wide_blocks.hpp"

/// Rows as machines write them, read eight digits at a time. What is accepted here is what parse_row and check_order
/// accept, with the same values (data_pipeline/fast_rows_test.cpp holds both to it on random and on damaged rows);
/// whatever is not plain ends the batch and is theirs to read or to refuse.
namespace alpha_pulse::data_pipeline {
namespace {

/// What one column of a form means to a row; kUnused: nothing.
constexpr std::size_t kUnused = CsvForm::kUsedMax;

constexpr std::size_t use_of(const CsvForm& form, std::size_t place) {
  for (std::size_t used = 0; used < CsvForm::kUsedMax; ++used) {
    if (form.has(used) && form.places[used] == place) return used;
  }
  return kUnused;
}

constexpr std::size_t last_used(const CsvForm& form) {
  std::size_t last = 0;
  for (std::size_t place = 0; place < form.columns; ++place) {
    if (use_of(form, place) != kUnused) last = place;
  }
  return last;
}

template <bool kDump>
bool read_time(const char*& at, Timestamp& out) {
  const char* const begin = at;
  std::uint64_t count = 0;
  if (!read_integer(at, count)) return false;
  const auto digits = static_cast<std::size_t>(at - begin);
  const auto value = static_cast<std::int64_t>(count);
  if (digits == kMsDigits && value <= kLatestMs) {
    out = Timestamp::from_ns(value * 1'000'000);
    return true;
  }
  if (!kDump || digits != kUsDigits || value > kLatestMs * 1'000 || value < kEarliestUs) return false;
  out = Timestamp::from_ns(value * 1'000);
  return true;
}

[[gnu::always_inline]] inline bool read_price(const char*& at, Price& out) {
  std::int64_t raw = 0;
  if (!read_decimal(at, raw) || raw <= 0) return false;
  out = Price::from_raw(raw);
  return out <= kHighestPrice;
}

[[gnu::always_inline]] inline bool read_quantity(const char*& at, Quantity& out) {
  std::int64_t raw = 0;
  if (!read_decimal(at, raw)) return false;
  out = Quantity::from_raw(raw);
  return true;
}

bool read_yes_or_no(const char*& at, bool& out) {
  if (*at == '0' || *at == '1') {
    out = *at == '1';
    at += 1;
    return true;
  }
  out = std::memcmp(at + 1, "rue", 3) == 0;
  if (out && (*at == 't' || *at == 'T')) {
    at += 4;
    return true;
  }
  if (out || (*at != 'f' && *at != 'F') || std::memcmp(at + 1, "alse", 4) != 0) return false;
  at += 5;
  return true;
}

template <bool kDump>
bool read_field(const char*& at, Candle& row, std::size_t use) {
  switch (use) {
    case 0:
      return read_time<kDump>(at, row.time);
    case 1:
      return read_price(at, row.open);
    case 2:
      return read_price(at, row.high);
    case 3:
      return read_price(at, row.low);
    case 4:
      return read_price(at, row.close);
    default:
      return read_quantity(at, row.volume);
  }
}

template <bool kDump>
bool read_field(const char*& at, TradeRow& row, std::size_t use) {
  switch (use) {
    case 0:
      return read_time<kDump>(at, row.time);
    case 1:
      return read_price(at, row.price);
    case 2:
      return read_quantity(at, row.quantity);
    case 3:
      return read_yes_or_no(at, row.is_buyer_maker);
    default: {
      std::uint64_t id = 0;
      if (!read_integer(at, id)) return false;
      row.trade_id = static_cast<std::int64_t>(id);
      return true;
    }
  }
}

template <bool kDump>
bool read_field(const char*& at, QuoteRow& row, std::size_t use) {
  switch (use) {
    case 0:
      return read_time<kDump>(at, row.time);
    case 1:
      return read_price(at, row.bid);
    case 2:
      return read_quantity(at, row.bid_quantity);
    case 3:
      return read_price(at, row.ask);
    default:
      return read_quantity(at, row.ask_quantity);
  }
}

/// One column and the comma behind it; the last used column leaves what follows to read_row.
template <std::size_t kForm, std::size_t kPlace, class Row>
bool read_column(const char*& at, Row& row) {
  constexpr const CsvForm& kShape = kCsvForms[kForm];
  constexpr std::size_t kUse = use_of(kShape, kPlace);
  if constexpr (kPlace > last_used(kShape)) {
    return true;
  } else {
    if constexpr (kUse == kUnused) {
      if (!pass_fields(at, 1, ',')) return false;
    } else {
      if (!read_field<kShape.dump>(at, row, kUse)) return false;
      if constexpr (kPlace < last_used(kShape)) {
        if (*at != ',') return false;
        ++at;
      }
    }
    return true;
  }
}

template <std::size_t kForm, class Row, std::size_t... kPlaces>
bool read_row(const char*& at, Row& row, std::index_sequence<kPlaces...> /*all columns*/) {
  constexpr const CsvForm& kShape = kCsvForms[kForm];
  if (!(read_column<kForm, kPlaces>(at, row) && ...)) return false;
  constexpr std::size_t kRest = kShape.columns - 1 - last_used(kShape);
  if constexpr (kRest > 0) {
    if (*at != ',') return false;
    ++at;
    return pass_fields(at, kRest, '\n');
  } else {
    if (*at == '\r') ++at;
    return *at++ == '\n';
  }
}

template <std::size_t kForm, class Row>
std::size_t read_each(LineReader& lines, const Row* previous, std::span<Row> out) {
  const std::string_view text = lines.ahead();
  const char* at = text.data();
  const char* const end = at + text.size();
  std::size_t count = 0;
  while (count < out.size() && at < end) {
    Row& row = out[count];
    const char* next = at;
    if (!read_row<kForm>(next, row, std::make_index_sequence<kCsvForms[kForm].columns>()) || next > end) break;
    if (!is_true(row) || (previous != nullptr && !may_follow(*previous, row))) break;
    previous = &row;
    at = next;
    ++count;
  }
  lines.pass(static_cast<std::size_t>(at - text.data()), count);
  return count;
}

/// The form as wide_rows knows rows; without decimals when it is none of those.
constexpr WideShape wide_shape(const CsvForm& form) {
  const std::size_t used = last_used(form) + 1;
  for (std::size_t place = 0; place < used; ++place) {
    if (use_of(form, place) != place) return {};
  }
  const auto decimals = static_cast<unsigned>(used) - 1;
  const auto passed = static_cast<unsigned>(form.columns - used);
  if (form.kind == FileKind::TRADES) return used == 4 && passed == 0 ? WideShape{2, 0, true} : WideShape{};
  if (form.kind == FileKind::CANDLES || form.kind == FileKind::QUOTES) return {decimals, passed, false};
  return {};
}

/// At most kWideRows of them.
template <std::size_t kForm, class Row>
std::size_t read_wide(ReadWide read, LineReader& lines, const Row* previous, std::span<Row> out) {
  constexpr const CsvForm& kShape = kCsvForms[kForm];
  constexpr WideShape kWide = wide_shape(kShape);
  const std::string_view text = lines.ahead();
  WideBlock block;
  const std::size_t rows =
      std::min<std::size_t>(out.size(), read(text.data(), text.data() + text.size(), kWide, block));
  const std::size_t count = good_rows(block, kShape.dump, previous, out.first(rows));
  lines.pass(count == 0 ? 0 : block.ends[count - 1], count);
  return count;
}

/// Rows of the forms that wide_rows knows, with what it leaves read one by one in between.
template <std::size_t kForm, class Row>
std::size_t read_rows(LineReader& lines, const Row* previous, std::span<Row> out) {
  constexpr std::size_t kBetween = 16;
  const ReadWide wide = wide_shape(kCsvForms[kForm]).decimals > 0 ? wide_rows() : nullptr;
  if (wide == nullptr) return read_each<kForm>(lines, previous, out);
  std::size_t count = 0;
  while (count < out.size()) {
    const auto before = [&] { return count > 0 ? &out[count - 1] : previous; };
    std::size_t more = read_wide<kForm>(wide, lines, before(), out.subspan(count));
    count += more;
    if (more < kWideRows) {
      const std::size_t each =
          read_each<kForm>(lines, before(), out.subspan(count).first(std::min(kBetween, out.size() - count)));
      count += each;
      more += each;
    }
    if (more == 0) break;
  }
  return count;
}

template <class Row>
std::size_t read_none(LineReader& /*lines*/, const Row* /*previous*/, std::span<Row> /*out*/) {
  return 0;
}

template <class Row, std::size_t... kForms>
FastRows<Row> choose(std::size_t form, std::index_sequence<kForms...> /*all forms*/) {
  FastRows<Row> chosen = &read_none<Row>;
  const auto consider = [&]<std::size_t kForm>() {
    if constexpr (kCsvForms[kForm].kind == Row::kKind && std::endian::native == std::endian::little) {
      if (form == kForm) chosen = &read_rows<kForm, Row>;
    }
  };
  (consider.template operator()<kForms>(), ...);
  return chosen;
}

constexpr auto kAllForms = std::make_index_sequence<kCsvForms.size()>();

}  // namespace

template <>
FastRows<Candle> fast_rows(std::size_t form) {
  return choose<Candle>(form, kAllForms);
}
template <>
FastRows<TradeRow> fast_rows(std::size_t form) {
  return choose<TradeRow>(form, kAllForms);
}
template <>
FastRows<QuoteRow> fast_rows(std::size_t form) {
  return choose<QuoteRow>(form, kAllForms);
}
template <>
FastRows<FundingRow> fast_rows(std::size_t /*form*/) {
  return &read_none<FundingRow>;
}
template <>
FastRows<FlowRow> fast_rows(std::size_t /*form*/) {
  return &read_none<FlowRow>;
}

}  // namespace alpha_pulse::data_pipeline
