#include "alpha_pulse/telemetry/log_notices.hpp"

#include <utility>

#include "alpha_pulse/telemetry/notice_text.hpp"

namespace alpha_pulse::telemetry {

NoticeLogger::NoticeLogger(Logger& logger, Instrument hedge) : logger_(logger), hedge_(std::move(hedge)) {}

void NoticeLogger::on_notice(Timestamp when, const Notice& notice) {
  if (!logger_.wants(level_of(notice))) return;
  const LogLine line = render(notice, hedge_);
  logger_.log(when, line.level, line.message);
}

}  // namespace alpha_pulse::telemetry
