#include "alpha_pulse/matching/fill_settings.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::matching {
namespace {

TEST(FillSettings, TheDefaultsAreValid) {
  EXPECT_TRUE(validate(FillSettings{}));
}

TEST(FillSettings, ANumberOutOfRangeIsNamedWithOneThatFits) {
  FillSettings settings;
  settings.slippage = *Ratio::parse("0.2");
  ASSERT_FALSE(validate(settings));
  EXPECT_EQ(validate(settings).error().message, "fills.slippage 0.2 must be between 0 and 0.05, e.g. 0.0001");
  settings = {};
  settings.latency = Duration::minutes(2);
  EXPECT_EQ(validate(settings).error().message, "fills.latency 120000 ms must be between 0 and 60000, e.g. 50");
  settings = {};
  settings.leverage = 0;
  EXPECT_EQ(validate(settings).error().message, "fills.leverage 0 must be between 1 and 125, e.g. 20");
}

TEST(FillSettings, ModelsAreReadInAnyCase) {
  for (const FillModel model : {FillModel::THROUGH, FillModel::TOUCH, FillModel::QUEUE}) {
    EXPECT_EQ(*parse_fill_model(to_string(model)), model);
  }
  EXPECT_EQ(*parse_fill_model("Queue"), FillModel::QUEUE);
  EXPECT_EQ(parse_fill_model("best").error().message,
            "fills.model 'best' is not one of through, touch, queue; e.g. through");
}

}  // namespace
}  // namespace alpha_pulse::matching
