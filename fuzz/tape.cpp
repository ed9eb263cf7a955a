#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>

#include "alpha_pulse/tape/format.hpp"
#include "alpha_pulse/tape/kernels.hpp"
#include "alpha_pulse/tape/tape_cursor.hpp"
#include "alpha_pulse/tape/tape_writer.hpp"
#include "targets.hpp"

/// A tape's bytes: as a file, and with every checksum made right, which no accident produces.
namespace alpha_pulse::fuzz {
namespace {

using tape::Entry;
using tape::kernels;
using tape::Kind;
namespace format = tape::format;

/// A number of the file, when it is there.
template <class T>
bool read(const std::string& bytes, std::uint64_t place, T& out) {
  if (place > bytes.size() || bytes.size() - place < sizeof out) return false;
  std::memcpy(&out, bytes.data() + place, sizeof out);
  return true;
}

void put(std::string& bytes, std::uint64_t place, std::uint64_t checksum) {
  std::memcpy(bytes.data() + place, &checksum, sizeof checksum);
}

void mend_page(std::string& bytes, std::uint64_t place) {
  format::PageHead head;
  if (!read(bytes, place, head) || head.bytes < sizeof head || head.bytes > bytes.size() - place) return;
  constexpr std::size_t kBefore = offsetof(format::PageHead, checksum);
  std::string first = bytes.substr(place, kBefore + 8);
  put(first, kBefore, kernels().hash(bytes.data() + place + sizeof head, head.bytes - sizeof head));
  put(bytes, place + kBefore, kernels().hash(first.data(), first.size()));
}

/// Checksums of whatever lies where one is to be found.
std::string mended(std::string bytes) {
  format::FileHead head;
  if (read(bytes, 0, head) && head.bytes >= 24 && head.bytes <= bytes.size()) {
    put(bytes, 16, kernels().hash(bytes.data() + 24, head.bytes - 24));
  }
  format::Tail tail;
  if (bytes.size() < sizeof tail || !read(bytes, bytes.size() - sizeof tail, tail)) return bytes;
  const std::uint64_t end = bytes.size() - sizeof tail;
  const auto row_bytes = format::row_bytes(
      tail.version == format::version_of(tape::PriceWidth::WIDE) ? tape::PriceWidth::WIDE : tape::PriceWidth::NARROW);
  for (std::size_t i = 0; i < format::kSections; ++i) {
    const format::Section& section = tail.sections[i];
    if (section.rows > end / row_bytes[i]) continue;
    const std::uint64_t size = format::aligned(section.rows * row_bytes[i]);
    if (section.place > end || size > end - section.place) continue;
    for (std::uint64_t row = 0; i == 0 && row < section.rows; ++row) {
      format::DirectoryRow page;
      if (read(bytes, section.place + row * sizeof page, page)) mend_page(bytes, page.place & ~(format::kAlign - 1));
    }
    tail.sections[i].checksum = kernels().hash(bytes.data() + section.place, size);
  }
  tail.checksum = kernels().hash(&tail, offsetof(format::Tail, checksum));
  std::memcpy(bytes.data() + end, &tail, sizeof tail);
  return bytes;
}

std::string small_tape(int events, bool mixed, tape::PriceWidth width) {
  const auto out = std::filesystem::temp_directory_path() / ("fuzz_seed_" + std::to_string(::getpid()) + ".tape");
  tape::TapeWriter::Settings settings;
  settings.out = out;
  settings.overwrite = true;
  settings.symbol = "BTCUSDT";
  settings.price_unit = domain::Price::from_raw(1'000'000);
  settings.price_width = width;
  auto writer = tape::TapeWriter::create(settings);
  base::ensure(writer.has_value(), "room for a seed");
  for (int i = 0; i < events; ++i) {
    Entry entry;
    entry.at = base::Timestamp::from_ms(i * std::int64_t{9'000});
    entry.low = entry.high = 1'000 + i % 7;
    entry.kind = mixed ? static_cast<Kind>(i % 4) : Kind::BUY;
    entry.quantity = domain::Quantity::from_raw(i * std::int64_t{1'000});
    base::ensure((*writer)->add(entry).has_value(), "a good event");
  }
  base::ensure((*writer)->add_funding({base::Timestamp::from_ms(5), domain::Ratio::from_raw(3)}).has_value(),
               "funding");
  base::ensure((*writer)->finish().has_value(), "a whole tape");
  std::ifstream in(out, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  std::filesystem::remove(out);
  return bytes;
}

/// Every question one can ask, of numbers that need not make sense.
void ask(const tape::Tape& tape) {
  tape::TapeCursor cursor(tape);
  Entry entry;
  std::uint64_t count = 0;
  for (; cursor.next(entry); ++count) {
    base::ensure(tape.at(count) == entry, "an event reads the same in order and alone");
    base::ensure(tape.first_at(entry.at) <= tape.size(), "a moment is somewhere or past the end");
  }
  base::ensure(count == tape.size(), "a tape has the events it tells of");
  const auto [lowest, highest] = tape.range(0, count);
  for (const std::int32_t shift : {0, 1, 3}) {
    if (lowest > std::numeric_limits<std::int64_t>::max() - shift) break;
    const std::uint64_t found = tape.first_outside(0, count, lowest + shift, highest);
    base::ensure(found < count, "what the range tells of is found");
    base::ensure(tape.low(found) <= lowest + shift || tape.high(found) >= highest, "what is found reaches outside");
  }
  for (const auto& last : {tape.last_trade(0, count), tape.last_quote(0, count), tape.last_mark(0, count)}) {
    base::ensure(!last || *last < count, "the last of a kind is there");
  }
  for (const tape::TapeBar& bar : tape.bars()) base::ensure(bar.end < count, "an event closes a bar");
}

}  // namespace

std::vector<std::string> tape_seeds() {
  std::vector<std::string> seeds;
  for (const tape::PriceWidth width : {tape::PriceWidth::NARROW, tape::PriceWidth::WIDE}) {
    for (const auto& bytes :
         {small_tape(1, false, width), small_tape(70, true, width), small_tape(130, false, width)}) {
      seeds.push_back(std::string(1, '\0') + bytes);
      seeds.push_back(std::string(1, '\1') + bytes);
    }
  }
  return seeds;
}

/// A first byte of 0: the file follows as it is. Else its checksums are made right first.
void run_tape(std::string_view bytes) {
  if (bytes.empty()) return;
  const bool mend = bytes.front() != '\0';
  bytes.remove_prefix(1);
  const std::string contents = mend ? mended(std::string(bytes)) : std::string(bytes);
  const std::string file = file_holding(contents);
  const auto tape = tape::Tape::open(file);
  if (!tape) return expect_readable(tape.error(), file);
  ask(**tape);
}

}  // namespace alpha_pulse::fuzz
