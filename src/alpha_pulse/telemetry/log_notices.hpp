#pragma once

#include "alpha_pulse/domain/instrument.hpp"
#include "alpha_pulse/engine/ports.hpp"
#include "alpha_pulse/telemetry/logger.hpp"

namespace alpha_pulse::telemetry {

/// Writes what the engine and the strategy did into the log, each line at its market time. Words are made on the
/// deciding thread, and only for notices the log's level lets through. Tested by telemetry/log_notices_test.cpp.
class NoticeLogger final : public engine::INoticeSink {
 public:
  /// `logger` must outlive this.
  NoticeLogger(Logger& logger, Instrument hedge);
  void on_notice(Timestamp when, const Notice& notice) override;

 private:
  Logger& logger_;
  Instrument hedge_;
};

}  // namespace alpha_pulse::telemetry
