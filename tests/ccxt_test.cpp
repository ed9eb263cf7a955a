#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

/// Clients that are not ours against `gridhedge exchange serve`: what they believe of the venue, the venue must be.
namespace alpha_pulse::tests {
namespace {

namespace fs = std::filesystem;

const fs::path kSources = fs::path(ALPHA_PULSE_SOURCE_DIR) / "tests" / "ccxt";
const fs::path kFolder =
    fs::path(GRIDHEDGE_BINARY).parent_path().parent_path() / "ccxt";  // nothing is built in the tree

bool there_is(const std::string& program) {
  return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0;
}

/// Installs the pinned clients where they are missing, once however many tests ask; false when that cannot be done
/// here.
bool client_is_there() {
  fs::create_directories(kFolder);
  for (const char* file :
       {"package.json", "package-lock.json", ".npmrc", "judge.mjs", "drive.mjs", "drive_binance.mjs"}) {
    fs::copy_file(kSources / file, kFolder / file, fs::copy_options::overwrite_existing);
  }
  const std::string install =
      "cd '" + kFolder.string() +
      "' && flock .lock sh -c 'cmp -s package-lock.json .installed || { npm ci --ignore-scripts "
      "--loglevel=error && cp package-lock.json .installed; }' 1>&2";
  return there_is("npm") && std::system(install.c_str()) == 0;
}

/// `part`: of which client's script, and `_tls` behind it for https and wss.
std::string driven(std::string part, const fs::path& out) {
  const std::string script = part.starts_with("binance") ? "drive_binance.mjs" : "drive.mjs";
  std::ranges::replace(part, '_', ' ');
  const std::string command = "timeout 300 node '" + (kFolder / script).string() + "' '" GRIDHEDGE_BINARY "' " + part +
                              " >'" + out.string() + "' 2>&1";
  const int code = std::system(command.c_str());
  std::ostringstream text;
  text << std::ifstream(out).rdbuf() << "exit " << code;
  return text.str();
}

class Ccxt : public testing::TestWithParam<const char*> {};

TEST_P(Ccxt, BelievesInTheSimulatedExchange) {
  if (!there_is("node")) GTEST_SKIP() << "there is no node; ./dev setup installs it";
  if (!client_is_there()) GTEST_SKIP() << "the client in tests/ccxt could not be installed by npm";
  const fs::path out = fs::temp_directory_path() / (std::string("ccxt-") + GetParam() + ".log");
  const std::string text = driven(GetParam(), out);
  EXPECT_NE(text.find(", 0 failed"), std::string::npos) << text;
  EXPECT_TRUE(text.ends_with("exit 0")) << text;
  fs::remove(out);
}

INSTANTIATE_TEST_SUITE_P(Parts, Ccxt,
                         testing::Values("rest", "streams", "binance", "rest_tls", "streams_tls", "binance_tls"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace alpha_pulse::tests
