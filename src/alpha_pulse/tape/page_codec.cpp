#include "alpha_pulse/tape/page_codec.hpp"

#include <algorithm>
#include <cstring>

#include "alpha_pulse/tape/kernels.hpp"
#include "alpha_pulse/tape/leaf_codec.hpp"
#include "alpha_pulse/tape/price_column.hpp"

namespace alpha_pulse::tape {
namespace {

using format::PageHead;

constexpr std::size_t kChecksumAt = offsetof(PageHead, checksum);
static_assert(kChecksumAt == sizeof(PageHead) - sizeof(std::uint64_t));

/// The head before the checksum is folded into that of the rest, which is long and therefore hashed in place.
std::uint64_t page_checksum(const PageHead& head, const std::byte* page) {
  std::array<std::byte, kChecksumAt + 8> short_part;
  std::memcpy(short_part.data(), &head, kChecksumAt);
  const std::uint64_t rest = kernels().hash(page + sizeof(PageHead), head.bytes - sizeof(PageHead));
  std::memcpy(short_part.data() + kChecksumAt, &rest, sizeof rest);
  return kernels().hash(short_part.data(), short_part.size());
}

/// Sizes of a page's parts, which its head states.
struct Sizes {
  explicit Sizes(const PageHead& head)
      : width((head.flags & format::kWidePrices) != 0 ? PriceWidth::WIDE : PriceWidth::NARROW),
        leaves(format::leaves_of(head.events)),
        column(std::size_t{leaves} * kLeafEvents * format::bytes_of(width)),
        highs(sizeof(PageHead) + kNodeBlock * format::bytes_of(width)),
        lows((head.flags & format::kHasLows) != 0 ? highs + column : highs),
        heads(lows + column),
        words(heads + leaves * sizeof(LeafHead)),
        end(words + std::size_t{head.words} * 8) {}
  PriceWidth width;
  unsigned leaves;
  std::size_t column, highs, lows, heads, words, end;
  /// With the word after the last one, which unpacking may read.
  std::uint64_t bytes() const { return format::aligned(end + 8); }
};

template <class T>
T* at(std::byte* page, std::size_t place) {
  return static_cast<T*>(static_cast<void*>(page + place));
}
template <class T>
const T* at(const std::byte* page, std::size_t place) {
  return static_cast<const T*>(static_cast<const void*>(page + place));
}

void fill_up(PageBuffer& page, unsigned to, PriceWidth width) {
  for (unsigned i = page.count; i < to; ++i) {
    page.low[i] = most_of(width);
    page.high[i] = least_of(width);
  }
}

/// Numbers that fit `width` into a column.
void put_column(std::byte* out, const std::int64_t* numbers, unsigned count, PriceWidth width) {
  if (width == PriceWidth::WIDE) {
    std::memcpy(out, numbers, std::size_t{count} * sizeof *numbers);
    return;
  }
  auto* const narrow = static_cast<std::int32_t*>(static_cast<void*>(out));
  for (unsigned i = 0; i < count; ++i) narrow[i] = static_cast<std::int32_t>(numbers[i]);
}

void take_column(const void* column, unsigned count, PriceWidth width, std::int64_t* out) {
  if (width == PriceWidth::WIDE) {
    std::memcpy(out, column, std::size_t{count} * sizeof *out);
    return;
  }
  const auto* const narrow = static_cast<const std::int32_t*>(column);
  for (unsigned i = 0; i < count; ++i) out[i] = narrow[i];
}

}  // namespace

std::size_t pack_page(PageBuffer& page, std::uint64_t index, PriceWidth width, std::byte* out) {
  PageHead head{};
  head.magic = format::kPageMagic;
  head.events = page.count;
  head.index = index;
  head.first = page.time[0];
  const unsigned leaves = format::leaves_of(page.count);
  if (width == PriceWidth::WIDE) head.flags = format::kWidePrices;
  // In a page whose lows are its highs the filling of the lows, which could not match, is not kept: see docs.
  const std::size_t column = page.count * sizeof page.low[0];
  const bool filled = page.count % kLeafEvents != 0;
  if (page.single && filled) std::memcpy(page.low, page.high, column);
  if (filled || (!page.single && std::memcmp(page.low, page.high, column) != 0)) head.flags |= format::kHasLows;
  fill_up(page, leaves * kLeafEvents, width);
  const Sizes sizes(head);
  put_column(out + sizes.highs, page.high, leaves * kLeafEvents, width);
  if (sizes.lows != sizes.highs) put_column(out + sizes.lows, page.low, leaves * kLeafEvents, width);
  kernels().fold({out + sizes.lows, out + sizes.highs}, width, leaves, out + sizeof(PageHead));
  auto* words = at<std::uint64_t>(out, sizes.words);
  for (unsigned leaf = 0; leaf < leaves; ++leaf) {
    const unsigned first = leaf * kLeafEvents;
    LeafHead leaf_head;
    const std::int64_t* const high_quantity = page.single ? nullptr : page.high_quantity + first;
    const unsigned used = kernels().pack({page.time + first, page.quantity + first, high_quantity, page.kind + first,
                                          std::min(kLeafEvents, page.count - first)},
                                         leaf_head, words + head.words);
    leaf_head.words = static_cast<std::uint16_t>(head.words);
    std::memcpy(out + sizes.heads + leaf * sizeof(LeafHead), &leaf_head, sizeof leaf_head);
    head.words += used;
    head.kinds |= leaf_head.kinds;
  }
  const Sizes whole(head);
  head.bytes = static_cast<std::uint32_t>(whole.bytes());
  std::memset(out + whole.end, 0, head.bytes - whole.end);
  head.checksum = page_checksum(head, out);
  std::memcpy(out, &head, sizeof head);
  return head.bytes;
}

PageParts parts_of(const std::byte* page) {
  PageParts parts;
  std::memcpy(&parts.head, page, sizeof parts.head);
  const Sizes sizes(parts.head);
  parts.width = sizes.width;
  parts.columns = {page + sizes.lows, page + sizes.highs};
  parts.leaves = at<LeafHead>(page, sizes.heads);
  parts.words = at<std::uint64_t>(page, sizes.words);
  return parts;
}

std::optional<std::string> check_page(std::span<const std::byte> bytes, std::uint64_t index, PriceWidth width) {
  PageHead head;
  if (bytes.size() < sizeof head) return "it is cut off";
  std::memcpy(&head, bytes.data(), sizeof head);
  if (head.magic != format::kPageMagic) return "it does not begin as a block does";
  constexpr std::uint32_t kFlags = format::kHasLows | format::kWidePrices;
  if (head.events == 0 || head.events > kPageEvents || (head.flags & ~kFlags) != 0) return "its head is wrong";
  if (Sizes(head).width != width) return "its prices are not as wide as the head of the file says";
  if (head.words > kLeafEvents * kLeafWordsMax || head.bytes != Sizes(head).bytes()) return "its size is wrong";
  if (head.bytes > bytes.size()) return "it is cut off";
  if (page_checksum(head, bytes.data()) != head.checksum) return "its checksum is not that of its bytes";
  if (head.index != index) return "it is block " + std::to_string(head.index + 1) + " of another place";
  const PageParts parts = parts_of(bytes.data());
  const unsigned leaves = format::leaves_of(head.events);
  unsigned words = 0, kinds = 0;
  for (unsigned leaf = 0; leaf < leaves; ++leaf) {
    const LeafHead& leaf_head = parts.leaves[leaf];
    if (leaf_head.words != words || leaf_words(leaf_head) > kLeafWordsMax) return "its leaves do not fit together";
    words += leaf_words(leaf_head);
    kinds |= leaf_head.kinds;
  }
  if (words != head.words || kinds != head.kinds) return "its leaves do not fit together";
  if (leaf_time(parts.leaves[0], parts.words, 0) != head.first) return "its time is not that of its first event";
  alignas(64) std::int64_t nodes[kNodeBlock];  // of which narrow ones take half
  kernels().fold(parts.columns, width, leaves, nodes);
  if (std::memcmp(nodes, leaf_nodes(parts.columns, width), kNodeBlock * format::bytes_of(width)) != 0)
    return "its index is not that of its prices";
  return std::nullopt;
}

void unpack_page(const PageParts& page, PageBuffer& out) {
  out.count = page.head.events;
  out.single = false;
  const unsigned leaves = format::leaves_of(out.count);
  take_column(page.columns.low, leaves * kLeafEvents, page.width, out.low);
  take_column(page.columns.high, leaves * kLeafEvents, page.width, out.high);
  LeafColumns columns;
  for (unsigned leaf = 0; leaf < leaves; ++leaf) {
    kernels().decode(page.leaves[leaf], page.words + page.leaves[leaf].words, columns);
    const unsigned first = leaf * kLeafEvents;
    std::memcpy(out.time + first, columns.time, sizeof columns.time);
    std::memcpy(out.quantity + first, columns.quantity, sizeof columns.quantity);
    std::memcpy(out.high_quantity + first, columns.high_quantity, sizeof columns.high_quantity);
    for (unsigned i = 0; i < kLeafEvents; ++i) {
      out.kind[first + i] =
          static_cast<std::uint8_t>(((columns.low_plane >> i) & 1U) | (((columns.high_plane >> i) & 1U) << 1U));
    }
  }
}

}  // namespace alpha_pulse::tape
