// What a backtest of the product costs over tapes: against events, fills, levels and configurations. A table, and with
// --plot a picture. Time inside the run alone, wall clock, medians; the tapes are made first and taken away afterwards.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <regex>

#include "alpha_pulse/base/test_folder.hpp"
#include "costs/picture.hpp"

namespace alpha_pulse::bench {
namespace {

constexpr const char* kUsage =
    "usage: backtest_bench [PART...] [--events N] [--plot FILE.svg|FILE.html] [--data FOLDER]\n"
    "PART: events, fills, levels, configurations; none: all four\n"
    "--events N      no tape longer than this (default 50000000; 200000000 is the longest there is)\n"
    "--plot FILE     draw the parts\n"
    "--data FOLDER   keep the tapes there, and use those that are there already\n";

/// What the command line asks for.
struct Asked {
  std::vector<std::string> parts;
  std::uint64_t events = 50'000'000;
  std::filesystem::path plot, data;
  std::string filter;
};

/// A folder of the tapes' own that goes away with them, or one that the caller names and keeps.
class Folder {
 public:
  explicit Folder(const std::filesystem::path& kept) : kept_(kept) {
    if (kept.empty())
      own_.emplace();
    else
      std::filesystem::create_directories(kept);
  }
  const std::filesystem::path& path() const { return own_ ? own_->path() : kept_; }

 private:
  std::filesystem::path kept_;
  std::optional<base::testing::TestFolder> own_;
};

using Measure = Part (*)(const std::filesystem::path&, std::uint64_t);
constexpr std::pair<const char*, Measure> kParts[] = {{"events", against_events},
                                                      {"fills", against_fills},
                                                      {"levels", against_levels},
                                                      {"configurations", against_configurations}};

bool wanted(const Asked& asked, const std::string& name) {
  if (!std::regex_search("backtest_" + name, std::regex(asked.filter))) return false;
  return asked.parts.empty() || std::ranges::find(asked.parts, name) != asked.parts.end();
}

int run(const Asked& asked) {
  const Folder folder(asked.data);
  std::vector<Part> parts;
  for (const auto& [name, measure] : kParts) {
    if (!wanted(asked, name)) continue;
    if (parts.empty()) {
      std::printf("%-15s %-18s %12s %14s %9s %12s %10s %12s  %s\n", "part", "curve", "x", "events", "fills", "ms",
                  "ns a fill", "events/s", "simd");
    }
    parts.push_back(measure(folder.path(), asked.events));
  }
  if (asked.plot.empty() || parts.empty()) return 0;
  if (draw(parts, asked.plot)) return 0;
  std::fprintf(stderr, "backtest_bench: %s: cannot be written\n", asked.plot.c_str());
  return 1;
}

/// Nothing when a word is not understood.
std::optional<Asked> read(int argc, char** argv) {
  Asked asked;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const bool more = i + 1 < argc;
    if (word == "--events" && more && std::atoll(argv[i + 1]) > 0) {
      asked.events = static_cast<std::uint64_t>(std::atoll(argv[++i]));
    } else if (word == "--plot" && more) {
      asked.plot = argv[++i];
    } else if (word == "--data" && more) {
      asked.data = argv[++i];
    } else if (word.starts_with("--benchmark_filter=")) {
      asked.filter = word.substr(word.find('=') + 1);
    } else if (word.starts_with("--benchmark_")) {
      continue;  // meant for the other benchmarks
    } else if (std::ranges::any_of(kParts, [&](const auto& part) { return part.first == word; })) {
      asked.parts.push_back(word);
    } else {
      return std::nullopt;
    }
  }
  return asked;
}

}  // namespace
}  // namespace alpha_pulse::bench

int main(int argc, char** argv) {
  const auto asked = alpha_pulse::bench::read(argc, argv);
  if (!asked) {
    std::fputs(alpha_pulse::bench::kUsage, stderr);
    return 2;
  }
  return alpha_pulse::bench::run(*asked);
}
