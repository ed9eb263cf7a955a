#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <thread>

#include "alpha_pulse/tape/head_codec.hpp"
#include "alpha_pulse/tape/kernels.hpp"
#include "alpha_pulse/tape/page_codec.hpp"
#include "alpha_pulse/tape/pyramid.hpp"
#include "alpha_pulse/tape/tail_codec.hpp"
#include "alpha_pulse/tape/tape.hpp"

namespace alpha_pulse::tape {
namespace {

constexpr std::uint64_t kSystemPage = 4'096;
constexpr std::uint64_t kAtOnce = std::uint64_t{4} << 20U;
constexpr std::uint64_t kWorthAThread = std::uint64_t{32} << 20U;

/// A descriptor that closes itself.
struct Descriptor {
  int number;
  explicit Descriptor(int n) : number(n) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

template <class Row>
const Row* rows_at(std::span<const std::byte> bytes) {
  return static_cast<const Row*>(static_cast<const void*>(bytes.data()));
}

/// What was found out about some pages in a row.
struct PagesFound {
  std::uint64_t bad_page = 0;  ///< when `wrong` is not empty
  std::string wrong;
  std::uint32_t kinds = 0;
};

/// Looks at the pages [from, to) of the directory; notes their columns and nodes in their places.
struct PageCheck {
  std::span<const std::byte> bytes;
  const format::DirectoryRow* directory;
  std::uint64_t pages, end;  ///< `end`: where the last page ends
  PriceWidth width;
  std::vector<PageColumns>& columns;
  std::vector<PriceNode>& nodes;

  std::uint64_t place(std::uint64_t page) const {
    return page == pages ? end : directory[page].place & ~(format::kAlign - 1);
  }

  PagesFound look(std::uint64_t from, std::uint64_t to, std::uint64_t last_events) const {
    PagesFound found;
    std::uint64_t brought = 0;
    for (std::uint64_t i = from; i < to; ++i) {
      if (place(i + 1) > brought) brought = bring(place(i));
      if (auto wrong = look_at(i, i + 1 == pages ? last_events : kPageEvents, found.kinds)) {
        found.bad_page = i;
        found.wrong = std::move(*wrong);
        return found;
      }
    }
    return found;
  }

  /// Asks the system for the next few megabytes at once instead of fault by fault; returns where they end.
  std::uint64_t bring(std::uint64_t from) const {
    const std::uint64_t begin = from / kSystemPage * kSystemPage;
    const std::uint64_t length = std::min(kAtOnce, bytes.size() - begin);
#ifdef MADV_POPULATE_READ
    void* const start = const_cast<std::byte*>(bytes.data() + begin);
    static_cast<void>(::madvise(start, length, MADV_POPULATE_READ));  // an older system brings it by itself, later
#endif
    return begin + length;
  }

  std::optional<std::string> look_at(std::uint64_t i, std::uint64_t events, std::uint32_t& kinds) const {
    const auto page = bytes.subspan(place(i), place(i + 1) - place(i));
    if (auto wrong = check_page(page, i, width)) return wrong;
    const PageParts parts = parts_of(page.data());
    if (parts.head.bytes != page.size() || parts.head.events != events) return "its size is not as the directory says";
    if (parts.head.first != directory[i].first || parts.head.kinds != (directory[i].place & format::kKindsMask)) {
      return "the directory tells of another one in its place";
    }
    kinds |= parts.head.kinds;
    columns[i] = parts.columns;
    nodes[i] = node_of(leaf_nodes(parts.columns, width), width);
    return std::nullopt;
  }
};

}  // namespace

Tape::~Tape() {
  if (!bytes_.empty()) ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

Result<std::shared_ptr<const Tape>> Tape::open(const std::filesystem::path& file) {
  if (auto ok = check_simd_wish(); !ok) return std::unexpected(ok.error());
  std::shared_ptr<Tape> tape(new Tape());
  if (auto ok = tape->map(file); !ok) return std::unexpected(ok.error());
  if (auto ok = tape->check(file.string()); !ok) return std::unexpected(ok.error());
  return tape;
}

Result<void> Tape::map(const std::filesystem::path& file) {
  const auto failed = [&file](const char* what) {
    return fail(errno == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo,
                file.string() + ": cannot be " + what + ": " + std::strerror(errno) + "; a readable tape would pass");
  };
  const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (descriptor.number < 0) return failed("opened");
  struct stat about{};
  if (::fstat(descriptor.number, &about) != 0) return failed("looked at");
  if (!S_ISREG(about.st_mode)) return fail(ErrorCode::kBadData, file.string() + ": is not a regular file, so no tape");
  if (about.st_size == 0) return fail(ErrorCode::kBadData, file.string() + ": is empty, so no tape");
  const auto size = static_cast<std::size_t>(about.st_size);
  void* const place = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor.number, 0);
  if (place == MAP_FAILED) return failed("mapped");
  bytes_ = {static_cast<const std::byte*>(place), size};
  return {};
}

Result<void> Tape::check(const std::string& name) {
  const auto head = unpack_head(name, bytes_);
  if (!head) return std::unexpected(head.error());
  const std::uint64_t begin = head_bytes(bytes_);
  const auto tail = check_tail(name, bytes_, begin, head->width);
  if (!tail) return std::unexpected(tail.error());
  info_ = info_of(*head, *tail);
  pyramid_.width = head->width;
  directory_ = section_of(bytes_, *tail, format::SectionId::DIRECTORY).data();
  if (auto ok = check_pages(name, begin, tail->sections[0].place); !ok) return ok;
  return read_sections(name);
}

Result<void> Tape::check_pages(const std::string& name, std::uint64_t begin, std::uint64_t end) {
  const format::Tail tail = tail_of(bytes_);
  const auto* directory = static_cast<const format::DirectoryRow*>(directory_);
  pages_.resize(tail.pages);
  std::vector<PriceNode> nodes(tail.pages);
  const PageCheck check{bytes_, directory, tail.pages, end, pyramid_.width, pages_, nodes};
  const auto bad = [&](std::uint64_t page, const std::string& what) {
    return fail(ErrorCode::kBadData, name + ": block " + std::to_string(page + 1) + " of " +
                                         std::to_string(tail.pages) + " (bytes " + std::to_string(check.place(page)) +
                                         " to " + std::to_string(check.place(page + 1) - 1) + ") is damaged: " + what +
                                         "; import it again");
  };
  const std::string misplaced = name + ": its directory of blocks does not fit its blocks; import it again";
  if (check.place(0) != begin) return fail(ErrorCode::kBadData, misplaced);
  for (std::uint64_t i = 0; i < tail.pages; ++i) {
    if (check.place(i) >= check.place(i + 1)) return fail(ErrorCode::kBadData, misplaced);
  }
  const std::uint64_t last_events = tail.events - (tail.pages - 1) * kPageEvents;
  PagesFound first, second;
  const bool two = bytes_.size() >= kWorthAThread && std::thread::hardware_concurrency() > 1;
  const std::uint64_t half = two ? tail.pages / 2 : tail.pages;
  {
    std::jthread helper;
    if (two) helper = std::jthread([&] { second = check.look(half, tail.pages, last_events); });
    first = check.look(0, half, last_events);
  }
  for (const PagesFound& found : {first, second}) {
    if (!found.wrong.empty()) return bad(found.bad_page, found.wrong);
  }
  if ((first.kinds | second.kinds) != tail.kinds) return fail(ErrorCode::kBadData, misplaced);
  const auto levels = section_of(bytes_, tail, format::SectionId::LEVELS);
  const std::vector<std::byte> built = build_levels(nodes, pyramid_.width);
  if (std::memcmp(levels.data(), built.data(), levels.size()) != 0) {
    return fail(ErrorCode::kBadData, name + ": its price index is not that of its prices; import it again");
  }
  pyramid_.pages = pages_.data();
  pyramid_.page_count = tail.pages;
  find_levels(pyramid_, levels.data());
  const auto [lowest, highest] = range(0, size());
  if (lowest > 0 && highest <= std::numeric_limits<std::int64_t>::max() / info_.price_unit.raw()) return {};
  return fail(ErrorCode::kBadData, name + ": holds prices that cannot be; import it again");
}

Result<void> Tape::read_sections(const std::string& name) {
  const format::Tail tail = tail_of(bytes_);
  const auto rows = [&]<class Row>(format::SectionId id, const Row*) {
    const auto bytes = section_of(bytes_, tail, id);
    return std::span(rows_at<Row>(bytes), bytes.size() / sizeof(Row));
  };
  bars_ = rows(format::SectionId::BARS, static_cast<const TapeBar*>(nullptr));
  const auto* pairs = static_cast<const format::PairRow*>(nullptr);
  for (const auto& row : rows(format::SectionId::FUNDING, pairs)) {
    funding_.push_back({.at = Timestamp::from_ns(row.first), .rate = Ratio::from_raw(row.second)});
  }
  for (const auto& row : rows(format::SectionId::GAPS, pairs)) {
    gaps_.push_back({.after = Timestamp::from_ns(row.first), .until = Timestamp::from_ns(row.second)});
  }
  const auto in_order = [](const auto& all, auto key) { return std::ranges::is_sorted(all, {}, key); };
  const bool fits = in_order(bars_, &TapeBar::end) && in_order(bars_, &TapeBar::at) &&
                    in_order(funding_, &TapeFunding::at) && in_order(gaps_, &TapeGap::after) &&
                    (bars_.empty() || bars_.back().end < size());
  if (fits) return {};
  return fail(ErrorCode::kBadData, name + ": its bars, funding or gaps do not fit its events; import it again");
}

Result<bool> is_tape(const std::filesystem::path& file) {
  const Descriptor open_file(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (open_file.number < 0) {
    const int number = errno;
    return fail(number == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo,
                file.string() + ": cannot be opened: " + std::strerror(number) + "; a readable file would pass");
  }
  std::array<unsigned char, format::kMagic.size()> begins{};
  const ssize_t got = ::pread(open_file.number, begins.data(), begins.size(), 0);
  return got == static_cast<ssize_t>(begins.size()) && begins == format::kMagic;
}

Result<std::string> symbol_of_tape(const std::filesystem::path& file) {
  const Descriptor open_file(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  std::vector<std::byte> begins(sizeof(format::FileHead) + 3 * format::kTextMax);
  const ssize_t got = open_file.number < 0 ? -1 : ::pread(open_file.number, begins.data(), begins.size(), 0);
  if (got < 0) return fail(ErrorCode::kIo, file.string() + ": cannot be read: " + std::strerror(errno));
  const auto head = unpack_head(file.string(), std::span(begins).first(static_cast<std::size_t>(got)));
  if (!head) return std::unexpected(head.error());
  return head->symbol;
}

}  // namespace alpha_pulse::tape
