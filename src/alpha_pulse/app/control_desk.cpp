#include "alpha_pulse/app/control_desk.hpp"

namespace alpha_pulse::app {

Result<void> ControlDesk::open() {
  auto started = control::ControlServer::start(control::socket_beside(journal_));
  if (!started) return std::unexpected(started.error());
  server_ = std::move(*started);
  return {};
}

void ControlDesk::close() {
  if (server_) server_->close();
}

std::optional<OperatorAction> ControlDesk::next() {
  return server_ ? server_->next() : std::nullopt;
}

void ControlDesk::on_done(OperatorAction action, ProgramState before, const session::BotStatus& after) {
  server_->answer(outcome_json(action, before, after, facts()));
}

void ControlDesk::publish(const session::BotStatus& status) {
  if (server_) server_->publish(status_json(status, facts()));
}

}  // namespace alpha_pulse::app
