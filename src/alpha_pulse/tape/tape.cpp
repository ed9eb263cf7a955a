#include "alpha_pulse/tape/tape.hpp"

#include <algorithm>
#include <bit>

#include "alpha_pulse/tape/format.hpp"
#include "alpha_pulse/tape/kernels.hpp"
#include "alpha_pulse/tape/leaf_codec.hpp"

namespace alpha_pulse::tape {
namespace {

constexpr std::uint32_t bit_of(Kind kind) {
  return 1U << static_cast<unsigned>(kind);
}
constexpr std::uint32_t kTrades = bit_of(Kind::BUY) | bit_of(Kind::SELL);

/// Events of a leaf that are of one of the kinds.
std::uint64_t of_kinds(KindPlanes planes, std::uint32_t kinds) {
  std::uint64_t mask = 0;
  if ((kinds & bit_of(Kind::QUOTE)) != 0) mask |= ~planes.low & ~planes.high;
  if ((kinds & bit_of(Kind::BUY)) != 0) mask |= planes.low & ~planes.high;
  if ((kinds & bit_of(Kind::SELL)) != 0) mask |= ~planes.low & planes.high;
  if ((kinds & bit_of(Kind::MARK)) != 0) mask |= planes.low & planes.high;
  return mask;
}

/// Where `wanted` lies between `low` and `high`, as a place of [from, to).
std::uint64_t guess(std::int64_t low, std::int64_t high, std::int64_t wanted, std::uint64_t from, std::uint64_t to) {
  if (wanted <= low) return from;
  if (wanted >= high) return to - 1;
  const auto distance = [low](std::int64_t t) {
    return static_cast<double>(static_cast<std::uint64_t>(t) - static_cast<std::uint64_t>(low));
  };
  return from + static_cast<std::uint64_t>(distance(wanted) / distance(high) * static_cast<double>(to - from));
}

/// The first i of [from, to) for which `reached` holds, `to` when none; it holds for all that follow one for which it
/// does. Looks near `near` first, then in steps twice as long each time.
template <class Reached>
std::uint64_t first_from(std::uint64_t from, std::uint64_t to, std::uint64_t near, Reached reached) {
  if (from >= to) return to;
  near = std::clamp(near, from, to - 1);
  std::uint64_t step = 1;
  if (reached(near)) {
    to = near;
    while (to > from && reached(to - std::min(step, to - from))) {
      to -= std::min(step, to - from);
      step *= 2;
    }
    from = to - std::min(step, to - from);
  } else {
    from = near + 1;
    while (from < to && !reached(std::min(from + step, to) - 1)) {
      from = std::min(from + step, to);
      step *= 2;
    }
    to = std::min(from + step, to);
  }
  while (from < to) {
    const std::uint64_t middle = from + (to - from) / 2;
    if (reached(middle)) {
      to = middle;
    } else {
      from = middle + 1;
    }
  }
  return from;
}

const format::DirectoryRow* rows(const void* directory) {
  return static_cast<const format::DirectoryRow*>(directory);
}

}  // namespace

/// A leaf's head and its packed columns.
struct Tape::Leaf {
  const LeafHead& head;
  const std::uint64_t* words;
};

Tape::Leaf Tape::leaf_of(std::uint64_t leaf) const {
  const std::uint64_t page = leaf / kLeafEvents;
  const std::uint64_t events = std::min<std::uint64_t>(kPageEvents, size() - page * kPageEvents);
  const unsigned leaves = format::leaves_of(events);
  // The heads follow the last column, which is the lows' or, where no low differs, the highs'.
  const void* const after = place_at(pages_[page].low, pyramid_.width, std::int64_t{leaves} * kLeafEvents);
  const auto* heads = static_cast<const LeafHead*>(after);
  const void* const words = heads + leaves;
  const LeafHead& head = heads[leaf % kLeafEvents];
  return {head, static_cast<const std::uint64_t*>(words) + head.words};
}

std::uint64_t Tape::first_outside(std::uint64_t from, std::uint64_t to, std::int64_t at_or_below,
                                  std::int64_t at_or_above) const {
  return kernels().search(pyramid_, from, to, at_or_below, at_or_above);
}

std::uint64_t Tape::first_at(Timestamp t) const {
  const auto* const directory = rows(directory_);
  const auto* const end = directory + pages_.size();
  const auto* const row = std::partition_point(directory, end, [t](const auto& r) { return r.first < t.ns(); });
  if (row == directory) return 0;
  // The page before begins before t; the one found, if any, does not. In between, times run about evenly.
  const auto page = static_cast<std::uint64_t>(row - directory) - 1;
  const std::uint64_t events_end = std::min((page + 1) * kPageEvents, size());
  const std::int64_t begins = row[-1].first, ends = row == end ? info_.last.ns() : row->first;
  const std::uint64_t first_leaf = page * kLeafEvents, last_leaf = format::leaves_of(events_end);
  const std::uint64_t leaf = first_from(first_leaf + 1, last_leaf, guess(begins, ends, t.ns(), first_leaf, last_leaf),
                                        [&](std::uint64_t i) {
                                          const Leaf it = leaf_of(i);
                                          return leaf_time(it.head, it.words, 0) >= t.ns();
                                        }) -
                             1;
  const Leaf it = leaf_of(leaf);
  const std::uint64_t first = leaf * kLeafEvents, last = std::min(first + kLeafEvents, events_end);
  const auto time_of = [&](std::uint64_t i) { return leaf_time(it.head, it.words, static_cast<unsigned>(i - first)); };
  return first_from(first + 1, last, guess(time_of(first), time_of(last - 1), t.ns(), first, last),
                    [&](std::uint64_t i) { return time_of(i) >= t.ns(); });
}

Timestamp Tape::time(std::uint64_t i) const {
  const Leaf leaf = leaf_of(i / kLeafEvents);
  return Timestamp::from_ns(leaf_time(leaf.head, leaf.words, static_cast<unsigned>(i % kLeafEvents)));
}

Entry Tape::at(std::uint64_t i) const {
  const Leaf leaf = leaf_of(i / kLeafEvents);
  const auto in_leaf = static_cast<unsigned>(i % kLeafEvents);
  const KindPlanes planes = leaf_kinds(leaf.head, leaf.words);
  const std::uint64_t kind = ((planes.low >> in_leaf) & 1U) | (((planes.high >> in_leaf) & 1U) << 1U);
  return {.at = Timestamp::from_ns(leaf_time(leaf.head, leaf.words, in_leaf)),
          .low = low(i),
          .high = high(i),
          .kind = static_cast<Kind>(kind),
          .quantity = Quantity::from_raw(leaf_quantity(leaf.head, leaf.words, in_leaf)),
          .high_quantity = Quantity::from_raw(leaf_high_quantity(leaf.head, leaf.words, in_leaf))};
}

void Tape::unpack_leaf(std::uint64_t leaf, LeafColumns& out) const {
  const Leaf it = leaf_of(leaf);
  kernels().decode(it.head, it.words, out);
}

std::optional<std::uint64_t> Tape::last_trade(std::uint64_t from, std::uint64_t to) const {
  return last_of(from, to, kTrades);
}
std::optional<std::uint64_t> Tape::last_quote(std::uint64_t from, std::uint64_t to) const {
  return last_of(from, to, bit_of(Kind::QUOTE));
}
std::optional<std::uint64_t> Tape::last_mark(std::uint64_t from, std::uint64_t to) const {
  return last_of(from, to, bit_of(Kind::MARK));
}

std::optional<std::uint64_t> Tape::last_of(std::uint64_t from, std::uint64_t to, std::uint32_t kinds) const {
  while (from < to) {
    const std::uint64_t page = (to - 1) / kPageEvents;
    if ((rows(directory_)[page].place & kinds) == 0) {
      to = page * kPageEvents;
      continue;
    }
    const std::uint64_t index = (to - 1) / kLeafEvents, begin = index * kLeafEvents;
    const Leaf leaf = leaf_of(index);
    if ((leaf.head.kinds & kinds) != 0) {
      std::uint64_t mask = of_kinds(leaf_kinds(leaf.head, leaf.words), kinds);
      mask &= ~std::uint64_t{0} >> (kLeafEvents - (to - begin));
      if (mask != 0) {
        const std::uint64_t found = begin + 63 - static_cast<unsigned>(std::countl_zero(mask));
        return found >= from ? std::optional(found) : std::nullopt;
      }
    }
    to = begin;
  }
  return std::nullopt;
}

std::vector<Silence> Tape::silences(std::uint64_t from, std::uint64_t to, Duration limit) const {
  std::vector<Silence> found;
  if (from >= to) return found;
  const auto note = [&](std::int64_t earlier, std::int64_t later) {
    if (later - earlier <= limit.ns()) return;
    found.push_back({.from = Timestamp::from_ns(earlier), .until = Timestamp::from_ns(later)});
  };
  std::int64_t previous = time(from).ns();
  for (std::uint64_t i = from; i < to;) {
    const Leaf leaf = leaf_of(i / kLeafEvents);
    const std::uint64_t end = std::min((i / kLeafEvents + 1) * kLeafEvents, to);
    const auto at = [&](std::uint64_t k) {
      return leaf_time(leaf.head, leaf.words, static_cast<unsigned>(k % kLeafEvents));
    };
    const std::int64_t last = at(end - 1);
    note(previous, at(i));
    if (last - at(i) > limit.ns() && leaf_longest_step(leaf.head) > limit.ns()) {
      for (std::uint64_t k = i + 1; k < end; ++k) note(at(k - 1), at(k));
    }
    previous = last;
    i = end;
  }
  return found;
}

std::pair<std::int64_t, std::int64_t> Tape::range(std::uint64_t from, std::uint64_t to) const {
  ensure(from < to && to <= size(), "a range of events that are there");
  const PriceWidth width = pyramid_.width;
  std::int64_t lowest = most_of(width), highest = least_of(width);
  // Height 0 are events, 1 leaves, 2 and above the levels over pages. At each the ragged ends are taken, the middle
  // above.
  for (unsigned height = 0; from < to; ++height) {
    const auto take = [&](std::uint64_t i) {
      if (height == 0) {
        lowest = std::min(lowest, low(i));
        highest = std::max(highest, high(i));
        return;
      }
      const std::uint64_t group = i / kLeafEvents, in_group = i % kLeafEvents;
      const bool leaf = height == 1;
      const void* const block = leaf ? leaf_nodes(pages_[group], width) : pyramid_.levels[height - 2].blocks;
      const std::uint64_t node = leaf ? in_group : group * kNodeBlock + in_group;
      lowest = std::min(lowest, number_at(block, width, node));
      highest = std::max(highest, number_at(block, width, node + kLeafEvents));
    };
    const bool top = height == pyramid_.level_count + 1;
    while (from < to && (top || from % kLeafEvents != 0)) take(from++);
    while (from < to && to % kLeafEvents != 0) take(--to);
    from /= kLeafEvents;
    to /= kLeafEvents;
  }
  return {lowest, highest};
}

}  // namespace alpha_pulse::tape
