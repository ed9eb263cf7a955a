#pragma once

#include <functional>
#include <memory>

#include "alpha_pulse/app/status_json.hpp"
#include "alpha_pulse/control/control_server.hpp"

namespace alpha_pulse::app {

/// The desk of a run at its control socket. Without a socket nobody speaks, and nothing else changes.
/// Tested by tests/bot_control_test.cpp.
class ControlDesk final : public session::IOperatorDesk {
 public:
  /// `log_trouble`: asked for each status.
  ControlDesk(std::filesystem::path journal, std::function<std::optional<std::string>()> log_trouble)
      : journal_(std::move(journal)), log_trouble_(std::move(log_trouble)) {}

  /// Listens beside the journal, whose lock the caller holds. Errors: those of ControlServer::start.
  Result<void> open();
  /// Before the journal's lock is released. Who said stop is told the end when this object ends.
  void close();

  std::optional<OperatorAction> next() override;
  void on_done(OperatorAction action, ProgramState before, const session::BotStatus& after) override;
  void publish(const session::BotStatus& status) override;

 private:
  ProcessFacts facts() const { return {.journal = journal_.string(), .log_trouble = log_trouble_()}; }

  std::filesystem::path journal_;
  std::function<std::optional<std::string>()> log_trouble_;
  std::unique_ptr<control::ControlServer> server_;
};

}  // namespace alpha_pulse::app
