#include "alpha_pulse/config/documentation.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "alpha_pulse/config/key_table.hpp"

namespace alpha_pulse::config {
namespace {

TEST(Documentation, IsTheCommittedPage) {
  const std::string path = ALPHA_PULSE_SOURCE_DIR "/docs/configuration.md";
  if (std::getenv("ALPHA_PULSE_WRITE_DOCS") != nullptr) std::ofstream(path) << configuration_page();
  std::ifstream file(path);
  const std::string committed{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(committed, configuration_page())
      << "run config_test with ALPHA_PULSE_WRITE_DOCS=1 and commit docs/configuration.md";
}

TEST(Documentation, NamesEveryKeyWithItsDefaults) {
  const std::string page = configuration_page();
  EXPECT_NE(page.find("| `hedge.ratio_max` | number `0 < x <= 2`; of the holding | `1` | `1.05` |"), std::string::npos);
  for (const KeySpec& key : key_table()) {
    EXPECT_NE(page.find("| `" + std::string(key.name) + "` |"), std::string::npos) << key.name;
  }
  EXPECT_NE(page.find("`{time} \\| {level} \\| {message}`"), std::string::npos);
}

}  // namespace
}  // namespace alpha_pulse::config
