#include "alpha_pulse/telemetry/logger.hpp"

#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/sink.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <exception>
#include <mutex>
#include <system_error>
#include <utility>
#include <vector>

#include "alpha_pulse/telemetry/log_format.hpp"

namespace alpha_pulse::telemetry {
namespace {

/// How many of something, since when, and what was last said about it.
struct Losses {
  std::uint64_t lines = 0;
  std::string why;
  std::optional<Timestamp> first;  ///< time of the first line that had one

  void add(std::string_view reason, std::optional<Timestamp> when = {}) {
    ++lines;
    why = reason;
    if (!first) first = when;
  }
};

std::string lines_of(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " log line" : " log lines");
}

std::string since(const Losses& losses) {
  return losses.first ? " from " + format_timestamp(*losses.first) + " on" : "";
}

/// The far end of the queue. `log` runs on the log thread; the rest on any.
class Ledger final : public spdlog::sinks::sink {
 public:
  explicit Ledger(const LogOptions& options)
      : file_(options.directory, options.file_name, options.rotation, options.retention, options.leftovers),
        format_(options.format),
        console_(options.console) {}

  void log(const spdlog::details::log_msg& record) override {
    try {
      write(record);
    } catch (const std::exception& error) {
      lose(error.what());
    }
  }
  void flush() override {}
  void set_pattern(const std::string& /*pattern*/) override {}
  void set_formatter(std::unique_ptr<spdlog::formatter> /*formatter*/) override {}

  void lose(std::string_view reason) {
    const std::lock_guard lock(mutex_);
    lost_.add(reason);
    ++settled_;
    changed_.notify_all();
  }

  /// Waits until `posted` lines are written, lost, or dropped by the queue (`dropped` tells how many were).
  template <class Dropped>
  void wait_for(std::uint64_t posted, Dropped dropped) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return settled_ + dropped() >= posted; });
  }

  std::string trouble(std::uint64_t dropped, std::size_t queue_lines) const {
    const std::lock_guard lock(mutex_);
    std::string text;
    const auto add = [&](const std::string& sentence) { text += (text.empty() ? "" : "; ") + sentence; };
    if (lost_.lines > 0) add(lines_of(lost_.lines) + " lost" + since(lost_) + ": " + lost_.why);
    if (dropped > 0) {
      add(lines_of(dropped) + " dropped: more than " + std::to_string(queue_lines) + " were waiting to be written");
    }
    if (unseen_.lines > 0) add(lines_of(unseen_.lines) + " not shown on stderr: " + unseen_.why);
    if (!upkeep_.empty()) add(upkeep_);
    return text;
  }

 private:
  void write(const spdlog::details::log_msg& record) {
    const Timestamp when = Timestamp::from_ns(
        std::chrono::duration_cast<std::chrono::nanoseconds>(record.time.time_since_epoch()).count());
    const LogOrigin origin{.file = record.source.filename,
                           .function = record.source.funcname,
                           .line = static_cast<std::uint32_t>(record.source.line)};
    const std::string line =
        format_.line(when, static_cast<Level>(record.level), {record.payload.data(), record.payload.size()}, origin);
    const auto written = file_.write(when, line);
    const int unseen = console_ ? show(line) : 0;
    const std::lock_guard lock(mutex_);
    if (!written) lost_.add(written.error().message, when);
    if (unseen != 0) unseen_.add(std::generic_category().message(unseen));
    upkeep_ = file_.trouble().value_or("");
    ++settled_;
    changed_.notify_all();
  }

  /// 0, or the system's error number.
  static int show(std::string_view line) {
    while (!line.empty()) {
      const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return errno;
      line.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
  }

  LogFile file_;
  LogFormat format_;
  bool console_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t settled_ = 0;
  Losses lost_;
  Losses unseen_;
  std::string upkeep_;
};

/// Signals belong to the threads that handle them; a closed stderr is an error number here, not the end of the run.
void block_signals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

static_assert(static_cast<int>(Level::TRACE) == SPDLOG_LEVEL_TRACE);
static_assert(static_cast<int>(Level::CRITICAL) == SPDLOG_LEVEL_CRITICAL);

}  // namespace

/// The queue, its thread, and the far end.
class Logger::Writer {
 public:
  explicit Writer(const LogOptions& options)
      : queue_lines_(std::max<std::size_t>(options.queue_lines, 1)),
        together_(options.together),
        ledger_(std::make_shared<Ledger>(options)) {
    const auto policy = options.when_full == WhenFull::WAIT ? spdlog::async_overflow_policy::block
                                                            : spdlog::async_overflow_policy::overrun_oldest;
    try {
      pool_ = std::make_shared<spdlog::details::thread_pool>(queue_lines_, 1, block_signals);
    } catch (const std::exception& error) {
      no_thread_ = std::string("the log thread could not start: ") + error.what();
      return;
    }
    logger_ = std::make_shared<spdlog::async_logger>("alpha_pulse", ledger_, pool_, policy);
    logger_->set_level(spdlog::level::trace);
    logger_->set_error_handler([ledger = ledger_.get()](const std::string& why) { ledger->lose(why); });
  }

  ~Writer() { hand_over_held(); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void post(Timestamp when, Level level, std::string_view message, const std::source_location& origin) {
    ++posted_;
    if (together_ <= 1) return hand_over(when, level, message, origin);
    const std::lock_guard lock(held_mutex_);
    held_.push_back({when, level, std::string(message), origin});
    if (held_.size() >= together_) hand_over_all();
  }

  void flush() {
    hand_over_held();
    ledger_->wait_for(posted_, [this] { return dropped(); });
  }
  std::string trouble() const { return ledger_->trouble(dropped(), queue_lines_); }

 private:
  /// A line that waits for others.
  struct Held {
    Timestamp when;
    Level level;
    std::string message;
    std::source_location origin;
  };

  void hand_over_held() {
    const std::lock_guard lock(held_mutex_);
    hand_over_all();
  }
  void hand_over_all() {
    for (const Held& line : held_) hand_over(line.when, line.level, line.message, line.origin);
    held_.clear();
  }
  void hand_over(Timestamp when, Level level, std::string_view message, const std::source_location& origin) {
    if (!logger_) {
      ledger_->lose(no_thread_);
      return;
    }
    const spdlog::log_clock::time_point time{
        std::chrono::duration_cast<spdlog::log_clock::duration>(std::chrono::nanoseconds(when.ns()))};
    logger_->log(time, {origin.file_name(), static_cast<int>(origin.line()), origin.function_name()},
                 static_cast<spdlog::level::level_enum>(level), {message.data(), message.size()});
  }

  std::uint64_t dropped() const { return pool_ ? pool_->overrun_counter() : 0; }

  std::size_t queue_lines_;
  std::size_t together_;
  std::mutex held_mutex_;
  std::vector<Held> held_;
  std::atomic<std::uint64_t> posted_{0};
  std::string no_thread_;
  std::shared_ptr<Ledger> ledger_;
  std::shared_ptr<spdlog::async_logger> logger_;
  std::shared_ptr<spdlog::details::thread_pool> pool_;  // goes first: joins its thread once the queue is written
};

Logger::Logger(const LogOptions& options)
    : level_(options.level), path_(options.directory / options.file_name), writer_(std::make_unique<Writer>(options)) {}

Logger::~Logger() = default;

void Logger::log(Timestamp when, Level level, std::string_view message, std::source_location origin) noexcept {
  if (wants(level)) writer_->post(when, level, message, origin);
}

void Logger::flush() noexcept {
  writer_->flush();
}

std::optional<std::string> Logger::trouble() const {
  std::string text = writer_->trouble();
  if (text.empty()) return std::nullopt;
  return text;
}

}  // namespace alpha_pulse::telemetry
