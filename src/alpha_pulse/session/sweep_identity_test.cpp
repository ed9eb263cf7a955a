#include "alpha_pulse/session/sweep_identity.hpp"

#include <gtest/gtest.h>

#include <set>

#include "alpha_pulse/data_pipeline/test_files.hpp"
#include "alpha_pulse/session/test_plans.hpp"

namespace alpha_pulse::session {
namespace {

using data_pipeline::testing::TempFolder;

class SweepIdentityTest : public ::testing::Test {
 protected:
  std::string of(const data_pipeline::ReplaySources& sources, const std::string& base = "grid.volatility: 0.02\n",
                 const std::string& param = "a=1,2", std::uint64_t splits = 0, Instrument hedge = test::btc()) const {
    const SweepPlan plan{.params = {*parse_sweep_param(param)}};
    const auto found = fingerprint_of({.sources = sources,
                                       .hedge = std::move(hedge),
                                       .base_text = base,
                                       .plan = plan,
                                       .splits = splits,
                                       .program = "1"});
    return found ? *found : found.error().message;
  }
  data_pipeline::ReplaySources data(const std::string& text, const std::string& name = "a.csv") const {
    data_pipeline::ReplaySources sources;
    sources.data = {folder_.write(name, text)};
    return sources;
  }

  const TempFolder folder_;
};

TEST_F(SweepIdentityTest, IsAnotherForOtherDataSettingsOrKeys) {
  std::set<std::string> all;
  const auto base = data("1,2\n");
  all.insert(of(base));
  EXPECT_EQ(*all.begin(), of(data("1,2\n")));
  EXPECT_EQ(*all.begin(), of(data("1,2\n", "b.csv")));  // a file that was moved is the same file
  all.insert(of(base, "grid.volatility: 0.03\n"));
  all.insert(of(base, "grid.volatility: 0.02\n", "a=1,3"));
  all.insert(of(base, "grid.volatility: 0.02\n", "b=1,2"));
  all.insert(of(base, "grid.volatility: 0.02\n", "a=1,2", 2));
  Instrument other = test::btc();
  other.lot = test::coins("0.002");
  all.insert(of(base, "grid.volatility: 0.02\n", "a=1,2", 0, other));
  auto later = base;
  later.from = Timestamp::from_ms(5);
  all.insert(of(later));
  auto as_mark = base;
  as_mark.mark = as_mark.data;
  all.insert(of(as_mark));
  all.insert(of(data("1,3\n")));
  EXPECT_EQ(all.size(), 9U);
}

TEST_F(SweepIdentityTest, SeesAChangeAnywhereInAFileThatIsReadWhole) {
  std::string text(3 << 20, 'x');
  const std::string before = of(data(text));
  for (const std::size_t at : {std::size_t{0}, std::size_t{1} << 20, text.size() / 2, text.size() - 1}) {
    text[at] = 'y';
    EXPECT_NE(of(data(text)), before) << at;
    text[at] = 'x';
  }
  EXPECT_EQ(of(data(text)), before);
}

TEST_F(SweepIdentityTest, NamesAFileThatCannotBeRead) {
  data_pipeline::ReplaySources sources;
  sources.data = {folder_.path() / "none.csv"};
  EXPECT_NE(of(sources).find("none.csv: cannot be read"), std::string::npos);
}

}  // namespace
}  // namespace alpha_pulse::session
