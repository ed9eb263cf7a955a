#include "alpha_pulse/tape/tail_codec.hpp"

#include <algorithm>
#include <cstring>

#include "alpha_pulse/tape/kernels.hpp"
#include "alpha_pulse/tape/pyramid.hpp"

namespace alpha_pulse::tape {
namespace {

using format::Section;
using format::SectionId;
using format::Tail;

constexpr std::array<const char*, format::kSections> kNames = {"directory of blocks", "price index", "bars", "funding",
                                                               "gaps"};

std::size_t index_of(SectionId id) {
  return static_cast<std::size_t>(id) - 1;
}

format::PairRow row_of(const TapeFunding& f) {
  return {f.at.ns(), f.rate.raw()};
}
format::PairRow row_of(const TapeGap& g) {
  return {g.after.ns(), g.until.ns()};
}
format::DirectoryRow row_of(const format::DirectoryRow& row) {
  return row;
}
std::byte row_of(std::byte one) {
  return one;
}

/// Appends rows, padded, and says where they are; `count` is how many.
template <class Items>
Section put(std::vector<std::byte>& out, std::uint64_t place, SectionId id, const Items& items, std::uint64_t count) {
  const std::size_t before = out.size();
  std::size_t at = before;
  out.resize(before + format::aligned(items.size() * sizeof(row_of(items[0]))));
  for (const auto& item : items) {
    const auto row = row_of(item);
    std::memcpy(out.data() + at, &row, sizeof row);
    at += sizeof row;
  }
  return {.id = static_cast<std::uint32_t>(id),
          .zero = 0,
          .place = place + before,
          .rows = count,
          .checksum = kernels().hash(out.data() + before, out.size() - before)};
}

std::uint64_t tail_checksum(const Tail& tail) {
  return kernels().hash(&tail, offsetof(Tail, checksum));
}

/// The counts that follow from that of the pages.
bool counts_fit(const Tail& tail) {
  if (tail.pages == 0 || tail.events == 0 || tail.pages != (tail.events - 1) / kPageEvents + 1) return false;
  if (tail.sections[index_of(SectionId::DIRECTORY)].rows != tail.pages) return false;
  return tail.sections[index_of(SectionId::LEVELS)].rows == level_blocks(tail.pages);
}

/// The version of a tape says how wide its prices are.
PriceWidth width_of(const Tail& tail) {
  return tail.version == format::version_of(PriceWidth::WIDE) ? PriceWidth::WIDE : PriceWidth::NARROW;
}

}  // namespace

PackedTail pack_tail(const TailParts& parts, std::uint64_t place) {
  PackedTail out{.index = {}, .bars = std::as_bytes(std::span(parts.bars)), .rest = {}};
  Tail tail{};
  const std::uint64_t pages = parts.directory.size();
  tail.sections[0] = put(out.index, place, SectionId::DIRECTORY, parts.directory, pages);
  tail.sections[1] = put(out.index, place, SectionId::LEVELS, parts.levels, level_blocks(pages));
  place += out.index.size();
  tail.sections[2] = {.id = static_cast<std::uint32_t>(SectionId::BARS),
                      .zero = 0,
                      .place = place,
                      .rows = parts.bars.size(),
                      .checksum = kernels().hash(out.bars.data(), out.bars.size())};
  place += out.bars.size();
  tail.sections[3] = put(out.rest, place, SectionId::FUNDING, parts.funding, parts.funding.size());
  tail.sections[4] = put(out.rest, place, SectionId::GAPS, parts.gaps, parts.gaps.size());
  tail.events = parts.events;
  tail.pages = parts.directory.size();
  tail.first = parts.first.ns();
  tail.last = parts.last.ns();
  tail.cadence = parts.cadence.ns();
  tail.gaps_total = parts.gaps_total;
  tail.kinds = parts.kinds;
  tail.version = format::version_of(parts.width);
  const std::size_t block = kNodeBlock * format::bytes_of(parts.width);
  tail.index_bytes = parts.directory.size() * (block + sizeof(format::DirectoryRow)) + parts.levels.size();
  tail.file_bytes = place + out.rest.size() + sizeof tail;
  tail.checksum = tail_checksum(tail);
  tail.magic = format::kEndMagic;
  const std::size_t before = out.rest.size();
  out.rest.resize(before + sizeof tail);
  std::memcpy(out.rest.data() + before, &tail, sizeof tail);
  return out;
}

Tail tail_of(std::span<const std::byte> bytes) {
  Tail tail;
  std::memcpy(&tail, bytes.data() + bytes.size() - sizeof tail, sizeof tail);
  return tail;
}

std::span<const std::byte> section_of(std::span<const std::byte> file, const Tail& tail, SectionId id) {
  const Section& section = tail.sections[index_of(id)];
  return file.subspan(section.place, section.rows * format::row_bytes(width_of(tail))[index_of(id)]);
}

Result<Tail> check_tail(const std::string& name, std::span<const std::byte> file, std::uint64_t pages_begin,
                        PriceWidth width) {
  const auto bad = [&name](const std::string& what) {
    return fail(ErrorCode::kBadData, name + ": " + what + "; import it again");
  };
  const auto range = [](std::uint64_t from, std::uint64_t to) {
    return " (bytes " + std::to_string(from) + " to " + std::to_string(to - 1) + ")";
  };
  if (file.size() < pages_begin + sizeof(Tail)) return bad("is cut off: it has no end");
  const Tail tail = tail_of(file);
  if (tail.magic != format::kEndMagic) return bad("is cut off, or an import that was not ended: it has no end");
  const std::string where = range(file.size() - sizeof tail, file.size());
  if (tail.checksum != tail_checksum(tail)) return bad("its end is damaged" + where);
  if (tail.file_bytes != file.size() || tail.version != format::version_of(width) || !counts_fit(tail)) {
    return bad("its end does not fit the rest: it tells of " + std::to_string(tail.file_bytes) +
               " bytes, the file has " + std::to_string(file.size()) + where);
  }
  const auto row_bytes = format::row_bytes(width);
  std::uint64_t place = tail.sections[0].place;
  for (std::size_t i = 0; i < format::kSections; ++i) {
    const Section& section = tail.sections[i];
    const std::uint64_t room = file.size() - sizeof tail;
    if (section.id != i + 1 || section.place != place || place > room || place % format::kAlign != 0 ||
        section.rows > (room - place) / row_bytes[i]) {
      return bad("its end does not fit the rest" + where);
    }
    const std::uint64_t size = format::aligned(section.rows * row_bytes[i]);
    if (size > room - place) return bad("its end does not fit the rest" + where);
    if (kernels().hash(file.data() + place, size) != section.checksum) {
      return bad(std::string("its ") + kNames[i] + " is damaged" + range(place, place + size));
    }
    place += size;
  }
  if (place != file.size() - sizeof tail) return bad("its end does not fit the rest" + where);
  return tail;
}

TapeInfo info_of(const TapeHead& head, const Tail& tail) {
  const auto has = [&tail](Kind kind) { return ((tail.kinds >> static_cast<unsigned>(kind)) & 1U) != 0; };
  const bool candles = head.candle_step > Duration{};
  const auto events = static_cast<double>(tail.events), bytes = static_cast<double>(tail.file_bytes);
  return {.symbol = head.symbol,
          .source = head.source,
          .price_unit = head.price_unit,
          .events = tail.events,
          .rows = candles ? (tail.events + 3) / 4 : tail.events,
          .first = Timestamp::from_ns(tail.first),
          .last = Timestamp::from_ns(tail.last),
          .candle_step = head.candle_step,
          .candle_path = head.candle_path,
          .cadence = Duration::nanoseconds(tail.cadence),
          .bar_step = head.bar_step,
          .has_trades = has(Kind::BUY) || has(Kind::SELL),
          .has_quotes = has(Kind::QUOTE),
          .has_marks = has(Kind::MARK),
          .gaps_total = tail.gaps_total,
          .version = tail.version,
          .price_bits = static_cast<unsigned>(8 * format::bytes_of(head.width)),
          .bytes = tail.file_bytes,
          .bytes_per_event = bytes / events,
          .index_share = static_cast<double>(tail.index_bytes) / bytes};
}

}  // namespace alpha_pulse::tape
