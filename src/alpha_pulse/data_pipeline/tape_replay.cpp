#include "alpha_pulse/data_pipeline/tape_replay.hpp"

#include <algorithm>

namespace alpha_pulse::data_pipeline {
namespace {

constexpr Duration kInstant = Duration::nanoseconds(1);

/// Every price file of a run.
Files price_files(const ReplaySources& sources) {
  Files files;
  for (const Files* leg : {&sources.data, &sources.spot, &sources.perp, &sources.mark}) {
    files.insert(files.end(), leg->begin(), leg->end());
  }
  return files;
}

Result<void> add_tape(const Files& files, const PriceRole& role, TapeReplay& replay) {
  if (files.size() != 1) {
    return fail(ErrorCode::kInvalidArgument, files[1].string() + ": a second tape for one leg; one tape would pass" +
                                                 " (gridhedge data import takes several files and makes one)");
  }
  auto tape = tape::Tape::open(files.front());
  if (!tape) return std::unexpected(tape.error());
  const tape::TapeInfo& info = (*tape)->info();
  if (!role.mark_only && !info.has_trades) {
    return fail(ErrorCode::kBadData,
                files.front().string() + ": holds no trades; a tape of trades or candles would pass");
  }
  PriceRole own = role;  // what the tape says itself, its trades need not stand for
  if (info.has_quotes) own.roles.quote = false;
  if (info.has_marks) own.roles.mark = false;
  replay.series.push_back({.tape = std::move(*tape), .role = own});
  if (!role.mark_only) replay.cadence = std::max(replay.cadence, replay.series.back().tape->info().cadence);
  return {};
}

Result<void> add_words(Result<std::unique_ptr<Recording>> rows, std::vector<Event>& words) {
  if (!rows) return std::unexpected(rows.error());
  while (true) {
    const auto more = (*rows)->advance();
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
    words.push_back((*rows)->head());
  }
}

Result<void> read_words(const ReplaySources& sources, TapeReplay& replay) {
  std::vector<Event>& words = replay.words;
  if (!sources.funding.empty()) {
    if (auto ok = add_words(open_funding(sources.funding, sources.symbol), words); !ok) return ok;
  } else {
    for (const tape::TapeFunding& due : replay.series.back().tape->funding()) {
      words.push_back({.instrument = kHedgeLeg,
                       .ts_event = due.at,
                       .ts_receive = due.at,
                       .body = FundingRateDue{.rate = due.rate}});
    }
  }
  if (!sources.flows.empty()) {
    if (auto ok = add_words(open_flows(sources.flows, sources.symbol), words); !ok) return ok;
  }
  std::ranges::stable_sort(words, {}, &Event::ts_event);  // funding before flows, each in its own order
  return {};
}

/// The bar that the window's first trades make: whole periods as the tape has them, less what came before the window.
void find_first_bar(TapeSeries& series) {
  const auto bars = series.tape->bars();
  series.bar_begin =
      static_cast<std::size_t>(std::ranges::upper_bound(bars, series.begin, {}, &tape::TapeBar::end) - bars.begin());
  if (series.role.mark_only) series.bar_begin = bars.size();
  if (series.bar_begin == bars.size()) return;
  BarBuilder builder(bars[series.bar_begin].bar.step, bars[series.bar_begin].at);
  tape::TapeCursor cursor(*series.tape, series.begin);
  tape::Entry entry;
  while (cursor.index() < bars[series.bar_begin].end && cursor.next(entry)) {
    if (is_trade(entry.kind)) builder.add(series.tape->price(entry.low), entry.quantity, entry.at);
  }
  if (const auto closed = builder.close_until(bars[series.bar_begin].at)) {
    series.first_bar = closed->bar;
  } else {
    ++series.bar_begin;  // nothing was traded inside the window in that period
    if (series.bar_begin < bars.size()) series.first_bar = bars[series.bar_begin].bar;
  }
}

/// Plays from the moment at which every price series has begun to the end of the first that ends.
Result<void> enter_window(const ReplaySources& sources, TapeReplay& replay) {
  const auto prices = [](const TapeSeries& series) { return !series.role.mark_only; };
  replay.begin = sources.from.value_or(Timestamp{});
  replay.end = sources.to ? *sources.to - kInstant : Timestamp::never();
  bool first = !sources.from;
  for (const TapeSeries& series : replay.series) {
    if (!prices(series)) continue;
    const tape::TapeInfo& info = series.tape->info();
    replay.begin = first ? info.first : std::max(replay.begin, info.first);
    replay.end = std::min(replay.end, info.last);
    first = false;
  }
  for (TapeSeries& series : replay.series) {
    series.begin = series.tape->first_at(replay.begin);
    series.end = std::max(series.begin, series.tape->first_at(replay.end + kInstant));
    if (prices(series) && series.begin == series.end) {
      const std::string until = sources.to ? " before " + format_timestamp(*sources.to) : "";
      return fail(ErrorCode::kBadData, "the price files hold nothing in common from " + format_timestamp(replay.begin) +
                                           until + "; files and a window that overlap in time would pass");
    }
    find_first_bar(series);
  }
  std::erase_if(replay.words,
                [&](const Event& word) { return word.ts_event < replay.begin || word.ts_event > replay.end; });
  return {};
}

}  // namespace

Result<bool> are_tapes(const ReplaySources& sources) {
  std::filesystem::path text;
  bool any = false;
  for (const auto& file : price_files(sources)) {
    const auto one = tape::is_tape(file);
    if (!one) return std::unexpected(one.error());
    any = any || *one;
    if (!*one) text = file;
  }
  if (any && !text.empty()) {
    return fail(ErrorCode::kInvalidArgument, text.string() + ": is text beside tapes; a tape made of it would pass" +
                                                 " (gridhedge data import " + text.string() + " --out FILE)");
  }
  return any;
}

Result<std::shared_ptr<const TapeReplay>> open_tapes(const ReplaySources& sources) {
  if (auto ok = check_sources(sources); !ok) return std::unexpected(ok.error());
  auto replay = std::make_shared<TapeReplay>();
  const SourceRoles roles = roles_of(sources);
  Result<void> ok;
  if (!sources.mark.empty()) ok = add_tape(sources.mark, roles.mark, *replay);
  if (ok && !sources.data.empty()) ok = add_tape(sources.data, roles.alone, *replay);
  if (ok && !sources.spot.empty()) ok = add_tape(sources.spot, roles.spot, *replay);
  if (ok && !sources.perp.empty()) ok = add_tape(sources.perp, roles.perp, *replay);
  if (ok) ok = read_words(sources, *replay);
  if (ok) ok = enter_window(sources, *replay);
  if (!ok) return std::unexpected(ok.error());
  return replay;
}

std::vector<Silence> silences(const TapeReplay& replay, Duration limit) {
  std::vector<Silence> common{{.from = Timestamp{}, .until = Timestamp::never()}};
  for (const TapeSeries& series : replay.series) {
    if (series.begin == series.end) continue;
    std::vector<Silence> both;
    std::vector<Silence> own = series.tape->silences(series.begin, series.end, limit);
    own.insert(own.begin(), {.from = Timestamp{}, .until = series.tape->time(series.begin)});
    own.push_back({.from = series.tape->time(series.end - 1), .until = Timestamp::never()});
    std::size_t i = 0;
    for (const Silence& one : own) {
      while (i < common.size() && common[i].until <= one.from) ++i;
      for (std::size_t j = i; j < common.size() && common[j].from < one.until; ++j) {
        const Silence shared{.from = std::max(one.from, common[j].from), .until = std::min(one.until, common[j].until)};
        if (shared.until == Timestamp::never() || shared.until - shared.from > limit) both.push_back(shared);
      }
    }
    common = std::move(both);
  }
  std::erase_if(common, [](const Silence& silence) {  // before the first price, and after the last
    return silence.from == Timestamp{} || silence.until == Timestamp::never();
  });
  return common;
}

}  // namespace alpha_pulse::data_pipeline
