#include "alpha_pulse/app/screen_notices.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/config/instrument_table.hpp"

namespace alpha_pulse::app {
namespace {

class Recorder final : public engine::INoticeSink {
 public:
  void on_notice(Timestamp, const Notice&) override { ++seen; }
  int seen = 0;
};

TEST(ScreenNotices, ShowANoticeAsTheLogWritesIt) {
  const Instrument hedge = *config::InstrumentTable::bundled().find("BTCUSDT");
  const Notice notice = ExitTriggered{.exit = SlotKind::STOP_LOSS, .price = *Price::parse("99011.2")};
  EXPECT_EQ(screen_text(Timestamp::from_ms(1'738'581'085'255), notice, hedge),
            "2025-02-03 11:11:25.255 | WARNING | Stop loss triggered at 99011.20");
}

TEST(ScreenNotices, PassEveryNoticeOnToTheLog) {
  Recorder log;
  LiveLine line;
  ScreenNotices notices(log, line, *config::InstrumentTable::bundled().find("BTCUSDT"));
  notices.on_notice(Timestamp{}, HedgeReached{.hedge_ratio = Ratio::one(), .since_first_price = {}});
  EXPECT_EQ(log.seen, 1);
}

}  // namespace
}  // namespace alpha_pulse::app
