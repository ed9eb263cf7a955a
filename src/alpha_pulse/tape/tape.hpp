#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "alpha_pulse/tape/entry.hpp"
#include "alpha_pulse/tape/price_column.hpp"

namespace alpha_pulse::tape {

/// True for a file that begins as a tape does. Errors: kNotFound, kIo.
Result<bool> is_tape(const std::filesystem::path& file);
/// The symbol at the beginning of a tape, of which no more is looked at. Errors: as Tape::open.
Result<std::string> symbol_of_tape(const std::filesystem::path& file);

/// A recorded market as a mapped file: prices are compared as integers where they lie, nothing is copied. Immutable;
/// any number of threads. The file must not be changed while it is open (a new one under its name is no change).
///
/// Tested by tape/tape_test.cpp, tape/tape_search_test.cpp and tape/tape_damage_test.cpp.
class Tape {
 public:
  /// Maps the file and checks all of it. Errors begin with the file's name and say which bytes: kBadData (no tape,
  /// another version, cut off, damaged block N, index that is not that of the prices), kNotFound, kIo;
  /// kInvalidArgument for a word in ALPHA_PULSE_SIMD that is no set of instructions.
  static Result<std::shared_ptr<const Tape>> open(const std::filesystem::path& file);
  Tape(const Tape&) = delete;
  Tape& operator=(const Tape&) = delete;
  ~Tape();

  const TapeInfo& info() const { return info_; }
  std::uint64_t size() const { return info_.events; }
  Price price(std::int64_t units) const { return Price::from_raw(units * info_.price_unit.raw()); }

  /// The first i of [from, to) with low(i) <= at_or_below or high(i) >= at_or_above; `to` when none. `to` <= size().
  std::uint64_t first_outside(std::uint64_t from, std::uint64_t to, std::int64_t at_or_below,
                              std::int64_t at_or_above) const;
  /// The first i with time(i) >= t; size() when none.
  std::uint64_t first_at(Timestamp t) const;

  Timestamp time(std::uint64_t i) const;
  Entry at(std::uint64_t i) const;
  std::int64_t low(std::uint64_t i) const {
    return number_at(pages_[i / kPageEvents].low, pyramid_.width, i % kPageEvents);
  }
  std::int64_t high(std::uint64_t i) const {
    return number_at(pages_[i / kPageEvents].high, pyramid_.width, i % kPageEvents);
  }

  /// The last i of [from, to) that is of the kind, if any. `to` <= size().
  std::optional<std::uint64_t> last_trade(std::uint64_t from, std::uint64_t to) const;
  std::optional<std::uint64_t> last_quote(std::uint64_t from, std::uint64_t to) const;
  std::optional<std::uint64_t> last_mark(std::uint64_t from, std::uint64_t to) const;

  /// Where two events of [from, to) that follow each other lie further apart than `limit`, in order. Reads the head and
  /// the last event of each leaf.
  std::vector<Silence> silences(std::uint64_t from, std::uint64_t to, Duration limit) const;

  /// The lowest low and the highest high of [from, to). `from` < `to` <= size().
  std::pair<std::int64_t, std::int64_t> range(std::uint64_t from, std::uint64_t to) const;

  /// Every bar that an event of the tape closes, in order.
  std::span<const TapeBar> bars() const { return bars_; }
  std::span<const TapeFunding> funding() const { return funding_; }
  /// The first 65536 of them.
  std::span<const TapeGap> gaps() const { return gaps_; }

  /// Pages, and their prices' heights: for loops that read columns themselves.
  const Pyramid& pyramid() const { return pyramid_; }
  /// The leaf of events [64 leaf, 64 leaf + 64): its cold columns, unpacked.
  void unpack_leaf(std::uint64_t leaf, LeafColumns& out) const;

 private:
  struct Leaf;
  Tape() = default;
  Result<void> map(const std::filesystem::path& file);
  Result<void> check(const std::string& name);
  Result<void> check_pages(const std::string& name, std::uint64_t begin, std::uint64_t end);
  Result<void> read_sections(const std::string& name);
  Leaf leaf_of(std::uint64_t leaf) const;
  std::optional<std::uint64_t> last_of(std::uint64_t from, std::uint64_t to, std::uint32_t kinds) const;

  std::span<const std::byte> bytes_;
  TapeInfo info_;
  std::vector<PageColumns> pages_;
  Pyramid pyramid_;
  const void* directory_ = nullptr;
  std::span<const TapeBar> bars_;  ///< where they lie in the file
  std::vector<TapeFunding> funding_;
  std::vector<TapeGap> gaps_;
};

}  // namespace alpha_pulse::tape
