#include "alpha_pulse/telemetry/log_notices.hpp"

#include "alpha_pulse/telemetry/test_folder.hpp"

namespace alpha_pulse::telemetry {
namespace {

class NoticeLoggerTest : public InATemporaryFolder {
 protected:
  std::string log_at(Level level) {
    LogOptions options;
    options.directory = folder();
    options.file_name = "hedge.log";
    options.level = level;
    Logger logger(options);
    Instrument hedge;
    hedge.symbol = "BTCUSDT";
    hedge.tick = Price::parse("0.1").value();
    hedge.lot = Quantity::parse("0.001").value();
    NoticeLogger notices(logger, hedge);
    engine::INoticeSink& sink = notices;
    const Timestamp noon = Timestamp::from_ms(1'738'584'000'000);
    sink.on_notice(noon, StateChanged{.to = ProgramState::ACTIVE});
    sink.on_notice(noon + Duration::seconds(1),
                   ExitTriggered{.exit = SlotKind::STOP_LOSS, .price = Price::parse("99143.1").value()});
    logger.flush();
    return text_of(logger.path());
  }
};

TEST_F(NoticeLoggerTest, WritesEachNoticeAtItsMarketTime) {
  EXPECT_EQ(log_at(Level::INFO),
            "2025-02-03 12:00:00.000 | INFO | State changed from STARTING to ACTIVE\n"
            "2025-02-03 12:00:01.000 | WARNING | Stop loss triggered at 99143.10\n");
}

TEST_F(NoticeLoggerTest, LeavesOutWhatTheLevelDoes) {
  EXPECT_EQ(log_at(Level::WARNING), "2025-02-03 12:00:01.000 | WARNING | Stop loss triggered at 99143.10\n");
}

}  // namespace
}  // namespace alpha_pulse::telemetry
