#include "alpha_pulse/exchanges/binance/market_scan.hpp"

#include <array>
#include <bit>
#include <cstring>

#include "alpha_pulse/exchanges/field_reader.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

static_assert(std::endian::native == std::endian::little, "the first digit stands in the lowest byte");

constexpr std::size_t kIntegerDigitsMax = 18;  // always fit
constexpr std::size_t kWholeDigitsMax = 10;    // with eight decimals they fit
constexpr std::array<std::int64_t, domain::kDecimals + 1> kPowers = {1,       10,        100,        1'000,      10'000,
                                                                     100'000, 1'000'000, 10'000'000, 100'000'000};

/// Walks over a frame; the first thing that is not as expected ends it, and from then on everything is refused.
class Scan {
 public:
  explicit Scan(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  template <std::size_t kSize>
  bool skip(const char (&expected)[kSize]) {
    constexpr std::size_t kLength = kSize - 1;
    if (left() < kLength || std::memcmp(at_, expected, kLength) != 0) return false;
    at_ += kLength;
    return true;
  }
  template <std::size_t kSize>
  void expect(const char (&expected)[kSize]) {
    ok_ = skip(expected) && ok_;
  }
  /// The characters up to a quote, which is left; letters, digits and what names of streams have besides.
  std::string_view word() {
    const char* begin = at_;
    while (at_ != end_ && is_plain(*at_)) ++at_;
    return {begin, static_cast<std::size_t>(at_ - begin)};
  }
  /// A JSON number that is whole and not negative.
  std::int64_t integer() {
    const char* begin = at_;
    const std::int64_t value = digits();
    const auto size = static_cast<std::size_t>(at_ - begin);
    if (size == 0 || size > kIntegerDigitsMax || (size > 1 && *begin == '0')) ok_ = false;
    return value;
  }
  Timestamp time() {
    const std::int64_t ms = integer();
    if (ms > FieldReader::kLastMs) ok_ = false;
    return ok_ ? Timestamp::from_ms(ms) : Timestamp{};
  }
  /// Digits, and perhaps a point and one to eight more, at 1e-8.
  std::int64_t decimal() {
    const char* begin = at_;
    std::int64_t value = digits();
    const auto whole = static_cast<std::size_t>(at_ - begin);
    if (whole == 0 || whole > kWholeDigitsMax) {
      ok_ = false;
      return 0;
    }
    std::size_t decimals = 0;
    if (at_ != end_ && *at_ == '.') {
      const char* point = at_++;
      while (at_ != end_ && is_digit(*at_) && decimals < domain::kDecimals) {
        value = value * 10 + (*at_++ - '0');
        ++decimals;
      }
      if (decimals == 0) at_ = point;
    }
    return value * kPowers[domain::kDecimals - decimals];
  }
  SymbolText symbol() {
    const auto text = SymbolText::from(word());
    if (!text) ok_ = false;
    return text.value_or(SymbolText{});
  }
  bool flag() {
    if (skip("true")) return true;
    expect("false");
    return false;
  }
  bool ok() const { return ok_; }
  bool done() const { return ok_ && at_ == end_; }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static bool is_plain(char c) {
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '@' || c == '_' || c == '.';
  }
  std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
  /// Eight digits that stand at `at` as their value, or -1: all in one word, first two by two, then four by four.
  static std::int64_t eight_digits(const char* at) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    word ^= 0x3030303030303030U;
    if (((word + 0x7676767676767676U) | word) & 0x8080808080808080U) return -1;
    word = word * 10 + (word >> 8U);
    const std::uint64_t high = (word & 0x000000FF000000FFU) * 0x000F424000000064U;
    const std::uint64_t low = ((word >> 16U) & 0x000000FF000000FFU) * 0x0000271000000001U;
    return static_cast<std::int64_t>((high + low) >> 32U);
  }
  /// At most one more than fit, so that the caller sees that there were too many.
  std::int64_t digits() {
    std::int64_t value = 0;
    std::size_t i = 0;
    for (; i + 8 <= kIntegerDigitsMax && left() >= 8; i += 8) {
      const std::int64_t eight = eight_digits(at_);
      if (eight < 0) break;
      value = value * 100'000'000 + eight;
      at_ += 8;
    }
    for (; i <= kIntegerDigitsMax && at_ != end_ && is_digit(*at_); ++i) {
      if (i < kIntegerDigitsMax) value = value * 10 + (*at_ - '0');
      ++at_;
    }
    return value;
  }

  const char* at_;
  const char* end_;
  bool ok_ = true;
};

/// What newer messages end with.
void skip_ending(Scan& scan) {
  if (scan.skip(",\"st\":")) (void)scan.integer();
  scan.expect("}");
}

void read(Scan& s, AggTrade& m) {
  s.expect(",\"E\":");
  m.event_time = s.time();
  s.expect(",\"s\":\"");
  m.symbol = s.symbol();
  s.expect("\",\"a\":");
  m.id = s.integer();
  s.expect(",\"p\":\"");
  m.price = Price::from_raw(s.decimal());
  s.expect("\",\"q\":\"");
  m.quantity = Quantity::from_raw(s.decimal());
  if (s.skip("\",\"nq\":\"")) (void)s.word();
  s.expect("\",\"f\":");
  m.first_trade = s.integer();
  s.expect(",\"l\":");
  m.last_trade = s.integer();
  s.expect(",\"T\":");
  m.trade_time = s.time();
  s.expect(",\"m\":");
  m.buyer_is_maker = s.flag();
  if (s.skip(",\"M\":")) (void)s.flag();
  skip_ending(s);
}

void read(Scan& s, BookTicker& m) {
  s.expect(",\"u\":");
  m.update_id = s.integer();
  s.expect(",\"E\":");
  m.event_time = s.time();
  s.expect(",\"T\":");
  m.transaction_time = s.time();
  s.expect(",\"s\":\"");
  m.symbol = s.symbol();
  if (s.skip("\",\"ps\":\"")) (void)s.word();
  s.expect("\",\"b\":\"");
  m.bid.price = Price::from_raw(s.decimal());
  s.expect("\",\"B\":\"");
  m.bid.quantity = Quantity::from_raw(s.decimal());
  s.expect("\",\"a\":\"");
  m.ask.price = Price::from_raw(s.decimal());
  s.expect("\",\"A\":\"");
  m.ask.quantity = Quantity::from_raw(s.decimal());
  s.expect("\"");
  skip_ending(s);
}

void read(Scan& s, MarkUpdate& m) {
  s.expect(",\"E\":");
  m.event_time = s.time();
  s.expect(",\"s\":\"");
  m.symbol = s.symbol();
  s.expect("\",\"p\":\"");
  m.mark = Price::from_raw(s.decimal());
  if (s.skip("\",\"ap\":\"")) (void)s.word();
  s.expect("\",\"i\":\"");
  m.index = Price::from_raw(s.decimal());
  if (s.skip("\",\"P\":\"")) (void)s.word();
  s.expect("\",\"r\":\"");
  const bool negative = s.skip("-");
  const std::int64_t rate = s.decimal();
  m.funding_rate = Ratio::from_raw(negative ? -rate : rate);
  s.expect("\",\"T\":");
  m.next_funding = s.time();
  skip_ending(s);
}

}  // namespace

bool scan_market_frame(std::string_view frame, Product product, MarketMessage& message) {
  Scan scan(frame);
  const bool combined = scan.skip("{\"stream\":\"");
  if (combined) {
    (void)scan.word();
    scan.expect("\",\"data\":");
  }
  scan.expect("{\"e\":\"");
  if (!scan.ok()) return false;
  if (product == Product::FUTURES && scan.skip("bookTicker\"")) {
    read(scan, message.emplace<BookTicker>());
  } else if (scan.skip("aggTrade\"")) {
    read(scan, message.emplace<AggTrade>());
  } else if (scan.skip("markPriceUpdate\"")) {
    read(scan, message.emplace<MarkUpdate>());
  } else {
    return false;
  }
  if (combined) scan.expect("}");
  return scan.done();
}

}  // namespace alpha_pulse::exchanges::binance
