#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>

#include "support/process.hpp"

/// The program as it is delivered, in a folder of its own: what a test needs to start it and to read its answers.
namespace alpha_pulse::tests {

namespace fs = std::filesystem;
namespace json = boost::json;
using Words = std::vector<std::string>;

struct Done {
  int code = -1;
  std::string out, err;
};

class CommandLine : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "gridhedge_XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  Surroundings surroundings() const {
    return {.folder = folder_,
            .environment = {{"XDG_STATE_HOME", (folder_ / "state").string()}},
            .out = {},
            .largest_file = {},
            .terminal = false,
            .unprivileged = false};
  }
  std::unique_ptr<Process> start(const Words& words) const { return start(words, surroundings()); }
  static std::unique_ptr<Process> start(const Words& words, Surroundings in) {
    return std::make_unique<Process>(GRIDHEDGE_BINARY, words, std::move(in));
  }
  Done run(const Words& words) const { return run(words, surroundings()); }
  static Done run(const Words& words, Surroundings in, std::chrono::seconds limit = std::chrono::seconds(20)) {
    const auto process = start(words, std::move(in));
    const int code = process->wait(limit);
    return {.code = code, .out = process->out(), .err = process->err()};
  }

  /// Runs with `--json`: the exit code is as expected and stdout is one object on one line.
  json::object ask(Words words, int code = 0) const {
    words.emplace_back("--json");
    const Done done = run(words);
    EXPECT_EQ(done.code, code) << done.err;
    EXPECT_EQ(std::count(done.out.begin(), done.out.end(), '\n'), 1) << done.out;
    json::error_code bad;
    const json::value value = json::parse(done.out, bad);
    EXPECT_TRUE(!bad && value.is_object()) << done.out;
    return value.is_object() ? value.as_object() : json::object{};
  }
  void expect_error(const Words& words, int code, const std::string& part) const {
    expect_error(words, code, part, surroundings());
  }
  static void expect_error(const Words& words, int code, const std::string& part, Surroundings in) {
    const Done done = run(words, std::move(in));
    EXPECT_EQ(done.code, code) << done.err;
    EXPECT_EQ(done.out, "");
    EXPECT_TRUE(done.err.starts_with("gridhedge")) << done.err;
    EXPECT_EQ(std::count(done.err.begin(), done.err.end(), '\n'), 1) << done.err;
    EXPECT_NE(done.err.find(part), std::string::npos) << done.err << "wanted: " << part;
  }
  fs::path journal() const { return folder_ / "state/alpha_pulse/paper-sim-paper-BTCUSDT/journal.apj"; }
  std::uintmax_t journal_size() const {
    std::error_code missing;
    const auto size = fs::file_size(journal(), missing);
    return missing ? 0 : size;
  }
  void write(const fs::path& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

  fs::path folder_;
};

inline std::string text_of(const json::object& object, const char* key) {
  return std::string(object.at(key).as_string());
}

}  // namespace alpha_pulse::tests
