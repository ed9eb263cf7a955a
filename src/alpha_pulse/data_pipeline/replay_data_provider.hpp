#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "alpha_pulse/data_pipeline/recording.hpp"
#include "alpha_pulse/domain/bar_builder.hpp"
#include "alpha_pulse/engine/ports.hpp"

namespace alpha_pulse::data_pipeline {

/// Which files are played. Either `data` alone, or `spot` and `perp` together; the rest is optional.
struct ReplaySources {
  Files data = {};             ///< one series that is spot, futures and mark at once (basis 0)
  Files spot = {}, perp = {};  ///< two series, played over the time that both cover
  Files mark = {};             ///< mark prices (candles); without it the perpetual's trades are the mark
  Files funding = {};          ///< rows of `symbol` are used
  Files flows = {};            ///< changes of the holding
  std::string symbol = "BTCUSDT";
  std::optional<Timestamp> from = {}, to = {};  ///< play [from, to)
  CandlePath candle_path = CandlePath::SIGN;
};

/// Errors (kInvalidArgument): sources that do not fit together, an empty window.
Result<void> check_sources(const ReplaySources& sources);

/// What the prints of each price series of a run become.
struct SourceRoles {
  PriceRole alone, spot, perp, mark;
};
SourceRoles roles_of(const ReplaySources& sources);

/// Recorded data as a stream of events, in bounded memory.
///
/// One series: TradeTick on kHedgeLeg with all roles (no mark when a mark file is given). Two: spot trades on kSpotLeg
/// (role spot), perpetual trades on kHedgeLeg (quote, and mark unless a mark file is given). Mark files: MarkPrice on
/// kHedgeLeg. Funding: FundingRateDue on kHedgeLeg. Flows: SpotBalanceChanged on kSpotLeg.
///
/// Order at one time: BarClosed, FundingRateDue, MarkPrice, TradeTick, SpotBalanceChanged; then spot before perpetual,
/// then the order of rows. BarClosed for each traded leg: 5 minutes, or the candle's own length when that is longer;
/// delivered before the first event at or after its end, `ts_event` being that end. Times never fall, `seq` counts from
/// 1, `ts_receive` equals `ts_event`.
///
/// The stream ends with the first price series that ends. Nothing malformed is skipped: an error names file and line.
/// One thread; `stop` from any. Tested by data_pipeline/replay_data_provider_test.cpp.
class ReplayDataProvider final : public engine::IDataProvider {
 public:
  /// Errors: those of open_prices, open_funding, open_flows; kInvalidArgument when the sources do not fit together or
  /// the window is empty; kBadData when the series have no time in common with each other and the window.
  static Result<std::unique_ptr<ReplayDataProvider>> open(const ReplaySources& sources);

  /// The next event, or nothing at the end. After an error the provider is of no more use.
  Result<std::optional<Event>> next();
  /// The same into an event of the caller's, without copies; false at the end.
  Result<bool> next(Event& out);

  Result<void> start(engine::EventSink& sink) override;
  void stop() override { stopped_ = true; }

  /// Typical distance between two events of the slowest price series.
  Duration cadence() const { return cadence_; }
  /// When the first price event comes.
  Timestamp first() const { return begin_; }

 private:
  struct Stream {
    std::unique_ptr<Recording> recording;
    int rank;     ///< order at one time
    bool prices;  ///< its end is the end of all
    bool live = true;
    Timestamp at;  ///< of its head; kept here because the merge compares it for every event
  };

  ReplayDataProvider() = default;
  Result<void> add_prices(const Files& files, const PriceRole& role, CandlePath path);
  Result<void> add(std::unique_ptr<Recording> recording, int rank, bool prices);
  Result<void> advance(Stream& stream);
  Result<void> enter_window(const ReplaySources& sources);
  Stream* earliest();
  std::pair<InstrumentId, Timestamp> next_bar() const;

  std::vector<Stream> streams_;
  std::array<std::optional<BarBuilder>, 2> bars_;  ///< by leg
  Timestamp begin_;
  Timestamp end_ = Timestamp::never();  ///< no event after it is delivered
  Duration cadence_;
  std::uint64_t seq_ = 0;
  std::atomic<bool> stopped_{false};
};

}  // namespace alpha_pulse::data_pipeline
