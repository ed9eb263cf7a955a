#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "alpha_pulse/base/ensure.hpp"
#include "alpha_pulse/base/error.hpp"

/// Every reader of what others wrote, as a function of bytes that must not crash, hang, or answer with anything but a
/// value or one line. `./dev fuzz` drives them with libFuzzer, tests/fuzz_corpus_test.cpp with small changes of the
/// seeds.
namespace alpha_pulse::fuzz {

struct Target {
  std::string_view name;
  std::vector<std::string> (*seeds)();  ///< inputs to begin from
  void (*run)(std::string_view input);  ///< stops the process when what the reader promises does not hold
};

std::span<const Target> targets();
/// Nullptr when there is none of that name.
const Target* find_target(std::string_view name);

std::vector<std::string> configuration_seeds();
void run_configuration(std::string_view text);
std::vector<std::string> plan_seeds();
void run_plan(std::string_view lines);
std::vector<std::string> instrument_seeds();
void run_instrument(std::string_view text);
std::vector<std::string> recording_seeds();
void run_recording(std::string_view bytes);
std::vector<std::string> backtest_seeds();
void run_backtest(std::string_view bytes);
std::vector<std::string> journal_seeds();
void run_journal(std::string_view bytes);
std::vector<std::string> command_line_seeds();
void run_command_line(std::string_view lines);
std::vector<std::string> binance_market_seeds();
void run_binance_market(std::string_view bytes);
std::vector<std::string> binance_user_seeds();
void run_binance_user(std::string_view bytes);
std::vector<std::string> binance_replies_seeds();
void run_binance_replies(std::string_view bytes);
std::vector<std::string> tape_seeds();
void run_tape(std::string_view bytes);

/// One line, not empty, of a length that a person reads, that begins with `where`.
void expect_readable(const base::Error& error, std::string_view where = {});

/// The lines of a text, at most `most`.
std::vector<std::string> lines_of(std::string_view text, std::size_t most);

/// A regular file in memory with a path, so that readers meet it as they meet any file. One at a time.
std::string file_holding(std::string_view bytes);

/// The whole of a file of the repository, e.g. `configs/guarded.yaml`.
std::string repository_file(const std::string& name);

}  // namespace alpha_pulse::fuzz
