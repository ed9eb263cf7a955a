// Commands that speak to a running bot: find it, ask it, show what it answers.
#include <unistd.h>

#include <boost/json.hpp>
#include <iostream>

#include "alpha_pulse/app/commands.hpp"
#include "alpha_pulse/app/confirmation.hpp"
#include "alpha_pulse/app/exit_code.hpp"
#include "alpha_pulse/app/running_bots.hpp"
#include "alpha_pulse/app/status_text.hpp"
#include "alpha_pulse/app/terminal.hpp"
#include "alpha_pulse/control/control_client.hpp"

namespace alpha_pulse::app {
namespace {

namespace json = boost::json;

constexpr std::chrono::milliseconds kAnswer{10'000};  // longer than the bot takes to say "queued"
constexpr std::chrono::milliseconds kEnd{30'000};

Result<json::object> read_reply(const std::string& text) {
  json::error_code bad;
  json::value reply = json::parse(text, bad);
  if (bad || !reply.is_object()) return fail(ErrorCode::kIo, "the bot's answer is not a JSON object");
  if (const json::value* error = reply.as_object().if_contains("error")) {
    return fail(ErrorCode::kIo, "the bot answers: " + (error->is_string() ? std::string(error->as_string()) : text));
  }
  return std::move(reply.as_object());
}

/// `ended`: after `stop`, whether the run is over.
void show(const json::object& reply, const std::optional<OperatorAction>& action, bool ended) {
  if (!action) return print_status(std::cout, reply);
  std::cout << outcome_text(reply);
  if (action == OperatorAction::STOP) std::cout << (ended ? "; the run is over" : "; the run is still closing");
  std::cout << "\n";
}

/// One connection carries one question: how the bot stands, before it is told to close what real money stands behind.
Result<void> confirmed(const ControlOptions& options, const std::filesystem::path& socket) {
  if (options.action != OperatorAction::FLATTEN || options.yes) return {};
  auto bot = control::ControlClient::connect(socket);
  if (!bot) return std::unexpected(no_bot_at(socket, bot.error()));
  const auto status = bot->ask({}, kAnswer);
  if (!status) return std::unexpected(status.error());
  return confirm_flatten(*status, std::cin, std::cerr, ::isatty(STDIN_FILENO) != 0);
}

}  // namespace

int control_command(const ControlOptions& options) {
  const auto socket = find_bot(options);
  if (!socket) return report_error(socket.error());
  if (const auto agreed = confirmed(options, *socket); !agreed) return report_error(agreed.error());
  auto bot = control::ControlClient::connect(*socket);
  if (!bot) return report_error(no_bot_at(*socket, bot.error()));
  const auto text = bot->ask({.action = options.action}, kAnswer);
  if (!text) return report_error(text.error());
  const auto reply = read_reply(*text);
  if (!reply) return report_error(reply.error());
  const bool ended = options.action == OperatorAction::STOP && bot->wait_for_end(kEnd);
  if (options.json) {
    std::cout << *text << "\n";
  } else {
    show(*reply, options.action, ended);
  }
  return kExitDone;
}

}  // namespace alpha_pulse::app
