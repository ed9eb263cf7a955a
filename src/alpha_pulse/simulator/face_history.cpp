#include "alpha_pulse/simulator/face_history.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace alpha_pulse::simulator {
namespace {

struct Interval {
  std::string_view name;
  Duration length;
};
constexpr std::array kIntervals{
    Interval{"1m", Duration::minutes(1)},   Interval{"3m", Duration::minutes(3)},
    Interval{"5m", Duration::minutes(5)},   Interval{"15m", Duration::minutes(15)},
    Interval{"30m", Duration::minutes(30)}, Interval{"1h", Duration::hours(1)},
    Interval{"2h", Duration::hours(2)},     Interval{"4h", Duration::hours(4)},
    Interval{"6h", Duration::hours(6)},     Interval{"8h", Duration::hours(8)},
    Interval{"12h", Duration::hours(12)},   Interval{"1d", Duration::days(1)},
    Interval{"3d", Duration::days(3)},      Interval{"1w", Duration::days(7)},
    Interval{"1M", Duration::days(0)},
};
constexpr Duration kMinute = Duration::minutes(1);
constexpr Duration kToMonday = Duration::days(4);  // 1970-01-05 was a Monday

Timestamp month_start(std::chrono::year_month month) {
  return Timestamp{} + Duration::days((std::chrono::sys_days(month / 1)).time_since_epoch().count());
}

void absorb(Candle& into, const Candle& later) {
  into.high = std::max(into.high, later.high);
  into.low = std::min(into.low, later.low);
  into.close = later.close;
  into.volume += later.volume;
  into.taker_buy += later.taker_buy;
  into.quote += later.quote;
  into.taker_buy_quote += later.taker_buy_quote;
  into.trades += later.trades;
  into.last_id = later.last_id;
}

Candle candle_of(const Print& p) {
  const Int128 quote = Int128{p.price.raw()} * p.quantity.raw();
  Candle candle{.open_time = p.time.floor_to(kMinute),
                .open = p.price,
                .high = p.price,
                .low = p.price,
                .close = p.price,
                .volume = p.quantity,
                .taker_buy = {},
                .quote = quote,
                .taker_buy_quote = 0,
                .trades = 1,
                .first_id = p.id,
                .last_id = p.id};
  if (!p.buyer_is_maker) {
    candle.taker_buy = p.quantity;
    candle.taker_buy_quote = quote;
  }
  return candle;
}

}  // namespace

std::optional<std::string_view> known_interval(std::string_view name) {
  const auto found = std::ranges::find(kIntervals, name, &Interval::name);
  return found == kIntervals.end() ? std::nullopt : std::optional(found->name);
}

CandleSpan candle_span(std::string_view interval, Timestamp time) {
  const auto found = std::ranges::find(kIntervals, interval, &Interval::name);
  ensure(found != kIntervals.end(), "an interval the venue offers");
  if (interval == "1M") {
    const std::chrono::sys_days day{std::chrono::days((time - Timestamp{}).ns() / Duration::days(1).ns())};
    const std::chrono::year_month_day date(day);
    const std::chrono::year_month month = date.year() / date.month();
    return {month_start(month), month_start(month + std::chrono::months(1))};
  }
  const Duration shift = interval == "1w" ? kToMonday : Duration{};
  const Timestamp open = (time - shift).floor_to(found->length) + shift;
  return {open, open + found->length};
}

void PrintHistory::add(const Print& print) {
  prints_.push_back(print);
  if (prints_.size() > kMostPrints) prints_.pop_front();
  const Candle candle = candle_of(print);
  if (!minutes_.empty() && minutes_.back().open_time == candle.open_time) {
    absorb(minutes_.back(), candle);
  } else {
    minutes_.push_back(candle);
    if (minutes_.size() > kMostMinutes) minutes_.pop_front();
  }
}

std::vector<Candle> PrintHistory::candles(std::string_view interval, std::optional<Timestamp> start,
                                          std::optional<Timestamp> end, std::size_t limit) const {
  std::vector<Candle> result;
  for (const Candle& minute : minutes_) {
    const Timestamp open = candle_span(interval, minute.open_time).open;
    if ((start && open < *start) || (end && open > *end)) continue;
    if (!result.empty() && result.back().open_time == open) {
      absorb(result.back(), minute);
      continue;
    }
    if (start && result.size() == limit) break;
    result.push_back(minute);
    result.back().open_time = open;
  }
  if (result.size() > limit) result.erase(result.begin(), result.end() - static_cast<std::ptrdiff_t>(limit));
  return result;
}

std::optional<Candle> PrintHistory::current(std::string_view interval) const {
  if (minutes_.empty()) return {};
  const Timestamp open = candle_span(interval, minutes_.back().open_time).open;
  auto first = minutes_.end();
  while (first != minutes_.begin() && std::prev(first)->open_time >= open) --first;
  Candle candle = *first;
  candle.open_time = open;
  for (++first; first != minutes_.end(); ++first) absorb(candle, *first);
  return candle;
}

std::optional<Candle> PrintHistory::last_day(Timestamp now) const {
  std::optional<Candle> day;
  for (const Candle& minute : minutes_) {
    if (minute.open_time + Duration::days(1) < now) continue;
    if (day) {
      absorb(*day, minute);
    } else {
      day = minute;
    }
  }
  return day;
}

}  // namespace alpha_pulse::simulator
