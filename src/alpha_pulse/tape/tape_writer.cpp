#include "alpha_pulse/tape/tape_writer.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <future>
#include <limits>
#include <vector>

#include "alpha_pulse/tape/head_codec.hpp"
#include "alpha_pulse/tape/history.hpp"
#include "alpha_pulse/tape/kernels.hpp"
#include "alpha_pulse/tape/partial_file.hpp"
#include "alpha_pulse/tape/price_column.hpp"
#include "alpha_pulse/tape/pyramid.hpp"
#include "alpha_pulse/tape/tail_codec.hpp"

namespace alpha_pulse::tape {
namespace {

constexpr std::size_t kPiece = std::size_t{2} << 20U;  ///< of what follows the pages: whoever reads along has some soon

}  // namespace

struct TapeWriter::State {
  State(Settings&& s, PartialFile&& f)
      : settings(std::move(s)),
        head(head_of(settings)),
        file(std::move(f)),
        history({settings.price_unit, settings.candle_step, settings.bar_step, settings.cadence}),
        packed(std::make_unique<PackedPage>()) {}

  /// Room for the largest page.
  struct PackedPage {
    alignas(format::kAlign) std::array<std::byte, format::kPageBytesMax> bytes;
  };
  std::byte* buffer() { return packed->bytes.data(); }

  Settings settings;
  TapeHead head;
  PartialFile file;
  History history;
  std::unique_ptr<PackedPage> packed;
  std::vector<format::DirectoryRow> directory;
  std::vector<PriceNode> nodes;
  std::vector<TapeFunding> funding;
  bool finished = false;

  Result<void> append(std::span<const std::byte> bytes) {
    auto ok = file.append(bytes);
    if (ok && settings.grown) settings.grown(file.size());
    return ok;
  }

  Result<format::Tail> append_tail();
  Result<void> keep(const std::function<Result<void>()>& look) const;

  void note_page(const PageBuffer& page, std::uint64_t place) {
    const PageParts parts = parts_of(buffer());
    directory.push_back({place | parts.head.kinds, parts.head.first});
    nodes.push_back(node_of(leaf_nodes(parts.columns, parts.width), parts.width));
    history.take(page, parts.head.kinds);
  }

  static TapeHead head_of(const Settings& s) {
    return {.price_unit = s.price_unit,
            .width = s.price_width,
            .candle_step = s.candle_step,
            .bar_step = s.bar_step,
            .cadence = s.cadence,
            .symbol = s.symbol,
            .source = s.source,
            .candle_path = s.candle_path};
  }
};

TapeWriter::TapeWriter(std::unique_ptr<State> state)
    : page_(std::make_unique<PageBuffer>()),
      most_(std::min(most_of(state->settings.price_width),
                     std::numeric_limits<std::int64_t>::max() / state->settings.price_unit.raw())),
      state_(std::move(state)) {}
TapeWriter::~TapeWriter() = default;

Result<std::unique_ptr<TapeWriter>> TapeWriter::create(Settings settings) {
  return open(std::move(settings), false);
}

Result<std::unique_ptr<TapeWriter>> TapeWriter::resume(Settings settings) {
  return open(std::move(settings), true);
}

Result<std::unique_ptr<TapeWriter>> TapeWriter::open(Settings settings, bool resumed) {
  if (settings.bar_step == Duration{}) settings.bar_step = std::max(kUsualBar, settings.candle_step);
  if (auto ok = check_head(State::head_of(settings)); !ok) return std::unexpected(ok.error());
  if (auto ok = check_simd_wish(); !ok) return std::unexpected(ok.error());
  const auto begin = resumed              ? PartialFile::Begin::RESUME
                     : settings.overwrite ? PartialFile::Begin::OVERWRITE
                                          : PartialFile::Begin::NEW;
  auto file = PartialFile::open(settings.out, begin);
  if (!file) return std::unexpected(file.error());
  std::unique_ptr<TapeWriter> writer(new TapeWriter(std::make_unique<State>(std::move(settings), std::move(*file))));
  if (auto ok = writer->take_up(); !ok) return std::unexpected(ok.error());
  return writer;
}

/// Goes through the whole pages that are there; cuts off what follows them.
Result<void> TapeWriter::take_up() {
  State& state = *state_;
  const std::vector<std::byte> head = pack_head(state.head);
  if (state.file.size() < head.size()) {  // not even the head got there
    if (auto cut = state.file.cut_to(0); !cut) return cut;
    return state.file.append(head);
  }
  const std::string name = state.file.partial().string();
  const int descriptor = state.file.descriptor();
  std::vector<std::byte> there(head.size());
  if (::pread(descriptor, there.data(), there.size(), 0) != static_cast<ssize_t>(there.size())) {
    return fail(ErrorCode::kIo, name + ": cannot be read");
  }
  if (auto same = check_same_head(name, there, head); !same) return same;
  std::uint64_t place = head.size();
  while (place < state.file.size()) {
    const ssize_t got = ::pread(descriptor, state.buffer(), format::kPageBytesMax, static_cast<off_t>(place));
    if (got < 0) return fail(ErrorCode::kIo, name + ": cannot be read");
    const std::span<const std::byte> bytes(state.buffer(), static_cast<std::size_t>(got));
    if (check_page(bytes, state.directory.size(), state.head.width)) break;
    const PageParts parts = parts_of(state.buffer());
    if (parts.head.events != kPageEvents) break;  // the last one of a tape that was being ended
    unpack_page(parts, *page_);
    state.note_page(*page_, place);
    last_ = page_->time[kPageEvents - 1];
    place += parts.head.bytes;
  }
  page_->count = 0;
  return state.file.cut_to(place);
}

/// Whether all of them are, in few steps: true only if `acceptable` is for each, one after the other.
bool TapeWriter::acceptable(const PageBuffer& events) const {
  const auto bits = [](std::int64_t number) { return static_cast<std::uint64_t>(number); };
  const auto outside = [&bits, most = bits(most_)](std::int64_t price) {
    return (bits(price) - 1) | (most - bits(price));
  };
  std::uint64_t before = bits(last_), negative = 0, two = 0;
  unsigned kinds = 0;
  for (unsigned i = 0; i < events.count; ++i) {
    const std::uint64_t at = bits(events.time[i]);
    negative |= (at + bits(kLatest)) | (at - before) | outside(events.high[i]) | bits(events.quantity[i]);
    before = at;
    kinds |= events.kind[i];
  }
  for (unsigned i = 0; i < events.count && !events.single; ++i) {
    negative |= outside(events.low[i]) | bits(events.high_quantity[i]);
    const std::uint64_t others = bits(events.low[i] ^ events.high[i]) | bits(events.high_quantity[i]);
    two |= events.kind[i] == static_cast<std::uint8_t>(Kind::QUOTE) ? 0 : others;
  }
  return negative >> 63U == 0 && two == 0 && kinds <= static_cast<unsigned>(Kind::MARK);
}

Result<void> TapeWriter::add(PageBuffer& events, unsigned from) {
  if (from == 0 && page_->count == 0 && events.count == kPageEvents && acceptable(events)) {
    last_ = events.time[kPageEvents - 1];
    return flush_page(events);
  }
  for (unsigned i = from; i < events.count; ++i) {
    if (auto ok = add(events.entry(i)); !ok) return ok;
  }
  return {};
}

Result<void> TapeWriter::flush_page(PageBuffer& page) {
  State& state = *state_;
  const std::uint64_t place = state.file.size();
  const std::size_t size = pack_page(page, state.directory.size(), state.head.width, state.buffer());
  if (auto ok = state.append({state.buffer(), size}); !ok) return ok;
  state.note_page(page, place);
  page_->count = 0;
  return {};
}

Result<void> TapeWriter::refuse(const Entry& entry) const {
  const std::string where = "event " + std::to_string(events() + 1) + " at " + format_timestamp(entry.at) + ": ";
  const auto bad = [&where](const std::string& what) { return fail(ErrorCode::kBadData, where + what); };
  if (entry.at.ns() < last_ || entry.at.ns() > kLatest) {
    return bad("out of order; one from " + format_timestamp(Timestamp::from_ns(last_)) + " on would pass");
  }
  if (entry.low <= 0 || entry.high <= 0) return bad("a price that is not positive; at least one unit would pass");
  if (const std::int64_t highest = std::max(entry.low, entry.high); highest > most_) {
    return bad("a price of " + std::to_string(highest) + " units; at most " + std::to_string(most_) + " would pass");
  }
  if (entry.quantity < Quantity{} || entry.high_quantity < Quantity{}) {
    return bad("a negative quantity; zero or more would pass");
  }
  if (entry.kind > Kind::MARK) return bad("of no known kind; a quote, a trade or a mark would pass");
  return bad("a trade or a mark with two prices or two quantities; low = high, and one quantity, would pass");
}

Result<void> TapeWriter::add_funding(const TapeFunding& funding) {
  std::vector<TapeFunding>& all = state_->funding;
  if (!all.empty() && funding.at < all.back().at) {
    return fail(ErrorCode::kBadData, "funding at " + format_timestamp(funding.at) + ": out of order; one from " +
                                         format_timestamp(all.back().at) + " on would pass");
  }
  all.push_back(funding);
  return {};
}

std::uint64_t TapeWriter::events() const {
  return state_->history.events() + page_->count;
}

const std::filesystem::path& TapeWriter::partial() const {
  return state_->file.partial();
}

Result<TapeInfo> TapeWriter::finish(const std::function<Result<void>()>& look) {
  State& state = *state_;
  ensure(!state.finished, "a tape is ended once");
  if (events() == 0) {
    return fail(ErrorCode::kBadData, state.file.out().string() + ": no events; a tape of at least one would pass");
  }
  if (page_->count > 0) {
    if (auto ok = flush_page(*page_); !ok) return std::unexpected(ok.error());
  }
  const auto tail = state.append_tail();
  if (!tail) return std::unexpected(tail.error());
  if (auto ok = state.keep(look); !ok) return std::unexpected(ok.error());
  state.finished = true;
  return info_of(state.head, *tail);
}

/// What follows the pages; all of it or nothing.
Result<format::Tail> TapeWriter::State::append_tail() {
  const TailParts parts{.width = head.width,
                        .directory = directory,
                        .levels = build_levels(nodes, head.width),
                        .bars = history.bars(),
                        .funding = funding,
                        .gaps = history.gaps(),
                        .gaps_total = history.gaps_total(),
                        .events = history.events(),
                        .first = history.first(),
                        .last = history.last(),
                        .cadence = history.cadence(),
                        .kinds = history.kinds()};
  const std::uint64_t place = file.size();
  const PackedTail tail = pack_tail(parts, place);
  for (std::span<const std::byte> part : {std::span<const std::byte>(tail.index), tail.bars, {tail.rest}}) {
    while (!part.empty()) {
      const auto piece = part.first(std::min(part.size(), kPiece));
      if (auto ok = append(piece); !ok) {
        [[maybe_unused]] const auto cut = file.cut_to(place);  // else it is cut when it is gone on with
        return std::unexpected(ok.error());
      }
      part = part.subspan(piece.size());
    }
  }
  return tail_of(tail.rest);
}

/// Waiting for the disk needs no processor: `look` has it meanwhile.
Result<void> TapeWriter::State::keep(const std::function<Result<void>()>& look) const {
  Result<void> looked;
  auto on_disk = std::async(look ? std::launch::async : std::launch::deferred, [this] { return file.sync(); });
  if (look) looked = look();
  if (auto ok = on_disk.get(); !ok) return ok;
  if (!looked) return looked;
  return file.take_name();
}

}  // namespace alpha_pulse::tape
