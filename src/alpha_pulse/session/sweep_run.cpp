#include "alpha_pulse/session/sweep_run.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "alpha_pulse/session/sweep_pool.hpp"
#include "alpha_pulse/session/sweep_words.hpp"

namespace alpha_pulse::session {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kTurn{1};          // how long to wait for a thread before the other ranks are listened to
constexpr milliseconds kAlone{50};        // the same where there are none
constexpr std::chrono::seconds kKept{1};  // finished work is on disk after that long

/// What is wrong with one configuration is a row of the table; everything else is wrong for all.
bool concerns_configuration(const Error& error) {
  return error.code == ErrorCode::kInvalidArgument || error.code == ErrorCode::kRefused ||
         error.code == ErrorCode::kUnsupported;
}

Result<std::optional<SweepCell>> evaluate(const SweepRequest& request, std::size_t job, const std::atomic<bool>& stop) {
  const std::size_t window = job % request.windows.count();
  auto loaded = request.configure(request.design.settings(job / request.windows.count()));
  if (!loaded) return SweepCell{.figures = {}, .refusal = loaded.error().message};
  BacktestRequest backtest = request.base;
  backtest.config = std::move(loaded->config);
  backtest.effective_text = std::move(loaded->effective_text);
  backtest.sources = sources_of(request.base.sources, request.windows, window);
  backtest.data = request.data[window];
  backtest.baselines = false;
  backtest.progress = [&stop](Timestamp, const char*) { return !stop.load(std::memory_order_relaxed); };
  const auto report = run_backtest(backtest);
  if (!report && concerns_configuration(report.error())) {
    return SweepCell{.figures = {}, .refusal = report.error().message};
  }
  if (!report) return std::unexpected(report.error());
  if (report->interrupted) return std::optional<SweepCell>{};
  return SweepCell{.figures = sweep_figures(*report)};
}

SweepPool::Work work_of(const SweepRequest& request) {
  return [&request](std::size_t job, const std::atomic<bool>& stop) { return evaluate(request, job, stop); };
}

/// Rank 0's side: who has what, what is finished, what is on disk.
class Coordinator {
 public:
  Coordinator(const SweepRequest& request, const SweepDesk& desk)
      : request_(request), desk_(desk), pool_(request.threads, work_of(request)) {
    outcome_.cells.resize(request.jobs());
    outcome_.progress.jobs = request.jobs();
    helpers_ = desk.ranks == nullptr ? 0 : desk.ranks->size() - 1;
    seen_.resize(static_cast<std::size_t>(helpers_) + 1, Helper{});
  }

  Result<SweepOutcome> run() {
    take_what_is_there();
    while (!over()) {
      feed_pool();
      for (SweepDone& done : pool_.take_finished(helpers_ > 0 ? kTurn : kAlone)) take(std::move(done));
      listen();
      keep(false);
      if (const auto error = pool_.error(); error && !error_) error_ = error;
      if (!request_.keep_going()) outcome_.interrupted = true;
      if (error_ || outcome_.interrupted) stop();
      if (stopped_ && !over()) std::this_thread::sleep_for(kTurn);
      tell();
    }
    for (SweepDone& done : pool_.take_finished(milliseconds{0})) take(std::move(done));
    keep(true);
    if (error_) return std::unexpected(*error_);
    outcome_.interrupted = outcome_.progress.done < outcome_.progress.jobs;
    return std::move(outcome_);
  }

 private:
  /// How far one helper is.
  struct Helper {
    bool sent_home = false, gone = false;
  };

  bool over() const {
    const bool work_over = stopped_ || outcome_.progress.done == outcome_.progress.jobs;
    return work_over && gone_ == helpers_;
  }

  void take_what_is_there() {
    if (desk_.shares == nullptr) return;
    for (const std::string& line : desk_.shares->found()) {
      auto cell = cell_of(line);
      if (!cell || cell->first >= outcome_.cells.size() || outcome_.cells[cell->first]) continue;
      outcome_.cells[cell->first] = std::move(cell->second);
      ++outcome_.progress.done;
    }
  }

  std::optional<std::size_t> next_job() {
    while (next_ < outcome_.cells.size() && outcome_.cells[next_]) ++next_;
    if (stopped_ || next_ == outcome_.cells.size()) return std::nullopt;
    return next_++;
  }

  void feed_pool() {
    while (pool_.room() > 0) {
      const auto job = next_job();
      if (!job) return;
      pool_.add(*job);
    }
  }

  void take(SweepDone done) {
    if (done.job >= outcome_.cells.size() || outcome_.cells[done.job]) return;
    if (desk_.shares != nullptr) desk_.shares->append(line_of(done.job, done.cell));
    outcome_.cells[done.job] = std::move(done.cell);
    ++outcome_.progress.done;
    ++outcome_.progress.computed;
  }

  void keep(bool now) {
    if (desk_.shares == nullptr || (!now && Clock::now() - kept_ < kKept)) return;
    kept_ = Clock::now();
    const auto flushed = desk_.shares->flush();
    if (!flushed && !error_) error_ = flushed.error();
  }

  void tell() {
    outcome_.progress.seconds = std::chrono::duration<double>(Clock::now() - begin_).count();
    if (desk_.progress) desk_.progress(outcome_.progress);
  }

  void stop() {
    if (std::exchange(stopped_, true)) return;
    pool_.stop();
    for (int rank = 1; rank <= helpers_; ++rank) send_home(rank);
  }

  void send_home(int rank) {
    if (std::exchange(seen_[static_cast<std::size_t>(rank)].sent_home, true)) return;
    desk_.ranks->send(rank, "S");
  }

  void listen() {
    while (helpers_ > 0) {
      const auto message = desk_.ranks->receive();
      if (!message) return;
      hear(*message);
    }
  }

  void fail_for(int rank, const std::string& why) {
    if (!error_) error_ = Error{ErrorCode::kIo, "rank " + std::to_string(rank) + ": " + why};
  }

  void hear(const RankMessage& message) {
    const char word = message.text.empty() ? ' ' : message.text.front();
    if (word == 'H') {
      if (message.text.substr(1) != request_.fingerprint) {
        fail_for(message.from,
                 "sees other data, settings or another version of the program; the same words, files and "
                 "program on every machine would pass");
      }
      return;
    }
    if (word == 'E') return fail_for(message.from, message.text.substr(1));
    auto report = read_report(message.text);
    if (!report) return fail_for(message.from, report.error().message);
    for (SweepDone& done : report->finished) take(std::move(done));
    if (word == 'I') outcome_.interrupted = true;
    Helper& helper = seen_[static_cast<std::size_t>(message.from)];
    if (word == 'B' && !std::exchange(helper.gone, true)) ++gone_;
    if (word == 'R' && !helper.sent_home) answer(message.from, report->wanted);
  }

  void answer(int rank, std::size_t wanted) {
    std::vector<std::size_t> jobs;
    while (jobs.size() < wanted) {
      const auto job = next_job();
      if (!job) break;
      jobs.push_back(*job);
    }
    if (wanted == 0) return send_home(rank);
    desk_.ranks->send(rank, jobs_text(jobs));
  }

  const SweepRequest& request_;
  const SweepDesk& desk_;
  SweepOutcome outcome_;
  std::size_t next_ = 0;
  int helpers_ = 0, gone_ = 0;
  std::vector<Helper> seen_;  ///< by rank
  std::optional<Error> error_;
  bool stopped_ = false;
  Clock::time_point begin_ = Clock::now(), kept_ = begin_;
  SweepPool pool_;  ///< last: its threads end before the rest goes
};

/// Another rank's side.
class SweepHelper {
 public:
  SweepHelper(const SweepRequest& request, IRanks& ranks)
      : request_(request), ranks_(ranks), pool_(request.threads, work_of(request)) {}

  void run() {
    ranks_.send(0, "H" + request_.fingerprint);
    while (!over_) {
      listen();
      for (SweepDone& done : pool_.take_finished(kTurn)) finished_.push_back(std::move(done));
      const auto error = pool_.error();
      if (error && !std::exchange(complained_, true)) ranks_.send(0, "E" + error->message);
      if (!request_.keep_going() && !std::exchange(complained_, true)) report('I', 0);
      if (!complained_ && !asked_) ask();
    }
    pool_.stop();
    report('B', 0);
  }

 private:
  void ask() {
    const std::size_t wanted = more_ ? pool_.room() : 0;
    const bool all_done = !more_ && pool_.in_hand() == 0;
    if (wanted == 0 && !all_done) {
      if (!finished_.empty()) report('F', 0);
      return;
    }
    report('R', wanted);
    asked_ = true;
  }

  void report(char word, std::size_t wanted) {
    ranks_.send(0, report_text(word, wanted, std::exchange(finished_, {})));
  }

  void listen() {
    while (const auto message = ranks_.receive()) {
      if (message->text.starts_with('S')) over_ = true;
      if (!message->text.starts_with('J')) continue;
      asked_ = false;
      const auto jobs = read_jobs(message->text);
      if (!jobs) return;
      more_ = !jobs->empty();
      for (const std::size_t job : *jobs) pool_.add(job);
    }
  }

  const SweepRequest& request_;
  IRanks& ranks_;
  std::vector<SweepDone> finished_;
  bool over_ = false, asked_ = false, more_ = true, complained_ = false;
  SweepPool pool_;  ///< last: its threads end before the rest goes
};

}  // namespace

Result<std::vector<std::shared_ptr<const RecordedData>>> open_windows(const data_pipeline::ReplaySources& whole,
                                                                      const SweepWindows& windows) {
  std::vector<std::shared_ptr<const RecordedData>> data;
  for (std::size_t window = 0; window < windows.count(); ++window) {
    auto opened = RecordedData::open(sources_of(whole, windows, window));
    if (!opened) return std::unexpected(opened.error());
    data.push_back(std::move(*opened));
  }
  return data;
}

Result<SweepOutcome> run_sweep(const SweepRequest& request, const SweepDesk& desk) {
  return Coordinator(request, desk).run();
}

void help_sweep(const Result<SweepRequest>& request, IRanks& ranks) {
  if (request) return SweepHelper(*request, ranks).run();
  ranks.send(0, "E" + request.error().message);
  for (;;) {
    const auto message = ranks.receive();
    if (message && message->text.starts_with('S')) break;
    std::this_thread::sleep_for(kTurn);
  }
  ranks.send(0, report_text('B', 0, {}));
}

void dismiss_helpers(IRanks& ranks) {
  for (int rank = 1; rank < ranks.size(); ++rank) ranks.send(rank, "S");
  for (int here = ranks.size() - 1; here > 0;) {
    const auto message = ranks.receive();
    if (message && message->text.starts_with('B')) --here;
    if (!message) std::this_thread::sleep_for(kTurn);
  }
}

}  // namespace alpha_pulse::session
