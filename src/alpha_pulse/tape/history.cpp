#include "alpha_pulse/tape/history.hpp"

#include <algorithm>
#include <limits>

#include "alpha_pulse/base/int128.hpp"

namespace alpha_pulse::tape {
namespace {

constexpr std::uint64_t kCadenceEvents = 1'000;
constexpr unsigned kEventsOfCandle = 4;
constexpr std::uint32_t kTradeKinds =
    (1U << static_cast<unsigned>(Kind::BUY)) | (1U << static_cast<unsigned>(Kind::SELL));

bool trades(std::uint8_t kind) {
  return is_trade(static_cast<Kind>(kind));
}

/// How many of `count` times that do not fall are before `end`. Bars of one market are of about as many events each, so
/// steps that double find the place in ways that repeat.
unsigned count_before(const std::int64_t* times, unsigned count, std::int64_t end) {
  unsigned reach = 1;
  while (reach < count && times[reach] < end) reach *= 2;
  const std::int64_t* const from = times + reach / 2;
  return static_cast<unsigned>(
      std::partition_point(from, times + std::min(reach, count), [end](auto t) { return t < end; }) - times);
}

}  // namespace

void History::begin(const PageBuffer& page) {
  first_ = last_ = Timestamp::from_ns(page.time[0]);
  const bool own = settings_.bar_step == settings_.candle_step && settings_.candle_step > kUsualBar;
  builder_.emplace(settings_.bar_step, own ? first_ : Timestamp{});
  candles_of_marks_ = std::none_of(page.kind, page.kind + page.count, trades);  // marks may come before the first trade
  candle_ = first_;
  if (cadence_ == Duration{} && settings_.candle_step > Duration{})
    cadence_ = Duration::nanoseconds(settings_.candle_step.ns() / 4);
}

void History::take(const PageBuffer& page, std::uint32_t kinds) {
  kinds_ |= kinds;
  if (events_ == 0) begin(page);
  take_bars(page);
  take_gaps(page, kinds);
  const std::uint64_t before = events_;
  events_ += page.count;
  if (cadence_ == Duration{} && before < kCadenceEvents) {
    const std::uint64_t seen = std::min(kCadenceEvents, events_);
    const Duration span = Timestamp::from_ns(page.time[seen - 1 - before]) - first_;
    cadence_ = Duration::nanoseconds(span.ns() / static_cast<std::int64_t>(std::max<std::uint64_t>(1, seen - 1)));
  }
  last_ = Timestamp::from_ns(page.time[page.count - 1]);
}

/// Trades that all lie within the open bar, in three steps instead of one each: a bar keeps no more of them.
void History::take_run(const PageBuffer& page, unsigned from, unsigned to) {
  std::int64_t lowest = std::numeric_limits<std::int64_t>::max(), highest = 0;
  std::uint64_t volume_low = 0, volume_high = 0;  // halves, so that no sum of a page's leaves 64 bits
  unsigned last = to;
  for (unsigned i = from; i < to; ++i) {
    const bool trade = trades(page.kind[i]);
    const std::int64_t price = page.high[i];
    const std::uint64_t quantity = trade ? static_cast<std::uint64_t>(page.quantity[i]) : 0;
    lowest = trade && price < lowest ? price : lowest;
    highest = trade && price > highest ? price : highest;
    last = trade ? i : last;
    volume_low += quantity & 0xffff'ffffU;
    volume_high += quantity >> 32U;
  }
  if (last == to) return;  // none
  const std::int64_t close = page.high[last];
  const auto volume = static_cast<std::int64_t>(std::min(Int128{volume_high} * (Int128{1} << 32U) + volume_low,
                                                         Int128{std::numeric_limits<std::int64_t>::max()}));
  const auto price = [this](std::int64_t units) { return Price::from_raw(units * settings_.price_unit.raw()); };
  const Timestamp at = Timestamp::from_ns(page.time[from]);
  builder_->add(price(highest), Quantity{}, at);
  builder_->add(price(lowest), Quantity{}, at);
  builder_->add(price(close), Quantity::from_raw(volume), at);
}

void History::take_bars(const PageBuffer& page) {
  for (unsigned i = 0; i < page.count;) {
    const Timestamp at = Timestamp::from_ns(page.time[i]);
    if (const auto closed = builder_->close_until(at)) {
      // Much more room than is needed costs nothing until it is used, and moving bars does.
      if (bars_.size() == bars_.capacity()) bars_.reserve(std::max<std::size_t>(1'024, 8 * bars_.size()));
      bars_.push_back({.end = events_ + i, .at = closed->end, .bar = closed->bar});
    }
    if (trades(page.kind[i])) {
      builder_->add(Price::from_raw(page.high[i] * settings_.price_unit.raw()), Quantity::from_raw(page.quantity[i]),
                    at);
    }
    ++i;
    if (builder_->end() == Timestamp::never()) continue;  // no trade has opened a bar yet
    const unsigned run = count_before(page.time + i, page.count - i, builder_->end().ns());
    take_run(page, i, i + run);
    i += run;
  }
}

void History::note_gap(Timestamp after, Timestamp until) {
  ++gaps_total_;
  if (gaps_.size() < kGapsListed) gaps_.push_back({.after = after, .until = until});
}

void History::take_gaps(const PageBuffer& page, std::uint32_t kinds) {
  if (settings_.candle_step == Duration{}) {
    std::int64_t before = last_.ns();
    for (unsigned i = 0; i < page.count; ++i) {
      const std::int64_t at = page.time[i];
      if (at - before > kLongestSilence.ns()) {
        note_gap(Timestamp::from_ns(before), Timestamp::from_ns(at));
      }
      before = at;
    }
    return;
  }
  const auto opens = [this](Timestamp at) {
    if (at - candle_ > settings_.candle_step) [[unlikely]]
      note_gap(candle_, at);
    candle_ = at;
  };
  if ((kinds & ~kTradeKinds) == 0 && !candles_of_marks_) {  // every fourth event opens a candle
    unsigned i = (kEventsOfCandle - in_candle_ % kEventsOfCandle) % kEventsOfCandle;
    for (; i < page.count; i += kEventsOfCandle) opens(Timestamp::from_ns(page.time[i]));
    in_candle_ = (in_candle_ + page.count) % kEventsOfCandle;
    return;
  }
  for (unsigned i = 0; i < page.count; ++i) {
    const bool counts =
        candles_of_marks_ ? page.kind[i] == static_cast<std::uint8_t>(Kind::MARK) : trades(page.kind[i]);
    if (!counts) continue;
    if (in_candle_++ % kEventsOfCandle != 0) continue;
    opens(Timestamp::from_ns(page.time[i]));
  }
}

Duration History::cadence() const {
  return cadence_;
}

}  // namespace alpha_pulse::tape
