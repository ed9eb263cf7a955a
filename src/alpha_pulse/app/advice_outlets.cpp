#include "alpha_pulse/app/advice_outlets.hpp"

#include <iostream>

#include "alpha_pulse/app/advice_json.hpp"
#include "alpha_pulse/app/screen_notices.hpp"
#include "alpha_pulse/execution/broker_factory.hpp"
#include "alpha_pulse/telemetry/advice_text.hpp"

namespace alpha_pulse::app {

Result<void> AdviceOutlets::begin() {
  if (file_ != nullptr || !wanted_) return {};
  auto opened = wanted_->resume ? storage::LineFile::resume(wanted_->path) : storage::LineFile::create(wanted_->path);
  if (!opened) return std::unexpected(opened.error());
  file_ = std::move(*opened);
  return {};
}

Result<void> AdviceOutlets::begin_early(execution::TradingMode mode) {
  return execution::check_mode(mode, std::nullopt, this, [](engine::EventSink&) { return nullptr; });
}

void AdviceOutlets::on_advice(const engine::Advice& advice) {
  if (file_ != nullptr && file_->append(advice_line(advice, instrument_)) == storage::LineFile::Outcome::KNOWN) return;
  const telemetry::LogLine said = telemetry::render(advice, instrument_);
  log_.info(advice.when, said.message);
  if (line_ == nullptr || !line_->on()) return;
  line_->clear();
  std::cerr << screen_text(advice.when, said) << "\n";
}

std::optional<std::filesystem::path> AdviceOutlets::path() const {
  return file_ != nullptr ? std::optional(file_->path()) : std::nullopt;
}

std::optional<std::string> AdviceOutlets::trouble() const {
  if (file_ != nullptr) return file_->trouble();
  if (!wanted_ || !wanted_->named) return std::nullopt;
  return "--advice: no effect, only RECOMMENDATION advises";
}

AdviceOutlets::File advice_of_run(const std::optional<std::filesystem::path>& named,
                                  const std::filesystem::path& journal, bool resume) {
  return {.path = named.value_or(journal.parent_path() / "advice.jsonl"), .resume = resume, .named = named.has_value()};
}

std::optional<AdviceOutlets::File> advice_of_backtest(const std::optional<std::filesystem::path>& named) {
  if (!named) return std::nullopt;
  return AdviceOutlets::File{.path = *named, .resume = false, .named = true};
}

}  // namespace alpha_pulse::app
