#include "support/command_line.hpp"

/// The reference pages of the library, as `./dev docs` makes them.
namespace alpha_pulse::tests {
namespace {

class Reference : public CommandLine {
 protected:
  void SetUp() override {
    CommandLine::SetUp();
    if (std::string_view(DOXYGEN).ends_with("NOTFOUND"))
      GTEST_SKIP() << "doxygen is not installed (./dev docs does it)";
  }
  /// Doxygen over the tree with docs/Doxyfile and `more` settings, its pages in the test's folder.
  Done pages(const std::string& more = {}) const {
    write("Doxyfile", "@INCLUDE = docs/Doxyfile\nOUTPUT_DIRECTORY = " + folder_.string() + "\n" + more);
    const std::string command = "cd " ALPHA_PULSE_SOURCE_DIR " && " DOXYGEN " " + (folder_ / "Doxyfile").string();
    Process process("/bin/sh", {"-c", command}, surroundings());
    const int code = process.wait(std::chrono::seconds(120));
    return {.code = code, .out = process.out(), .err = process.err()};
  }
};

TEST_F(Reference, IsMadeWithoutAWarning) {
  const Done done = pages();
  EXPECT_EQ(done.code, 0);
  EXPECT_EQ(done.err, "");
  const std::string first = contents_of(folder_ / "html/index.html");
  EXPECT_NE(first.find("As a library"), std::string::npos);
  const std::string bot = contents_of(folder_ / "html/classalpha__pulse_1_1session_1_1GridHedgeBot.html");
  for (const char* member : {"create_for_spot_hedge", "execute", "get_status"}) {
    EXPECT_NE(bot.find(member), std::string::npos) << member;
  }
  EXPECT_TRUE(fs::exists(folder_ / "html/structalpha__pulse_1_1session_1_1Plan.html"));
}

TEST_F(Reference, SaysOfEveryTypeWhatItIs) {
  const Done done = pages("EXTRACT_ALL = NO\nWARN_IF_UNDOCUMENTED = YES\nWARN_AS_ERROR = NO\nGENERATE_HTML = NO\n");
  std::istringstream lines(done.err);
  for (std::string line; std::getline(lines, line);) {
    if (line.find("Compound ") != std::string::npos) ADD_FAILURE() << line;
  }
}

TEST_F(Reference, SeesAHeaderThatDoesNotReadAsAPage) {
  const fs::path bad = folder_ / "bad.hpp";
  write("bad.hpp", "#pragma once\n/// Takes a <thing>.\nstruct Bad {};\n");
  EXPECT_NE(pages("INPUT += " + bad.string() + "\n").code, 0);
}

}  // namespace
}  // namespace alpha_pulse::tests
