#include "alpha_pulse/backtest/tape_run.hpp"

#include <array>

namespace alpha_pulse::backtest {
namespace {

constexpr std::size_t kBlock = 64;                        // events handed on together: they stay in the nearest cache
constexpr std::uint64_t kBlocksBetweenWords = 1U << 14U;  // about ten milliseconds
constexpr std::uint64_t kJumpsBetweenWords = 1U << 12U;

/// Says now and then how far it has come; asks whether to go on.
class Teller {
 public:
  Teller(const TapeProgress& progress, std::uint64_t every) : progress_(progress), every_(every) {}
  bool go_on(Timestamp reached) {
    if (++count_ % every_ != 0 || !progress_) return true;
    return progress_(reached);
  }

 private:
  const TapeProgress& progress_;
  std::uint64_t every_;
  std::uint64_t count_ = 0;
};

bool play_each(data_pipeline::TapeStream& stream, ClosedLoop& loop, const TapeProgress& progress) {
  Teller teller(progress, kBlocksBetweenWords);
  std::array<Event, kBlock> block;
  while (const std::size_t count = stream.next(block)) {
    loop.take_all(std::span(block).first(count));
    if (!teller.go_on(block[count - 1].ts_event)) return false;
  }
  return true;
}

/// The silences that a jump went over are told as the loop itself tells those it sees.
class SilenceTeller {
 public:
  explicit SilenceTeller(std::span<const data_pipeline::Silence> all) : all_(all) {}
  void tell(Timestamp from, Timestamp until, RunObserver& observer) {
    for (; next_ < all_.size() && all_[next_].until <= until; ++next_) {
      if (all_[next_].from >= from) observer.on_gap(all_[next_].from, all_[next_].until);
    }
  }

 private:
  std::span<const data_pipeline::Silence> all_;
  std::size_t next_ = 0;
};

bool play_jumping(data_pipeline::TapeStream& stream, ClosedLoop& loop, std::span<const data_pipeline::Silence> silences,
                  const TapeProgress& progress) {
  Teller teller(progress, kJumpsBetweenWords);
  SilenceTeller gaps(silences);
  data_pipeline::PassedOver passed;
  Event event;
  do {
    stream.jump(loop.engine().quiet_bounds(), loop.runner().timers_due(), loop.runner().next_hour(), passed);
    if (passed.count > 0) {
      for (const Price price : passed.hours) loop.pass_hour(price, price);
      gaps.tell(loop.last_event_at(), passed.last_at, loop.observer());
      loop.pass_over(passed.count, passed.latest, passed.last_at);
    }
    if (!teller.go_on(loop.last_event_at())) return false;  // also where nothing can be passed over for a long time
    if (!stream.next(event)) return true;
    loop.take(event);
  } while (true);
}

}  // namespace

bool play(data_pipeline::TapeStream& stream, ClosedLoop& loop, std::span<const data_pipeline::Silence> silences,
          const TapeProgress& progress) {
  return loop.runner().skips() ? play_jumping(stream, loop, silences, progress) : play_each(stream, loop, progress);
}

}  // namespace alpha_pulse::backtest
