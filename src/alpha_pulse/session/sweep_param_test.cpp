#include "alpha_pulse/session/sweep_param.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::session {
namespace {

using Values = std::vector<std::string>;

Values values_of(const char* text) {
  const auto param = parse_sweep_param(text);
  if (!param) ADD_FAILURE() << param.error().message;
  return param ? param->values : Values{};
}

std::string error_of(const std::string& text) {
  const auto param = parse_sweep_param(text);
  return param ? "read" : param.error().message;
}

TEST(SweepParam, CountsARangeInExactDecimalsUpToItsLastValue) {
  EXPECT_EQ(values_of("grid.spacing_sigma=0.1:0.5:0.1"), (Values{"0.1", "0.2", "0.3", "0.4", "0.5"}));
  EXPECT_EQ(values_of("k=0.1:0.49:0.1"), (Values{"0.1", "0.2", "0.3", "0.4"}));
  EXPECT_EQ(values_of("k=5:5:1"), (Values{"5"}));
  EXPECT_EQ(values_of("k=-1:1:1"), (Values{"-1", "0", "1"}));
  // Ten steps of 0.1 as doubles do not make 1.
  EXPECT_EQ(values_of("k=0:1:0.1").back(), "1");
  EXPECT_EQ(values_of("k=0.00000001:0.00000003:0.00000001").size(), 3U);
}

TEST(SweepParam, KeepsTheUnitOfDurations) {
  EXPECT_EQ(values_of("risk.rearm_after=1h:3h:1h"), (Values{"1h", "2h", "3h"}));
  EXPECT_EQ(values_of("risk.rearm_after=0.5d:1d:0.5d"), (Values{"0.5d", "1d"}));
  EXPECT_NE(error_of("risk.rearm_after=30m:2h:30m").find("need the same unit"), std::string::npos);
}

TEST(SweepParam, TakesAListAsItIsWritten) {
  EXPECT_EQ(values_of("profile=classic,guarded"), (Values{"classic", "guarded"}));
  EXPECT_EQ(values_of("k=0.020"), (Values{"0.020"}));
  EXPECT_EQ(parse_sweep_param("a.b=1,2")->setting(1), "a.b=2");
}

TEST(SweepParam, NamesWhatIsWrongAndWhatWouldPass) {
  const struct {
    const char* text;
    const char* part;
  } cases[] = {{"grid", "--param grid: is not of the form key=a:b:step or key=x,y,z"},
               {"=1", "is not of the form"},
               {"k=1:2", "a range is first:last:step"},
               {"k=1:2:3:4", "a range is first:last:step"},
               {"k=1:x:1", "'x' is not a number"},
               {"k=1::1", "'' is not a number"},
               {"k=1:2:0", "the step must be above 0"},
               {"k=1:2:-1", "the step must be above 0"},
               {"k=2:1:1", "the last value lies below the first"},
               {"k=0:1:0.00000001", "makes more than a million values"},
               {"k=0:9000000000:0.000000001", "makes more than a million values"},
               {"k=1,,2", "a value is missing"},
               {"k=", "a value is missing"},
               {"k=1,2,1", "names '1' twice"}};
  for (const auto& c : cases) EXPECT_NE(error_of(c.text).find(c.part), std::string::npos) << error_of(c.text);
}

TEST(SweepParam, ShowsOfAWordThatIsNoSettingOnlyItsBeginning) {
  EXPECT_EQ(error_of("key secret").find("secret"), std::string::npos) << error_of("key secret");
}

}  // namespace
}  // namespace alpha_pulse::session
