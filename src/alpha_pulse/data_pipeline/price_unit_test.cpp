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
    for (const std::int64_t most : {std::int64_t{2'147'483'647}, unit.most()}) {
      const bool fits = value > 0 && value % raw == 0 && value / raw <= most;
      const auto count = unit.count(Price::from_raw(value), most);
      RC_ASSERT(count.has_value() == fits);
      if (fits) RC_ASSERT(*count == value / raw);
    }
  }
}

TEST(PriceScale, IsAsNarrowAsThePricesAllow) {
  using tape::PriceWidth;
  const auto price = [](const char* text) { return Price::parse(text).value(); };
  EXPECT_EQ(PriceScale(2, price("21474836.47")).width(), PriceWidth::NARROW);
  EXPECT_EQ(PriceScale(2, price("21474836.48")).width(), PriceWidth::WIDE);
  EXPECT_EQ(PriceScale(8, price("21.47483647")).width(), PriceWidth::NARROW);
  const PriceScale cents(2, price("95203.05"));
  EXPECT_EQ(cents.count(price("95203.05")), 9'520'305);
  EXPECT_FALSE(cents.count(price("95203.051")));
  const PriceScale finest = cents.widened_for(price("95203.05123456"));
  EXPECT_EQ(finest, PriceScale(8, price("95203.05123456")));
  EXPECT_EQ(finest.count(price("95203.05123456")), 9'520'305'123'456);
  EXPECT_EQ(finest.count(price("10000000000")), 1'000'000'000'000'000'000);
  EXPECT_EQ(finest.widened_for(price("1")), finest);
}

}  // namespace
}  // namespace alpha_pulse::data_pipeline
