#include "targets.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace alpha_pulse::fuzz {

std::span<const Target> targets() {
  static constexpr std::array kTargets{Target{"configuration", configuration_seeds, run_configuration},
                                       Target{"plan", plan_seeds, run_plan},
                                       Target{"instrument", instrument_seeds, run_instrument},
                                       Target{"recording", recording_seeds, run_recording},
                                       Target{"backtest", backtest_seeds, run_backtest},
                                       Target{"journal", journal_seeds, run_journal},
                                       Target{"command_line", command_line_seeds, run_command_line},
                                       Target{"binance_market", binance_market_seeds, run_binance_market},
                                       Target{"binance_user", binance_user_seeds, run_binance_user},
                                       Target{"binance_replies", binance_replies_seeds, run_binance_replies},
                                       Target{"tape", tape_seeds, run_tape}};
  return kTargets;
}

const Target* find_target(std::string_view name) {
  const auto all = targets();
  const auto found = std::find_if(all.begin(), all.end(), [name](const Target& t) { return t.name == name; });
  return found == all.end() ? nullptr : &*found;
}

void expect_readable(const base::Error& error, std::string_view where) {
  constexpr std::size_t kLongest = 1'000;
  const std::string& text = error.message;
  base::ensure(!text.empty() && text.size() <= kLongest, "an error has a text that a person reads");
  base::ensure(text.find('\n') == std::string::npos, "an error is one line");
  base::ensure(text.starts_with(where), "an error begins with where it is");
}

std::vector<std::string> lines_of(std::string_view text, std::size_t most) {
  std::vector<std::string> lines;
  while (!text.empty() && lines.size() < most) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string file_holding(std::string_view bytes) {
  static const int kFile = ::memfd_create("input", MFD_CLOEXEC);
  base::ensure(kFile >= 0 && ::ftruncate(kFile, 0) == 0 &&
                   ::pwrite(kFile, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()),
               "memory for a file");
  return "/proc/self/fd/" + std::to_string(kFile);
}

std::string repository_file(const std::string& name) {
  std::ifstream in(ALPHA_PULSE_SOURCE_DIR "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace alpha_pulse::fuzz
