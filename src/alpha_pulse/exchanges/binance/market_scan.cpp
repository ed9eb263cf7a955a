#include "alpha_pulse/exchanges/binance/market_scan.hpp"

#include <bit>
#include <cstring>

#include "alpha_pulse/base/digit_word.hpp"
#include "alpha_pulse/exchanges/field_reader.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

static_assert(std::endian::native == std::endian::little, "the first digit stands in the lowest byte");

constexpr std::size_t kIntegerDigitsMax = 18;  // always fit
constexpr std::size_t kWholeDigitsMax = 10;    // with eight decimals they fit

/// Eight characters at once, the first in the lowest byte, and of each byte the highest bit where it is what is looked
/// for. What stands behind the first that is found may be marked, too.
class EightLetters {
 public:
  /// Of fewer that are left the missing ones are zero, and so neither digits nor plain.
  EightLetters(const char* at, std::size_t left) {
    if (left >= sizeof word_) {
      std::memcpy(&word_, at, sizeof word_);
    } else if (left > 0) {
      std::memcpy(&word_, at, left);
    }
  }
  base::DigitWord digits() const { return base::digits_in(word_); }
  /// How many come first that a JSON string shows as they are: neither quote, backslash, control character nor more
  /// than ASCII.
  unsigned plain() const {
    const auto zero = [](std::uint64_t word) { return word - kEach; };
    const std::uint64_t odd = zero(word_ ^ kEach * '"') | zero(word_ ^ kEach * '\\') | (word_ - kEach * 0x20U);
    return before((odd | word_) & kHighest);
  }

 private:
  static constexpr std::uint64_t kEach = 0x0101010101010101U, kHighest = 0x8080808080808080U;
  static unsigned before(std::uint64_t marks) { return static_cast<unsigned>(std::countr_zero(marks)) / 8; }
  std::uint64_t word_ = 0;
};

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
  /// The characters up to a quote, which is left, or to one that would have to be decoded.
  std::string_view word() {
    const char* const begin = at_;
    for (unsigned plain = 8; plain == 8; at_ += plain) plain = EightLetters(at_, left()).plain();
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
  /// Digits, and perhaps a point and one to eight more, at 1e-8. Inlined, as the ending is: where a call would end, the
  /// place in the frame would be stored and waited for.
  [[gnu::always_inline]] std::int64_t decimal() {
    const char* begin = at_;
    const std::int64_t whole = digits();
    const auto size = static_cast<std::size_t>(at_ - begin);
    if (size == 0 || size > kWholeDigitsMax) {
      ok_ = false;
      return 0;
    }
    if (at_ == end_ || *at_ != '.') return whole * domain::kOne;
    const base::DigitWord behind = EightLetters(at_ + 1, left() - 1).digits();
    if (behind.count == 0) return whole * domain::kOne;
    at_ += 1 + behind.count;
    return whole * domain::kOne + static_cast<std::int64_t>(base::join_decimals(behind));
  }
  void symbol(SymbolText& to) {
    if (!to.assign(word())) ok_ = false;
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
  std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
  /// At most one more than fit, so that the caller sees that there were too many.
  std::int64_t digits() {
    std::int64_t value = 0;
    std::size_t size = 0;
    while (size + 8 <= kIntegerDigitsMax) {
      const base::DigitWord next = EightLetters(at_, left()).digits();
      if (next.count > 0) {
        value = value * static_cast<std::int64_t>(base::kPowersOfTen[next.count]) +
                static_cast<std::int64_t>(base::join_first(next));
      }
      at_ += next.count;
      size += next.count;
      if (next.count < 8) return value;
    }
    for (; size <= kIntegerDigitsMax && at_ != end_ && is_digit(*at_); ++size) {
      if (size < kIntegerDigitsMax) value = value * 10 + (*at_ - '0');
      ++at_;
    }
    return value;
  }

  const char* at_;
  const char* end_;
  bool ok_ = true;
};

/// What newer messages end with.
[[gnu::always_inline]] inline void skip_ending(Scan& scan) {
  if (scan.skip(",\"st\":")) (void)scan.integer();
  scan.expect("}");
}

void read(Scan& s, AggTrade& m) {
  s.expect(",\"E\":");
  m.event_time = s.time();
  s.expect(",\"s\":\"");
  s.symbol(m.symbol);
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
  s.symbol(m.symbol);
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
  s.symbol(m.symbol);
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
