// The tour is a promise: every command on the page is run here, in the order of the page, and none may fail.
#include "support/command_line.hpp"

namespace alpha_pulse::tests {
namespace {

class Tour : public CommandLine {
 protected:
  void SetUp() override {
    CommandLine::SetUp();
    fs::create_directory_symlink(fs::path(ALPHA_PULSE_SOURCE_DIR) / "configs", folder_ / "configs");
  }
};

/// `    $ command`, as the page shows them; a backslash at the end joins the next line.
std::vector<std::string> commands_of(const std::string& page) {
  std::vector<std::string> commands;
  std::istringstream lines(page);
  bool joined = false;
  for (std::string line; std::getline(lines, line);) {
    const bool begins = line.starts_with("    $ ");
    if (!begins && !joined) continue;
    std::string text = begins ? line.substr(6) : line;
    if (joined) {
      commands.back() += text;
    } else {
      commands.push_back(text);
    }
    joined = commands.back().ends_with('\\');
    if (joined) commands.back().pop_back();
  }
  return commands;
}

/// Getting and building the program: done already when a test runs.
bool is_preparation(const std::string& command) {
  for (const char* start : {"git clone ", "cd ", "./dev ", "export PATH="})
    if (command.starts_with(start)) return true;
  return false;
}

/// One script of all commands, so that what runs in the background stays there. It ends at the first failure and says
/// which command that was. A person looks at a bot that runs and has sent an order; the script asks until it has.
std::string script_of(const std::vector<std::string>& commands) {
  std::string script =
      "set -e\n"
      "runs() { for _ in $(seq 2000); do gridhedge status >/dev/null 2>&1 && gridhedge explain last >/dev/null 2>&1 && "
      "return 0; done; return 1; }\n"
      "trap 'echo \"FAILED: $doing\"' ERR\n";
  for (const std::string& command : commands) {
    if (is_preparation(command)) continue;
    script += "doing='" + command + "'\necho \"RUN $doing\"\n" + command + "\n";
    if (command.ends_with('&')) script += "runs\n";
  }
  return script + "wait\necho THE-END\n";
}

TEST_F(Tour, EveryCommandOfThePageWorksInItsOrder) {
  const std::string page = contents_of(fs::path(ALPHA_PULSE_SOURCE_DIR) / "docs/tour.md");
  const auto commands = commands_of(page);
  ASSERT_GT(commands.size(), 10U);
  write("tour.sh", script_of(commands));
  Surroundings in = surroundings();
  in.environment["PATH"] = fs::path(GRIDHEDGE_BINARY).parent_path().string() + ":" + std::getenv("PATH");
  Process bash("/bin/bash", {"tour.sh"}, in);
  ASSERT_TRUE(eventually([&] { return bash.ended().has_value(); }, std::chrono::seconds(180)));
  EXPECT_EQ(*bash.ended(), 0) << bash.out() << bash.err();
  EXPECT_NE(bash.out().find("THE-END"), std::string::npos) << bash.out() << bash.err();
}

TEST_F(Tour, ThePageOfTheFirstMinutesUsesOnlyCommandsThatExist) {
  const Done help = run({"--help"});
  for (const char* page : {"README.md", "docs/tour.md", "docs/concepts.md"}) {
    const std::string text = contents_of(fs::path(ALPHA_PULSE_SOURCE_DIR) / page);
    const std::string start = "gridhedge ";
    for (std::size_t at = text.find(start); at != std::string::npos; at = text.find(start, at + 1)) {
      const std::size_t from = at + start.size();
      const std::size_t to = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz", from);
      const std::string word = text.substr(from, to - from);
      if (word.empty()) continue;
      EXPECT_NE(help.out.find("\n  " + word), std::string::npos) << page << " names `gridhedge " << word << "`";
    }
  }
}

}  // namespace
}  // namespace alpha_pulse::tests
