#include "alpha_pulse/session/explain.hpp"

#include <algorithm>

#include "alpha_pulse/engine/replay.hpp"
#include "alpha_pulse/session/assemble.hpp"

namespace alpha_pulse::session {

Result<CaseFile> examine(std::span<const engine::JournalRecord> records) {
  const auto* header = records.empty() ? nullptr : records.front().as<engine::RunHeader>();
  if (header == nullptr) return fail(ErrorCode::kBadData, "does not begin with a run's header");
  const auto run = reassemble(*header);
  if (!run) return std::unexpected(run.error());
  auto file = examine(records, run->config, run->settings.engine);
  if (file) file->source = header->source;
  return file;
}

Result<CaseFile> examine(std::span<const engine::JournalRecord> records, const config::AppConfig& config,
                         const engine::EngineSettings& settings) {
  CaseFile file;
  CaseRecorder recorder(config.hedge);
  engine::Replayer replayer(recorder, settings, &recorder);
  for (const engine::JournalRecord& record : records) {
    replayer.feed(record);
    const auto* event = record.as<Event>();
    if (event == nullptr) continue;
    if (file.events++ == 0) file.from = event->ts_event;
    file.until = event->ts_event;
  }
  if (!recorder.begun()) return fail(ErrorCode::kBadData, "ends before the first event of its run");

  Standing standing = recorder.standing();
  const std::span<const Order> live = replayer.engine().tracker().live();
  standing.live_orders.assign(live.begin(), live.end());
  const engine::ReplayResult replayed = replayer.finish();
  file.config = config;
  file.hedge = settings.instruments[kHedgeLeg.value];
  file.protection = protection_now(recorder, standing.view());
  file.unhedged = why_unhedged(recorder, standing.view());
  file.command_hash = replayed.command_hash;
  file.first_difference = replayed.first_difference;
  file.orders = recorder.orders();
  file.steps = recorder.steps();
  file.states = recorder.states();
  return file;
}

Result<const OrderStory*> find_order(const CaseFile& file, std::uint64_t id) {
  if (id >= 1 && id <= file.orders.size()) return &file.orders[id - 1];
  const std::string known = file.orders.empty()       ? "none was sent yet"
                            : file.orders.size() == 1 ? "it has order 1 alone"
                                                      : "it has orders 1 to " + std::to_string(file.orders.size());
  return fail(ErrorCode::kNotFound, "order " + std::to_string(id) + ": the journal does not have it; " + known);
}

Result<std::vector<Step>> last_steps(const CaseFile& file, std::size_t count) {
  if (file.steps.empty()) {
    return fail(ErrorCode::kNotFound, "no order has been sent or cancelled yet; explain unhedged says why");
  }
  std::vector<Step> steps(file.steps.rbegin(), file.steps.rend());
  steps.resize(std::min(count, steps.size()));
  return steps;
}

}  // namespace alpha_pulse::session
