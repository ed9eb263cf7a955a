#include "alpha_pulse/data_pipeline/tape_stream.hpp"

#include <algorithm>

namespace alpha_pulse::data_pipeline {
namespace {

constexpr Duration kInstant = Duration::nanoseconds(1);
constexpr Duration kHour = Duration::hours(1);
constexpr int kFundingRank = 2, kSeriesRank = 3, kFlowRank = 16;
constexpr int kSeatAfter = 4;  // reads in order after which unpacking whole leaves is worth it

int rank_of(const Event& word) {
  return word.as<FundingRateDue>() != nullptr ? kFundingRank : kFlowRank;
}

Event event_at(InstrumentId leg, Timestamp at, EventBody body) {
  return {.instrument = leg, .ts_event = at, .ts_receive = at, .body = body};
}

/// Bars of the tape end at every full hour around which something was traded.
bool bars_meet_hours(const tape::Tape& tape) {
  const Duration step = tape.info().bar_step;
  const auto bars = tape.bars();
  return step > Duration{} && kHour.ns() % step.ns() == 0 && !bars.empty() &&
         bars.front().at.floor_to(step) == bars.front().at;
}

/// The tape's numbers between which a price is strictly inside [low, high] of raw prices.
struct Units {
  std::int64_t at_or_below, at_or_above;
};
Units units_of(const engine::QuietBounds::Range& range, Price unit) {
  const std::int64_t one = unit.raw();
  return {range.low / one, range.high / one + (range.high % one == 0 ? 0 : 1)};
}

}  // namespace

TapeStream::TapeStream(const TapeReplay& replay, Ratio default_funding)
    : replay_(replay), default_funding_(default_funding) {
  for (const TapeSeries& source : replay.series) {
    series_.push_back({.source = &source,
                       .at = source.begin,
                       .end = source.end,
                       .bar = source.bar_begin,
                       .bars = source.tape->bars().size(),
                       .cursor = tape::TapeCursor(*source.tape, source.begin),
                       .head = {}});
  }
  default_funding_.begin(earliest().at);
  const TapeSeries& first = replay.series.front();
  tells_hours_ = replay.series.size() == 1 && first.role.roles == kAllRoles && bars_meet_hours(*first.tape);
  calm_until_ = calm_until();
}

Timestamp TapeStream::calm_until() const {
  Timestamp until = default_funding_.due();
  if (word_ < replay_.words.size()) until = std::min(until, replay_.words[word_].ts_event);
  for (const Series& series : series_) until = std::min(until, bar_end(series));
  return until;
}

const tape::Entry& TapeStream::head_of(Series& series) {
  if (series.known) return series.head;
  series.known = true;
  if (series.cursor.index() != series.at) {
    series.in_order = series.at == series.read + 1 ? series.in_order + 1 : 0;
    series.read = series.at;
    if (series.in_order < kSeatAfter) return series.head = series.source->tape->at(series.at);
    series.cursor = tape::TapeCursor(*series.source->tape, series.at);
  }
  series.cursor.next(series.head);
  return series.head;
}

TapeStream::Head TapeStream::earliest() {
  Head head;
  if (word_ < replay_.words.size()) {
    head = {.at = replay_.words[word_].ts_event, .rank = rank_of(replay_.words[word_]), .series = series_.size()};
  }
  for (std::size_t k = 0; k < series_.size(); ++k) {
    if (series_[k].at == series_[k].end) continue;
    const Timestamp at = head_of(series_[k]).at;
    const int rank = kSeriesRank + static_cast<int>(k);
    if (at < head.at || (at == head.at && rank < head.rank)) head = {.at = at, .rank = rank, .series = k};
  }
  return head;
}

Timestamp TapeStream::bar_end(const Series& series) const {
  return series.bar < series.bars ? series.source->tape->bars()[series.bar].at : Timestamp::never();
}

const BarClosed& TapeStream::bar_of(const Series& series) const {
  if (series.bar == series.source->bar_begin) return series.source->first_bar;
  return series.source->tape->bars()[series.bar].bar;
}

inline void TapeStream::fill(const Series& series, const tape::Entry& entry, Event& out) {
  const PriceRole& role = series.source->role;
  const tape::Tape& tape = *series.source->tape;
  out.instrument = role.leg;
  out.ts_event = out.ts_receive = entry.at;
  if (role.mark_only || entry.kind == tape::Kind::MARK) {
    out.body = MarkPrice{.price = tape.price(entry.low)};
  } else if (entry.kind == tape::Kind::QUOTE) {
    out.body = QuoteTick{.bid = tape.price(entry.low),
                         .bid_quantity = entry.quantity,
                         .ask = tape.price(entry.high),
                         .ask_quantity = entry.high_quantity};
  } else {
    auto* trade = std::get_if<TradeTick>(&out.body);
    if (trade == nullptr) trade = &out.body.emplace<TradeTick>();
    trade->price = tape.price(entry.low);
    trade->quantity = entry.quantity;
    trade->aggressor = entry.kind == tape::Kind::BUY ? Side::BUY : Side::SELL;
    trade->roles = role.roles;
  }
}

void TapeStream::take(Series& series, Event& out) {
  fill(series, head_of(series), out);
  ++series.at;
  series.known = false;
}

/// One series alone, and nothing but prices for a while.
bool TapeStream::next_alone(Event& out) {
  Series& series = series_.front();
  if (series.at == series.end || head_of(series).at >= calm_until_) return false;
  take(series, out);
  return true;
}

/// Prints that come next, column by column; none where something else comes first.
std::size_t TapeStream::next_prints(Series& series, std::span<Event> out) {
  if (series.source->role.mark_only || out.empty()) return 0;
  const tape::TapeCursor::Ahead ahead = series.cursor.ahead();
  std::size_t count = std::min(ahead.count, out.size());
  while (count > 0 && ahead.time[count - 1] >= calm_until_.ns()) --count;  // times do not fall
  if (count == 0 || ahead.low == nullptr || !ahead.trades(count)) return 0;
  const InstrumentId leg = series.source->role.leg;
  const PrintRoles roles = series.source->role.roles;
  const std::int64_t unit = series.source->tape->info().price_unit.raw();
  for (std::size_t i = 0; i < count; ++i) {
    Event& event = out[i];
    event.seq = 0;
    event.more_follow = false;
    event.instrument = leg;
    event.ts_event = event.ts_receive = Timestamp::from_ns(ahead.time[i]);
    auto* trade = std::get_if<TradeTick>(&event.body);
    if (trade == nullptr) trade = &event.body.emplace<TradeTick>();
    trade->price = Price::from_raw(ahead.low[i] * unit);
    trade->quantity = Quantity::from_raw(ahead.quantity[i]);
    trade->aggressor = ((ahead.low_plane >> i) & 1U) != 0 ? Side::BUY : Side::SELL;
    trade->roles = roles;
  }
  series.cursor.pass(count);
  series.at += count;
  return count;
}

/// The same for many, once whole leaves are unpacked; how many there were.
std::size_t TapeStream::next_run(std::span<Event> out) {
  Series& series = series_.front();
  if (series.known || series.cursor.index() != series.at) return 0;
  const std::uint64_t most = std::min<std::uint64_t>(out.size(), series.end - series.at);
  if (const std::size_t prints = next_prints(series, out.first(most))) return prints;
  for (std::size_t count = 0; count < most; ++count) {
    series.cursor.next(series.head);
    if (series.head.at >= calm_until_) {
      series.known = true;
      return count;
    }
    out[count].seq = 0;
    out[count].more_follow = false;
    fill(series, series.head, out[count]);
    ++series.at;
  }
  return most;
}

std::size_t TapeStream::next(std::span<Event> out) {
  std::size_t count = 0;
  while (count < out.size()) {
    const std::size_t run = series_.size() == 1 ? next_run(out.subspan(count)) : 0;
    count += run;
    if (run == 0 && !next(out[count++])) return count - 1;
  }
  return count;
}

bool TapeStream::next(Event& out) {
  out.seq = 0;
  out.more_follow = false;
  if (series_.size() == 1 && next_alone(out)) return true;
  const Head head = earliest();
  if (head.at == Timestamp::never()) return false;
  Series* closing = nullptr;
  for (Series& series : series_) {
    const Timestamp end = bar_end(series);
    if (end <= head.at && (closing == nullptr || end < bar_end(*closing))) closing = &series;
  }
  const Timestamp source_at = closing != nullptr ? bar_end(*closing) : head.at;
  if (default_funding_.due() <= source_at) {
    out = default_funding_.pay();
  } else if (closing != nullptr) {
    out = event_at(closing->source->role.leg, source_at, bar_of(*closing));
    last_close_ = bar_of(*closing).close;
    ++closing->bar;
  } else if (head.series == series_.size()) {
    out = replay_.words[word_++];
  } else {
    take(series_[head.series], out);
    return true;
  }
  calm_until_ = calm_until();
  return true;
}

std::uint64_t TapeStream::first_at(Series& series, Timestamp limit) const {
  if (limit == Timestamp::never()) return series.end;
  if (limit == bar_end(series)) return std::clamp(series.source->tape->bars()[series.bar].end, series.at, series.end);
  if (limit != series.limit_at || series.limit_index < series.at) {
    series.limit_at = limit;
    series.limit_index = std::min(series.end, series.source->tape->first_at(limit));
  }
  return std::max(series.limit_index, series.at);
}

std::uint64_t TapeStream::first_outside(const Series& series, const engine::QuietBounds& bounds,
                                        std::uint64_t until) const {
  const PriceRole& role = series.source->role;
  const tape::Tape& tape = *series.source->tape;
  const tape::TapeInfo& info = tape.info();
  engine::QuietBounds::Range range;  // of every price of an entry: narrower than need be, never wider
  if (role.mark_only || info.has_marks) range.narrow_to(bounds.marks(role.leg));
  if (!role.mark_only && info.has_trades) range.narrow_to(bounds.prints(role.leg, role.roles));
  if (!role.mark_only && info.has_quotes) {
    range.narrow_to(bounds.bids(role.leg));
    range.narrow_to(bounds.asks(role.leg));
  }
  const Units units = units_of(range, info.price_unit);
  return tape.first_outside(series.at, until, units.at_or_below, units.at_or_above);
}

/// Leaves out [at, until) of one series: notes the last of each kind by its place in the series.
void TapeStream::pass(Series& series, std::uint64_t until, PassedOver& passed) {
  if (until <= series.at) return;
  const tape::TapeInfo& info = series.source->tape->info();
  const std::uint64_t from = series.at;
  const auto note = [&](std::optional<std::uint64_t> last) {
    if (!last) return;
    series.at = *last;
    series.known = false;
    take(series, passed.latest.emplace_back());
    passed.latest.back().seq = *last;
  };
  const tape::Tape& tape = *series.source->tape;
  if (series.source->role.mark_only || info.has_trades + info.has_quotes + info.has_marks == 1) {
    note(until - 1);
  } else {
    if (info.has_marks) note(tape.last_mark(from, until));
    if (info.has_quotes) note(tape.last_quote(from, until));
    if (info.has_trades) note(tape.last_trade(from, until));
  }
  passed.count += until - from;
  for (const Event& event : passed.latest) passed.last_at = std::max(passed.last_at, event.ts_event);
  series.at = until;
  series.known = false;
}

/// From the place in its series to the place among all that was passed: of the entries `noted` on of series `k`.
void TapeStream::number(PassedOver& passed, std::size_t noted, std::size_t k, std::span<const Passage> passages) const {
  for (; noted < passed.latest.size(); ++noted) {
    Event& latest = passed.latest[noted];
    std::uint64_t place = latest.seq + 1 - passages[k].begin;
    for (std::size_t other = 0; other < series_.size(); ++other) {
      if (other == k) continue;
      const Timestamp until = other < k ? latest.ts_event + kInstant : latest.ts_event;
      const std::uint64_t before = series_[other].source->tape->first_at(until);
      place += std::clamp(before, passages[other].begin, passages[other].end) - passages[other].begin;
    }
    latest.seq = place;
  }
}

/// The first bar from `from` on that ends after `at`. Bars end at even distances where something was traded all the
/// time.
std::size_t TapeStream::bar_after(const Series& series, std::size_t from, Timestamp at) const {
  const auto bars = series.source->tape->bars();
  if (from == series.bars || bars[from].at > at) return from;
  const std::int64_t step = std::max<std::int64_t>(series.source->tape->info().bar_step.ns(), 1);
  const std::int64_t steps = (at - bars[from].at).ns() / step;
  const std::size_t near = std::min(series.bars - 1, from + static_cast<std::size_t>(steps));
  if (bars[near].at <= at && (near + 1 == series.bars || bars[near + 1].at > at)) return near + 1;
  const auto rest = bars.subspan(from);
  return from + static_cast<std::size_t>(std::ranges::upper_bound(rest, at, {}, &tape::TapeBar::at) - rest.begin());
}

/// Bars that closed before the last price passed, each in front of the event that closed it; and the last price before
/// each full hour, which is the close of the last bar that ended by then.
void TapeStream::pass_bars(Timestamp next_hour, PassedOver& passed) {
  for (Series& series : series_) {
    const std::size_t begin = series.bar;
    for (Event& latest : passed.latest) latest.seq += bar_after(series, begin, latest.ts_event) - begin;
    const auto close = [&](std::size_t after) {
      series.bar = after - 1;
      last_close_ = bar_of(series).close;
      series.bar = after;
    };
    for (; tells_hours_ && next_hour <= passed.last_at; next_hour = next_hour + kHour) {
      if (const std::size_t after = bar_after(series, series.bar, next_hour); after > series.bar) close(after);
      passed.hours.push_back(last_close_);
    }
    if (const std::size_t after = bar_after(series, series.bar, passed.last_at); after > series.bar) close(after);
    passed.count += series.bar - begin;
  }
  calm_until_ = calm_until();
}

void TapeStream::jump(const engine::QuietBounds& bounds, Timestamp limit, Timestamp next_hour, PassedOver& passed) {
  passed.count = 0;
  passed.last_at = Timestamp{};
  passed.latest.clear();
  passed.hours.clear();
  if (bounds.every_event()) return;
  limit = std::min({limit, bounds.at(), default_funding_.due(), tells_hours_ ? Timestamp::never() : next_hour});
  if (word_ < replay_.words.size()) limit = std::min(limit, replay_.words[word_].ts_event);
  for (const Series& series : series_) {
    if (bounds.bars_matter()) limit = std::min(limit, bar_end(series));
  }
  boost::container::small_vector<Passage, 4> passages;
  Timestamp stop = limit;
  for (Series& series : series_) {
    const std::uint64_t until = first_at(series, limit);
    const std::uint64_t outside = first_outside(series, bounds, until);
    passages.push_back({.begin = series.at, .end = outside});
    if (series_.size() > 1 && outside < until) stop = std::min(stop, series.source->tape->time(outside));
  }
  if (stop < limit) {
    for (std::size_t k = 0; k < series_.size(); ++k) {
      const std::uint64_t at_stop = series_[k].source->tape->first_at(stop);
      passages[k].end = std::clamp(at_stop, passages[k].begin, passages[k].end);
    }
  }
  for (std::size_t k = 0; k < series_.size(); ++k) {
    const std::size_t noted = passed.latest.size();
    pass(series_[k], passages[k].end, passed);
    number(passed, noted, k, passages);
  }
  if (passed.count > 0) pass_bars(next_hour, passed);
}

}  // namespace alpha_pulse::data_pipeline
