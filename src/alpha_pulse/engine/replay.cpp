#include "alpha_pulse/engine/replay.hpp"

#include "alpha_pulse/engine/journal_codec.hpp"

namespace alpha_pulse::engine {
namespace {

/// A venue that never answers: the answers are in the journal.
class SilentBroker : public IBroker {
 public:
  void submit(const risk::RiskApproved<Command>& /*command*/, Lsn /*lsn*/) override {}
  void observe(const Event& /*event*/) override {}
  Wakeup next_wakeup() const override { return {}; }
};

std::string describe(const CommandRecord& record) {
  const OrderSpec& spec = spec_of(record.command);
  const bool place = std::holds_alternative<PlaceOrder>(record.command);
  const ClientOrderId id = std::visit([](const auto& command) { return command.id; }, record.command);
  return std::string(place ? "place " : "cancel ") + std::to_string(id.value) + " " +
         std::string(to_string(spec.slot.kind)) + " " + std::to_string(spec.slot.index) + " " +
         std::string(to_string(spec.side)) + " " + std::string(to_string(spec.type)) + " " + spec.quantity.to_string() +
         " price " + spec.price.to_string() + " trigger " + spec.trigger.to_string() + " at " +
         format_timestamp(record.when);
}

std::string describe_at(const std::vector<CommandRecord>& commands, std::size_t i) {
  return i < commands.size() ? describe(commands[i]) : "nothing";
}

}  // namespace

/// Collects the commands of the replayed engine.
class Replayer::Collector : public IJournal {
 public:
  Lsn append(const JournalRecord& record) override {
    if (const auto* command = record.as<CommandRecord>()) commands.push_back(*command);
    return Lsn{++last_};
  }
  void on_durable(Lsn /*lsn*/, std::function<void()> then) override { then(); }

  std::vector<CommandRecord> commands;

 private:
  std::uint64_t last_ = 0;
};

Replayer::Replayer(IStrategy& strategy, const EngineSettings& settings, INoticeSink* notices)
    : collector_(std::make_unique<Collector>()),
      broker_(std::make_unique<SilentBroker>()),
      engine_(std::make_unique<Engine>(
          settings,
          Engine::Deps{.strategy = strategy, .broker = *broker_, .journal = collector_.get(), .notices = notices})) {}

Replayer::~Replayer() = default;

void Replayer::feed(const JournalRecord& record) {
  if (const auto* event = record.as<Event>()) {
    compare_collected(false);
    engine_->process(*event);
    ++result_.events;
  } else if (const auto* command = record.as<CommandRecord>()) {
    journaled_.push_back(*command);
    ++result_.commands;
  }
}

/// Compares what the last event led to. At the very end commands may be missing from the journal.
void Replayer::compare_collected(bool at_end) {
  const std::vector<CommandRecord>& asked = collector_->commands;
  const std::size_t longer = std::max(asked.size(), journaled_.size());
  for (std::size_t i = 0; i < longer && result_.first_difference.empty(); ++i) {
    if (i >= journaled_.size() && at_end) break;
    const bool same =
        i < asked.size() && i < journaled_.size() && encode_command(asked[i]) == encode_command(journaled_[i]);
    if (same) continue;
    result_.first_difference = "command " + std::to_string(compared_ + i + 1) + ": journal has " +
                               describe_at(journaled_, i) + "; replay asks for " + describe_at(asked, i);
  }
  compared_ += journaled_.size();
  journaled_.clear();
  collector_->commands.clear();
}

ReplayResult Replayer::finish() {
  compare_collected(true);
  result_.command_hash = engine_->command_hash();
  result_.identical = result_.first_difference.empty();
  return result_;
}

ReplayResult replay(std::span<const JournalRecord> records, IStrategy& strategy, const EngineSettings& settings) {
  Replayer replayer(strategy, settings);
  for (const JournalRecord& record : records) replayer.feed(record);
  return replayer.finish();
}

}  // namespace alpha_pulse::engine
