#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "alpha_pulse/tape/entry.hpp"
#include "alpha_pulse/tape/page_buffer.hpp"

namespace alpha_pulse::tape {

/// Writes a tape in bounded memory: a page is appended when it is full, the index follows at the end. The file grows as
/// `<out>.partial` and takes its name when it is whole and on the disk. Equal settings and events give equal bytes,
/// also when resumed in between. One thread.
///
/// Tested by tape/tape_writer_test.cpp and tape/tape_damage_test.cpp.
class TapeWriter {
 public:
  /// What is known before the first event.
  struct Settings {
    std::filesystem::path out;
    bool overwrite = false;  ///< a tape of that name, or an interrupted import into it, is replaced
    std::string symbol, source;
    Price price_unit;                             ///< of Entry::low and high; above zero, at most 42.94967297
    PriceWidth price_width = PriceWidth::NARROW;  ///< NARROW: prices up to 2 147 483 647 units
    Duration candle_step{};                       ///< Duration{}: ticks
    std::string candle_path;                      ///< how candles were walked; empty for ticks
    Duration bar_step{};  ///< Duration{}: five minutes, or the candle's own length when that is longer
    Duration cadence{};   ///< Duration{}: a quarter of a candle, or the mean distance of the first 1000 events
    /// Told how many bytes are in the file: after each page, and at the end some times before they are waited for to be
    /// on the disk. May be empty.
    std::function<void(std::uint64_t)> grown = {};
  };

  /// Errors: kInvalidArgument (a setting that cannot be), kRefused (`out` or its partial exists; another writer is at
  /// it), kIo.
  static Result<std::unique_ptr<TapeWriter>> create(Settings settings);
  /// Goes on with `<out>.partial` after its last whole page; `events()` says how many it holds: add those that follow.
  /// Funding is not among what is kept: add all of it again.
  /// Errors: as create; kNotFound (no partial), kBadData (no partial of a tape, or one begun with other settings).
  static Result<std::unique_ptr<TapeWriter>> resume(Settings settings);

  TapeWriter(const TapeWriter&) = delete;
  TapeWriter& operator=(const TapeWriter&) = delete;
  /// Leaves the partial of an unfinished tape to be resumed; what did not fill a page is not in it.
  ~TapeWriter();

  /// Errors: kBadData for an event that cannot be (time falls, a price or quantity out of range; what, and which one
  /// would pass): the writer is as before. kIo for a disk that takes no more: resume goes on from the last whole page.
  Result<void> add(const Entry& entry) {
    if (!acceptable(entry)) [[unlikely]]
      return refuse(entry);
    put(entry);
    return page_->count == kPageEvents ? flush_page(*page_) : Result<void>();
  }
  /// The same for many, from the one at `from` on and up to the first that cannot be. A full buffer that begins a page
  /// is packed where it lies.
  Result<void> add(PageBuffer& events, unsigned from = 0);
  /// In order of time. Errors: kBadData.
  Result<void> add_funding(const TapeFunding& funding);
  /// Ends the tape. `look` may be empty; it is called when all bytes are in the partial, while they are waited for to
  /// be on the disk, and when it fails, the tape does not take its name. Errors: kBadData (no events), kIo, those of
  /// `look`. Afterwards nothing can be added.
  Result<TapeInfo> finish(const std::function<Result<void>()>& look = {});

  /// Taken in so far, those of before a resume included.
  std::uint64_t events() const;
  /// The file that grows; gone once the tape has its name.
  const std::filesystem::path& partial() const;

 private:
  struct State;
  explicit TapeWriter(std::unique_ptr<State> state);
  static Result<std::unique_ptr<TapeWriter>> open(Settings settings, bool resumed);
  Result<void> take_up();
  Result<void> flush_page(PageBuffer& page);
  bool acceptable(const PageBuffer& events) const;
  Result<void> refuse(const Entry& entry) const;

  void put(const Entry& entry) {
    page_->put(entry);
    last_ = entry.at.ns();
  }

  bool acceptable(const Entry& entry) const {
    const bool in_range = entry.low > 0 && entry.high > 0 && entry.low <= most_ && entry.high <= most_;
    const bool priced = in_range && (entry.low == entry.high || entry.kind == Kind::QUOTE);
    const bool sized = (entry.quantity.raw() | entry.high_quantity.raw()) >= 0;
    const bool lone = entry.kind == Kind::QUOTE || entry.high_quantity.is_zero();
    return priced && sized && lone && entry.at.ns() >= last_ && entry.at.ns() <= kLatest && entry.kind <= Kind::MARK;
  }

  static constexpr std::int64_t kLatest = std::int64_t{1} << 62;
  std::unique_ptr<PageBuffer> page_;
  std::int64_t last_ = -kLatest;  ///< no event may come before
  std::int64_t most_;             ///< units of a price
  std::unique_ptr<State> state_;
};

}  // namespace alpha_pulse::tape
