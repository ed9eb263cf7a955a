#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "targets.hpp"

/// The bodies of fuzz/ over their seeds and some thousand changes of them, the same on every run. What a longer search
/// finds (`./dev fuzz`) becomes a seed.
namespace alpha_pulse::fuzz {
namespace {

/// ALPHA_PULSE_FUZZ_ROUNDS asks for more of them.
int rounds() {
  const char* asked = std::getenv("ALPHA_PULSE_FUZZ_ROUNDS");
  return asked == nullptr ? 3'000 : std::atoi(asked);
}

class Changes {
 public:
  explicit Changes(std::vector<std::string> seeds) : seeds_(std::move(seeds)) {}

  std::string next() {
    std::string text = any_seed();
    for (std::size_t left = 1 + below(4); left > 0; --left) change(text);
    return text;
  }

 private:
  std::size_t below(std::size_t n) { return n == 0 ? 0 : random_() % n; }
  const std::string& any_seed() { return seeds_[below(seeds_.size())]; }

  void change(std::string& text) {
    static const std::vector<std::string> kWords{
        "\n", ":",  "-",  "0",  "9",  "90000000000", "99999999999999999999", "nan",  "1e9", "${",
        "}",  "[",  "{",  "\"", "'",  "~",           std::string(1, '\0'),   "\xff", ",",   ".",
        "=",  "&a", "*a", "!t", "\t", "\r\n",        "0.00000001",           "--",   "-1",  "#"};
    const std::size_t at = below(text.size() + 1);
    switch (below(6)) {
      case 0:
        if (!text.empty()) text[below(text.size())] = static_cast<char>(below(256));
        break;
      case 1:
        text.erase(at, 1 + below(20));
        break;
      case 2:
        text.insert(at, kWords[below(kWords.size())]);
        break;
      case 3:
        text.insert(at, text.substr(below(text.size() + 1), below(60)));
        break;
      case 4:
        text.resize(at);
        break;
      default: {
        const std::string& other = any_seed();
        text.insert(at, other.substr(below(other.size() + 1), below(60)));
      }
    }
  }

  std::vector<std::string> seeds_;
  std::mt19937_64 random_{1};
};

class FuzzTarget : public testing::TestWithParam<Target> {};

TEST_P(FuzzTarget, HoldsForItsSeedsAndSmallChangesOfThem) {
  const auto seeds = GetParam().seeds();
  ASSERT_GE(seeds.size(), 3u);
  for (const std::string& seed : seeds) GetParam().run(seed);
  Changes changes(seeds);
  const int most = rounds();
  for (int i = 0; i < most; ++i) GetParam().run(changes.next());
  GetParam().run("");
}

INSTANTIATE_TEST_SUITE_P(Readers, FuzzTarget, testing::ValuesIn(targets().begin(), targets().end()),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace alpha_pulse::fuzz
