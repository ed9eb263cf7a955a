#include "alpha_pulse/data_pipeline/price_unit.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace alpha_pulse::data_pipeline {
namespace {

TEST(PriceUnit, IsTheCoarsestPowerOfTenOfAPrice) {
  const auto places = [](const char* price) { return PriceUnit::of(Price::parse(price).value()).places(); };
  EXPECT_EQ(places("95203.05"), 2);
  EXPECT_EQ(places("95203.1"), 1);
  EXPECT_EQ(places("95200"), 0);
  EXPECT_EQ(places("0.00000001"), 8);
  EXPECT_EQ(PriceUnit(2).price(), Price::parse("0.01").value());
  EXPECT_EQ(PriceUnit(0).price(), Price::parse("1").value());
}

RC_GTEST_PROP(PriceUnit, CountsWhatDivisionCountsAndNothingElse, ()) {
  const PriceUnit unit(*rc::gen::inRange(0, 9));
  const std::int64_t raw = unit.price().raw();
  const auto any = *rc::gen::resize(100, rc::gen::inRange<std::int64_t>(-5, 1'000'000'000'000'000'000));
  const auto whole = *rc::gen::resize(100, rc::gen::inRange<std::int64_t>(0, 3'000'000'000)) * raw;
  for (const std::int64_t value : {any, whole, whole + 1, whole - 1, raw, raw * 2'147'483'647, raw * 2'147'483'648}) {
    const bool fits = value > 0 && value % raw == 0 && value / raw <= 2'147'483'647;
    const auto count = unit.count(Price::from_raw(value));
    RC_ASSERT(count.has_value() == fits);
    if (fits) RC_ASSERT(*count == value / raw);
  }
}

}  // namespace
}  // namespace alpha_pulse::data_pipeline
