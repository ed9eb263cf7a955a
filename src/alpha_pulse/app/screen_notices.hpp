#pragma once

#include "alpha_pulse/app/terminal.hpp"
#include "alpha_pulse/engine/ports.hpp"
#include "alpha_pulse/telemetry/log_line.hpp"

namespace alpha_pulse::app {

/// Passes notices on to the log and, where a live line takes the log's place on the screen, shows them above it, so
/// that a person sees the hedge being built and protected. Tested by app/screen_notices_test.cpp.
class ScreenNotices final : public engine::INoticeSink {
 public:
  ScreenNotices(engine::INoticeSink& log, LiveLine& line, Instrument hedge)
      : log_(log), line_(line), hedge_(std::move(hedge)) {}
  void on_notice(Timestamp when, const Notice& notice) override;

 private:
  engine::INoticeSink& log_;
  LiveLine& line_;
  Instrument hedge_;
};

/// One line as the screen shows it: `2025-02-03 11:11:25.000 | INFO | message`.
std::string screen_text(Timestamp when, const telemetry::LogLine& line);
/// The same of a notice; empty for what is below INFO.
std::string screen_text(Timestamp when, const Notice& notice, const Instrument& hedge);

}  // namespace alpha_pulse::app
