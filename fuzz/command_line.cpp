#include <iostream>
#include <sstream>

#include "alpha_pulse/app/cli.hpp"
#include "alpha_pulse/app/exit_code.hpp"
#include "targets.hpp"

/// The words of a command line, one a line, with the durations and times among them.
namespace alpha_pulse::fuzz {
namespace {

/// Keeps what is printed away from the screen.
class Printed {
 public:
  Printed() : out_(std::cout.rdbuf(text_.rdbuf())), err_(std::cerr.rdbuf(errors_.rdbuf())) {}
  Printed(const Printed&) = delete;
  Printed& operator=(const Printed&) = delete;
  ~Printed() {
    std::cout.rdbuf(out_);
    std::cerr.rdbuf(err_);
  }
  std::string errors() const { return errors_.str(); }

 private:
  std::ostringstream text_, errors_;
  std::streambuf* out_;
  std::streambuf* err_;
};

template <class T>
void check(const base::Result<T>& result, const std::string& option) {
  if (!result) expect_readable(result.error(), option + ": ");
}

int read_times(const app::BacktestOptions& options) {
  if (options.from) check(app::parse_time(*options.from, "--from"), "--from");
  if (options.to) check(app::parse_time(*options.to, "--to"), "--to");
  return app::kExitDone;
}

}  // namespace

std::vector<std::string> command_line_seeds() {
  return {"run\n--duration\n24h\n--seed\n7\n--set\nprofile=guarded\n--speed\nmax\n--json",
          "plan\n--price\n95203.05\n--check",
          "backtest\n--data\na.csv\nb.csv\n--from\n2025-06-01\n--to\n2025-06-01T12:00:00\n--no-skip",
          "backtest\n--data=a.csv\n--from=1748736000000\n--to=9999-12-31",
          "backtest\n--spot\na.csv\n--perp\nb.csv\n--from\n-001-01-01",
          "run\n--duration=0.001ms",
          "run\n--duration\n36500d",
          "data\nsynth\n--out\nt.csv\n--step\n100ms",
          "data\ninfo\nx.csv",
          "replay\nrun.apj",
          "status\n--json",
          "explain\norder\n7\n--journal\nrun.apj",
          "--help",
          "--version"};
}

void run_command_line(std::string_view lines) {
  // Words of people: as long as a screen, without the zero byte that no argument can hold.
  if (lines.find('\0') != std::string_view::npos || lines.size() > 500) return;
  const auto words = lines_of(lines, 40);
  const auto nothing = [](const auto&) { return app::kExitDone; };
  app::Handlers handlers;
  handlers.run = [](const app::RunOptions& options) {
    check(app::parse_duration(options.duration, "--duration"), "--duration");
    return app::kExitDone;
  };
  handlers.plan = nothing;
  handlers.backtest = read_times;
  handlers.control = nothing;
  handlers.replay = nothing;
  handlers.explain = nothing;
  handlers.data_info = nothing;
  handlers.data_synth = [](const app::DataSynthOptions& options) {
    check(app::parse_duration(options.step, "--step"), "--step");
    return app::kExitDone;
  };
  handlers.exchange_serve = nothing;
  int code = 0;
  std::string errors;
  {
    const Printed printed;
    code = app::dispatch(words, handlers);
    errors = printed.errors();
  }
  base::ensure(code == app::kExitDone || code == app::kExitUsage, "a command line is understood or refused");
  base::ensure((code == app::kExitUsage) == !errors.empty(), "what is refused is said");
}

}  // namespace alpha_pulse::fuzz
