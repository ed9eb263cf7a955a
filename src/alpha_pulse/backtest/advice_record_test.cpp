#include "alpha_pulse/backtest/advice_record.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::backtest {
namespace {

using engine::Advice;
using engine::AdviceAction;

class Outlet : public engine::IAdviceSink {
 public:
  Result<void> begin() override { return fail(ErrorCode::kIo, "no room"); }
  void on_advice(const Advice&) override { ++heard; }
  std::size_t heard = 0;
};

TEST(AdviceRecord, OfARunThatDoesNotAdviseHasNotBegun) {
  AdviceRecord record(nullptr);
  EXPECT_FALSE(record.begun());
  EXPECT_TRUE(record.begin());
  EXPECT_TRUE(record.begun());
}

TEST(AdviceRecord, HandsOnWhatTheOutletSays) {
  Outlet outlet;
  EXPECT_EQ(AdviceRecord(&outlet).begin().error().message, "no room");
}

TEST(AdviceRecord, CountsAllAndKeepsTheNewest) {
  Outlet outlet;
  AdviceRecord record(&outlet);
  for (std::uint64_t id = 1; id <= AdviceRecord::kKept + 5; ++id) {
    Advice advice;
    advice.id = id;
    advice.action = id % 3 == 0 ? AdviceAction::CANCEL : AdviceAction::PLACE;
    record.on_advice(advice);
  }
  EXPECT_EQ(record.given(), AdviceRecord::kKept + 5);
  EXPECT_EQ(record.canceled(), (AdviceRecord::kKept + 5) / 3);
  EXPECT_EQ(record.given(), record.placed() + record.canceled());
  EXPECT_EQ(outlet.heard, AdviceRecord::kKept + 5);
  ASSERT_EQ(record.newest().size(), AdviceRecord::kKept);
  EXPECT_EQ(record.newest().front().id, 6U);
  EXPECT_EQ(record.newest().back().id, AdviceRecord::kKept + 5);
}

}  // namespace
}  // namespace alpha_pulse::backtest
