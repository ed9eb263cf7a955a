#include "alpha_pulse/app/run_watch.hpp"

#include "alpha_pulse/app/status_text.hpp"
#include "alpha_pulse/storage/note_file.hpp"

namespace alpha_pulse::app {
namespace {

constexpr auto kNoteEvery = std::chrono::seconds(1);

}  // namespace

void RunWatch::look(const session::BotStatus& status) {
  if (line_.on()) line_.show(status_line(status, time_left_of(status), line_.width()));
  if (Clock::now() < next_note_) return;
  next_note_ = Clock::now() + kNoteEvery;
  keep_note(log_.trouble_so_far());
}

std::optional<std::string> RunWatch::close() {
  line_.clear();
  const auto trouble = log_.trouble();
  keep_note(trouble);
  return trouble;
}

std::string RunWatch::time_left_of(const session::BotStatus& status) {
  const double progress = status.progress().value_or(0);
  if (!begun_at_) {
    begun_at_ = Clock::now();
    begun_with_ = progress;
  }
  if (begun_with_ >= 1) return "";
  const double elapsed_s = std::chrono::duration<double>(Clock::now() - *begun_at_).count();
  return time_left((progress - begun_with_) / (1 - begun_with_), elapsed_s);
}

/// A note that cannot be written either is still told at the end of this run.
void RunWatch::keep_note(const std::optional<std::string>& trouble) {
  if (!trouble || trouble == noted_) return;
  if (storage::leave_note(note_, *trouble)) noted_ = trouble;
}

}  // namespace alpha_pulse::app
