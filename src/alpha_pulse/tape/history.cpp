#include "alpha_pulse/tape/history.hpp"

#include <algorithm>

namespace alpha_pulse::tape {
namespace {

constexpr std::uint64_t kCadenceEvents = 1'000;
constexpr Duration kLongestSilence = Duration::minutes(1);
constexpr unsigned kEventsOfCandle = 4;
constexpr Duration kUsualBar = Duration::minutes(5);

bool is_trade(std::uint8_t kind) {
  return kind == static_cast<std::uint8_t>(Kind::BUY) || kind == static_cast<std::uint8_t>(Kind::SELL);
}

}  // namespace

void History::begin(const PageBuffer& page) {
  first_ = last_ = Timestamp::from_ns(page.time[0]);
  const bool own = settings_.bar_step == settings_.candle_step && settings_.candle_step > kUsualBar;
  builder_.emplace(settings_.bar_step, own ? first_ : Timestamp{});
  candles_of_marks_ = page.kind[0] == static_cast<std::uint8_t>(Kind::MARK);
  candle_ = first_;
  if (settings_.candle_step > Duration{}) cadence_ = Duration::nanoseconds(settings_.candle_step.ns() / 4);
}

void History::take(const PageBuffer& page) {
  if (events_ == 0) begin(page);
  take_bars(page);
  take_gaps(page);
  const std::uint64_t before = events_;
  events_ += page.count;
  if (cadence_ == Duration{} && before < kCadenceEvents) {
    const std::uint64_t seen = std::min(kCadenceEvents, events_);
    const Duration span = Timestamp::from_ns(page.time[seen - 1 - before]) - first_;
    cadence_ = Duration::nanoseconds(span.ns() / static_cast<std::int64_t>(std::max<std::uint64_t>(1, seen - 1)));
  }
  last_ = Timestamp::from_ns(page.time[page.count - 1]);
}

void History::take_bars(const PageBuffer& page) {
  std::int64_t end = builder_->end().ns();
  for (unsigned i = 0; i < page.count; ++i) {
    kinds_ |= 1U << page.kind[i];
    const Timestamp at = Timestamp::from_ns(page.time[i]);
    if (page.time[i] >= end) {
      const auto closed = builder_->close_until(at);
      if (closed) bars_.push_back({.end = events_ + i, .at = closed->end, .bar = closed->bar});
      end = builder_->end().ns();
    }
    if (!is_trade(page.kind[i])) continue;
    builder_->add(Price::from_raw(page.high[i] * settings_.price_unit.raw()), Quantity::from_raw(page.quantity[i]), at);
    end = builder_->end().ns();
  }
}

void History::note_gap(Timestamp after, Timestamp until, Duration longest) {
  if (until - after <= longest) return;
  ++gaps_total_;
  if (gaps_.size() < kGapsListed) gaps_.push_back({.after = after, .until = until});
}

void History::take_gaps(const PageBuffer& page) {
  if (settings_.candle_step == Duration{}) {
    Timestamp before = last_;
    for (unsigned i = 0; i < page.count; ++i) {
      const Timestamp at = Timestamp::from_ns(page.time[i]);
      note_gap(before, at, kLongestSilence);
      before = at;
    }
    return;
  }
  for (unsigned i = 0; i < page.count; ++i) {
    const bool counts =
        candles_of_marks_ ? page.kind[i] == static_cast<std::uint8_t>(Kind::MARK) : is_trade(page.kind[i]);
    if (!counts) continue;
    if (in_candle_++ % kEventsOfCandle != 0) continue;
    const Timestamp opens = Timestamp::from_ns(page.time[i]);
    note_gap(candle_, opens, settings_.candle_step);
    candle_ = opens;
  }
}

Duration History::cadence() const {
  return cadence_;
}

}  // namespace alpha_pulse::tape
