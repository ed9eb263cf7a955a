#include "support/command_line.hpp"

/// The library as others get it: installed, found by find_package, built upon and run.
namespace alpha_pulse::tests {
namespace {

class Consumer : public CommandLine {
 protected:
  Done run_program(const std::string& program, const Words& words) const {
    Process process(program, words, surroundings());
    const int code = process.wait(std::chrono::seconds(120));
    return {.code = code, .out = process.out(), .err = process.err()};
  }
  void expect_done(const Words& words) const {
    const Done done = run_program(CMAKE_PROGRAM, words);
    ASSERT_EQ(done.code, 0) << done.out << "\n" << done.err;
  }
  Words configure(const fs::path& prefix, const Words& more = {}) const {
    Words words{"-S", ALPHA_PULSE_SOURCE_DIR "/tests/consumer",
                "-B", (folder_ / "build").string(),
                "-G", "Ninja",
                "-D", "CMAKE_CXX_COMPILER=" CXX_COMPILER,
                "-D", "CMAKE_BUILD_TYPE=Debug",
                "-D", "CMAKE_PREFIX_PATH=" + prefix.string()};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
};

TEST_F(Consumer, FindsTheInstalledPackageBuildsOnItAndTrades) {
  const fs::path prefix = folder_ / "prefix";
  expect_done({"--install", BUILD_FOLDER, "--prefix", prefix.string(), "--component", "development"});
  expect_done(configure(prefix));
  expect_done({"--build", (folder_ / "build").string()});
  const Done traded = run_program((folder_ / "build/consumer").string(), {});
  EXPECT_EQ(traded.code, 0);
  EXPECT_EQ(traded.out, "6 orders\n");
  EXPECT_EQ(run_program((folder_ / "build/levels").string(), {}).out, "99963.2025\n");

  // Nothing for tests and nothing of the command line is part of it.
  EXPECT_TRUE(fs::exists(prefix / "include/alpha_pulse/alpha_pulse.hpp"));
  EXPECT_FALSE(fs::exists(prefix / "include/alpha_pulse/app"));
  EXPECT_FALSE(fs::exists(prefix / "bin"));
  for (const auto& entry : fs::recursive_directory_iterator(prefix / "include")) {
    EXPECT_NE(entry.path().filename(), "testing");
    EXPECT_FALSE(entry.path().filename().string().starts_with("test_")) << entry.path();
    if (!entry.is_regular_file()) continue;
    const std::string text = contents_of(entry.path());
    for (const char* foreign : {"<fmt/", "<spdlog/", "<CLI/", "<gtest/", "<yaml-cpp/", "<boost/json"}) {
      EXPECT_EQ(text.find(foreign), std::string::npos) << entry.path() << " names " << foreign;
    }
  }
}

TEST_F(Consumer, IsToldWhenAnotherVersionIsAskedFor) {
  const fs::path prefix = folder_ / "prefix";
  expect_done({"--install", BUILD_FOLDER, "--prefix", prefix.string(), "--component", "development"});
  const fs::path project = folder_ / "project";
  fs::create_directory(project);
  write("project/CMakeLists.txt",
        "cmake_minimum_required(VERSION 3.25)\nproject(x LANGUAGES CXX)\nfind_package(alpha_pulse 9.0 REQUIRED)\n");
  const Done done =
      run_program(CMAKE_PROGRAM, {"-S", project.string(), "-B", (folder_ / "build").string(), "-D",
                                  "CMAKE_PREFIX_PATH=" + prefix.string(), "-D", "CMAKE_CXX_COMPILER=" CXX_COMPILER});
  EXPECT_NE(done.code, 0);
  EXPECT_NE(done.err.find("requested version \"9.0\""), std::string::npos) << done.err;
}

}  // namespace
}  // namespace alpha_pulse::tests
