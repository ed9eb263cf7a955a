#pragma once

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

/// A program as its users meet it: started in a folder of its own, with what it printed and how it ended.
namespace alpha_pulse::tests {

inline std::string contents_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Looks again and again until `holds` or the time is over; true when it held.
inline bool eventually(const std::function<bool()>& holds, std::chrono::seconds limit = std::chrono::seconds(20)) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

struct Surroundings {
  std::filesystem::path folder;                    ///< working directory; what is printed is kept in it
  std::map<std::string, std::string> environment;  ///< added to this process's own
  std::optional<std::filesystem::path> out;        ///< where stdout goes instead
  std::optional<rlim_t> largest_file;              ///< bytes; a write beyond fails as on a full disk
  bool terminal = false;                           ///< stderr is a terminal
  bool unprivileged = false;                       ///< as a user who may not do what root may
};

class Process {
 public:
  Process(const std::string& program, const std::vector<std::string>& arguments, Surroundings surroundings)
      : surroundings_(std::move(surroundings)), out_(file("stdout")), err_(file("stderr")) {
    if (surroundings_.out) out_ = *surroundings_.out;
    if (surroundings_.terminal) open_terminal();
    pid_ = ::fork();
    if (pid_ == 0) become(program, arguments);
  }
  ~Process() {
    if (!code_) {
      signal(SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    if (terminal_ >= 0) ::close(terminal_);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  void signal(int number) const { ::kill(pid_, number); }
  /// Its exit code; 128 + the signal that ended it; nothing while it runs.
  std::optional<int> ended() {
    read_terminal();
    int status = 0;
    if (!code_ && ::waitpid(pid_, &status, WNOHANG) == pid_) {
      code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
      read_terminal();
    }
    return code_;
  }
  /// Waits for the end; -1 when it does not come.
  int wait(std::chrono::seconds limit = std::chrono::seconds(20)) {
    return eventually([&] { return ended().has_value(); }, limit) ? *code_ : -1;
  }
  /// What it printed; nothing when its stdout went elsewhere.
  std::string out() const { return surroundings_.out ? std::string() : contents_of(out_); }
  std::string err() const { return surroundings_.terminal ? seen_ : contents_of(err_); }

 private:
  /// Each process of a folder keeps files of its own.
  std::filesystem::path file(const char* stream) const {
    static int count = 0;
    return surroundings_.folder / ("printed." + std::to_string(++count) + "." + stream);
  }

  void open_terminal() {
    terminal_ = ::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    ::grantpt(terminal_);
    ::unlockpt(terminal_);
    err_ = ::ptsname(terminal_);
  }
  void read_terminal() {
    char block[4096];
    ssize_t size = 0;
    while (terminal_ >= 0 && (size = ::read(terminal_, block, sizeof block)) > 0) {
      seen_.append(block, static_cast<std::size_t>(size));
    }
  }

  static void open_as(int descriptor, const std::filesystem::path& path) {
    const int opened = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOCTTY, 0600);
    if (opened < 0 || ::dup2(opened, descriptor) < 0) ::_exit(125);
    ::close(opened);
  }
  static void give_up_privileges() {
    constexpr unsigned kNobody = 65534;
    if (::geteuid() != 0) return;
    if (::setgroups(0, nullptr) != 0 || ::setgid(kNobody) != 0 || ::setuid(kNobody) != 0) ::_exit(125);
  }
  [[noreturn]] void become(const std::string& program, const std::vector<std::string>& arguments) const {
    open_as(STDOUT_FILENO, out_);
    open_as(STDERR_FILENO, err_);
    if (::chdir(surroundings_.folder.c_str()) != 0) ::_exit(125);
    for (const auto& [name, value] : surroundings_.environment) ::setenv(name.c_str(), value.c_str(), 1);
    if (surroundings_.largest_file) {
      const rlimit limit{*surroundings_.largest_file, *surroundings_.largest_file};
      ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    const int opened = ::open(program.c_str(), O_RDONLY | O_CLOEXEC);  // while it can be: it may lie in root's home
    if (surroundings_.unprivileged) give_up_privileges();
    std::vector<char*> words{const_cast<char*>(program.c_str())};
    for (const auto& word : arguments) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    ::fexecve(opened, words.data(), environ);
    ::_exit(126);
  }

  Surroundings surroundings_;
  std::filesystem::path out_, err_;
  pid_t pid_ = -1;
  int terminal_ = -1;
  std::string seen_;
  std::optional<int> code_;
};

}  // namespace alpha_pulse::tests
