#include "alpha_pulse/app/screen_notices.hpp"

#include <fmt/format.h>

#include <iostream>

#include "alpha_pulse/telemetry/log_format.hpp"
#include "alpha_pulse/telemetry/notice_text.hpp"

namespace alpha_pulse::app {

std::string screen_text(Timestamp when, const telemetry::LogLine& line) {
  return fmt::format("{} | {} | {}", format_timestamp(when), telemetry::to_string(line.level),
                     telemetry::escape_controls(line.message));
}

std::string screen_text(Timestamp when, const Notice& notice, const Instrument& hedge) {
  if (telemetry::level_of(notice) < telemetry::Level::INFO) return "";
  return screen_text(when, telemetry::render(notice, hedge));
}

void ScreenNotices::on_notice(Timestamp when, const Notice& notice) {
  log_.on_notice(when, notice);
  if (!line_.on()) return;
  const std::string text = screen_text(when, notice, hedge_);
  if (text.empty()) return;
  line_.clear();
  std::cerr << text << "\n";
}

}  // namespace alpha_pulse::app
