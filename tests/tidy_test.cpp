#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tidy_rules.hpp"

/// The tree as it is, read by the rules of tidy_rules.hpp; and each rule seen to fail on a snippet that breaks it.
namespace {

namespace fs = std::filesystem;
using tidy::Findings;

const fs::path kRoot = ALPHA_PULSE_SOURCE_DIR;

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Every file below `folder` (or the file itself), as paths relative to the root, sorted.
std::vector<std::string> files_in(const std::string& folder) {
  std::vector<std::string> files;
  if (fs::is_regular_file(kRoot / folder)) return {folder};
  if (!fs::exists(kRoot / folder)) return {};
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
    if (entry.is_regular_file()) files.push_back(fs::relative(entry.path(), kRoot).generic_string());
  }
  std::ranges::sort(files);
  return files;
}

template <class Rule>
Findings over(std::initializer_list<std::string> folders, Rule rule) {
  Findings all;
  for (const auto& folder : folders) {
    for (const auto& path : files_in(folder)) {
      const Findings found = rule(path, read(kRoot / path));
      all.insert(all.end(), found.begin(), found.end());
    }
  }
  return all;
}

std::string joined(const Findings& found) {
  std::string text;
  for (const auto& line : found) text += "  " + line + "\n";
  return text;
}

#define EXPECT_NONE(expression)                          \
  do {                                                   \
    const Findings found = (expression);                 \
    EXPECT_TRUE(found.empty()) << "\n" << joined(found); \
  } while (false)

// ---- the tree ------------------------------------------------------------------------------------------------------

TEST(Tidy, TheTreeIsThere) {
  EXPECT_GT(files_in("src").size(), 30U);
  EXPECT_GT(files_in("tests").size(), 1U);
}

TEST(Tidy, EveryIncludePointsDown) {
  EXPECT_NONE(over({"src"}, tidy::check_arrows));
}

TEST(Tidy, PureRoomsNameNoWorld) {
  EXPECT_NONE(
      over({"src"}, [](const std::string& path, const std::string& text) { return tidy::check_purity(path, text); }));
}

TEST(Tidy, EveryExemptionIsStillNeeded) {
  for (const auto& exemption : tidy::kExemptions) {
    const std::string path(exemption.path);
    const Findings found = tidy::check_purity(path, read(kRoot / path), false);
    EXPECT_TRUE(std::ranges::any_of(
        found, [&](const std::string& line) { return line.find(std::string(exemption.token)) != std::string::npos; }))
        << path << " no longer needs " << exemption.token;
  }
}

TEST(Tidy, TradingModeIsSwitchedOnInOnePlace) {
  EXPECT_NONE(over({"src", "tests", "bench", "fuzz", "examples"}, tidy::check_trading_mode));
  const std::string factory = tidy::code_of(read(kRoot / "src/alpha_pulse/execution/broker_factory.cpp"));
  EXPECT_TRUE(tidy::has_token(factory, "case TradingMode::"));
  const std::size_t first = factory.find("switch");
  EXPECT_NE(first, std::string::npos);
  EXPECT_EQ(factory.find("switch", first + 1), std::string::npos) << "one switch, not several";
}

TEST(Tidy, NoStrayWords) {
  EXPECT_NONE(over({"src", "tests", "bench", "fuzz", "examples", "cmake", "configs", "docs", "dev", ".ci", "README.md",
                    "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "CMakeLists.txt"},
                   tidy::check_words));
}

TEST(Tidy, NoSourceIsTooLong) {
  EXPECT_NONE(over({"src", "tests", "bench", "fuzz", "examples"}, tidy::check_length));
}

TEST(Tidy, EveryHeaderStartsWithItsGuard) {
  EXPECT_NONE(over({"src", "tests", "bench", "examples", "fuzz"}, tidy::check_header_start));
}

TEST(Tidy, EveryRoomHasAPage) {
  for (const auto& entry : fs::directory_iterator(kRoot / tidy::kRooms)) {
    if (!entry.is_directory()) continue;  // the header that names the library as a whole
    EXPECT_TRUE(fs::exists(entry.path() / "README.md")) << entry.path() << " has no README.md";
    EXPECT_TRUE(tidy::arrows().contains(entry.path().filename())) << entry.path() << " has no arrows";
  }
}

TEST(Tidy, EveryLinkOfAPageLeadsSomewhere) {
  EXPECT_NONE(over({"docs", "src", "fuzz", "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"},
                   [](const std::string& path, const std::string& text) {
                     Findings found;
                     if (!path.ends_with(".md")) return found;
                     for (const auto& link : tidy::links_of(text)) {
                       const fs::path target = kRoot / fs::path(path).parent_path() / link;
                       if (!fs::exists(target)) found.push_back(path + ": leads nowhere: " + link);
                     }
                     return found;
                   }));
}

/// The words between the braces of `enum class <name>`, comments left out.
std::vector<std::string> enumerators(const std::string& text, const std::string& name) {
  const std::string code = tidy::code_of(text);
  const std::size_t open = code.find('{', code.find("enum class " + name + " "));
  std::vector<std::string> words(1);
  for (std::size_t i = open + 1; i < code.size() && code[i] != '}'; ++i) {
    if (tidy::is_word(code[i])) {
      words.back().push_back(code[i]);
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

TEST(Tidy, EveryStateAndReasonIsExplained) {
  const std::string page = read(kRoot / "docs/states.md");
  for (const auto& [header, list] :
       {std::pair{"domain/enums.hpp", "ProgramState"}, std::pair{"domain/enums.hpp", "Reason"},
        std::pair{"engine/advice.hpp", "AdviceCause"}}) {
    const auto words = enumerators(read(kRoot / "src/alpha_pulse" / header), list);
    EXPECT_GE(words.size(), 7U) << list;
    for (const auto& word : words) {
      EXPECT_NE(page.find("`" + word + "`"), std::string::npos) << "docs/states.md does not explain " << word;
    }
  }
}

TEST(Tidy, EveryPackageIsExplained) {
  const std::string script = read(kRoot / "dev");
  const std::string page = read(kRoot / "docs/dependencies.md");
  std::size_t packages = 0;
  for (const std::string list : {"BUILD_PACKAGES=(", "LINT_PACKAGES=(", "FUZZ_PACKAGES=(", "TEST_PACKAGES=("}) {
    const std::size_t open = script.find(list) + list.size();
    std::string word;
    for (const char c : script.substr(open, script.find(')', open) - open) + " ") {
      if (std::isspace(static_cast<unsigned char>(c)) == 0) {
        word.push_back(c);
      } else if (!word.empty()) {
        EXPECT_NE(page.find("`" + word + "`"), std::string::npos) << "docs/dependencies.md does not explain " << word;
        ++packages;
        word.clear();
      }
    }
  }
  EXPECT_GE(packages, 15U);
}

// ---- each rule, seen to fail ---------------------------------------------------------------------------------------

const std::string kPure = "src/alpha_pulse/hedging/example.cpp";
const std::string kEdge = "src/alpha_pulse/execution/example.cpp";

std::size_t arrows_of(const std::string& room, const std::string& target) {
  return tidy::check_arrows("src/alpha_pulse/" + room + "/a.hpp", "#include \"alpha_pulse/" + target + "/b.hpp\"\n")
      .size();
}

TEST(TidyRules, SeesAnIncludeThatPointsUpOrSideways) {
  EXPECT_EQ(arrows_of("hedging", "domain"), 0U);
  EXPECT_EQ(arrows_of("hedging", "hedging"), 0U);
  EXPECT_EQ(arrows_of("app", "base"), 0U);
  EXPECT_EQ(arrows_of("base", "domain"), 1U);
  EXPECT_EQ(arrows_of("hedging", "risk"), 1U);
  EXPECT_EQ(arrows_of("execution", "storage"), 1U);
  EXPECT_EQ(arrows_of("engine", "execution"), 1U);
  EXPECT_EQ(arrows_of("backtest", "config"), 1U);
  EXPECT_EQ(arrows_of("session", "app"), 1U);
  EXPECT_EQ(arrows_of("attic", "base"), 1U);
}

TEST(TidyRules, LetsATestLookAnywhere) {
  EXPECT_NONE(tidy::check_arrows("src/alpha_pulse/base/a_test.cpp", "#include \"alpha_pulse/app/main.hpp\"\n"));
  EXPECT_NONE(tidy::check_purity("src/alpha_pulse/base/a_test.cpp", "#include <thread>\n"));
}

TEST(TidyRules, SeesTheWorldInAPureRoomOnly) {
  for (const std::string bad : {"#include <thread>",
                                "#include <chrono>",
                                "#include <fstream>",
                                "# include <iostream>",
                                "#include <cmath>",
                                "#include <boost/asio.hpp>",
                                "#include <boost/beast/core.hpp>",
                                "#include <sqlite3.h>",
                                "#include <spdlog/spdlog.h>",
                                "#include <yaml-cpp/yaml.h>",
                                "#include <fmt/format.h>",
                                "auto t = Clock::now();",
                                "f = fopen(path, mode);",
                                "std::getenv(name);",
                                "int n = std::rand();",
                                "std::random_device seed;",
                                "std::unordered_map<int, int> m;",
                                "throw 1;",
                                "static int calls = 0;",
                                "static std::vector<int> cache;",
                                "std::map<const Order*, int> m;",
                                "std::set<Order *> s;",
                                "thread_local int x;",
                                "std::printf(format);"}) {
    EXPECT_EQ(tidy::check_purity(kPure, bad + "\n").size(), 1U) << bad;
    EXPECT_NONE(tidy::check_purity(kEdge, bad + "\n"));
  }
}

TEST(TidyRules, LeavesHonestCodeAlone) {
  for (const std::string good :
       {"#include <boost/container/small_vector.hpp>", "#include <vector>", "#include <cstdio>",
        "std::snprintf(text, sizeof text, format);", "// the wall clock: std::chrono::system_clock::now()",
        "static constexpr int kMax = 3;", "static Price parse(std::string_view text);", "static_assert(1 + 1 == 2);",
        "log(\"std::thread and fopen\");", "auto n = 1'000'000; auto t = known();", "std::map<Price, Order*> m;",
        "/* throw */ int catching = 1;", "const char c = '\"'; int rethrown = 0;", "R\"(throw)\";"}) {
    EXPECT_NONE(tidy::check_purity(kPure, good + "\n"));
  }
}

TEST(TidyRules, SeesASecondSwitchOverTheTradingMode) {
  const std::string bad = "switch (mode) {\n  case TradingMode::REAL: return 1;\n}\n";
  EXPECT_EQ(tidy::check_trading_mode("src/alpha_pulse/session/a.cpp", bad).size(), 1U);
  EXPECT_EQ(tidy::check_trading_mode(kEdge, "case execution::TradingMode::PAPER: break;\n").size(), 1U);
  EXPECT_NONE(tidy::check_trading_mode("src/alpha_pulse/execution/broker_factory.cpp", bad));
  EXPECT_NONE(tidy::check_trading_mode(kEdge, "if (mode == TradingMode::REAL) return refuse();\n"));
}

TEST(TidyRules, SeesStrayWords) {
  EXPECT_EQ(tidy::check_words("dev", std::string("# TO") + "DO later\n").size(), 1U);
  EXPECT_EQ(tidy::check_words(kPure, std::string("// X") + "XX\nint a;\n// HA" + "CK: works\n").size(), 2U);
  EXPECT_NONE(tidy::check_words(kPure, "// mastodon HACKNEY\n"));
}

TEST(TidyRules, SeesLongFilesAndHeadersWithoutAGuard) {
  std::string text = "#pragma once\n";
  for (int i = 1; i < 500; ++i) text += "int a;\n";
  EXPECT_NONE(tidy::check_length("src/a.hpp", text));
  EXPECT_EQ(tidy::check_length("src/a.hpp", text + "int b;\n").size(), 1U);
  EXPECT_NONE(tidy::check_header_start("src/a.hpp", text));
  EXPECT_EQ(tidy::check_header_start("src/a.hpp", "// words\n#pragma once\n").size(), 1U);
}

TEST(TidyRules, ReadsLinks) {
  const auto links = tidy::links_of("[a](docs/a.md) [b](https://example.org) [c](#part) [d](../d.md#part)");
  EXPECT_EQ(links, (std::vector<std::string>{"docs/a.md", "../d.md"}));
}

}  // namespace
