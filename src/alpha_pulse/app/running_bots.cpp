#include "alpha_pulse/app/running_bots.hpp"

#include <algorithm>
#include <vector>

#include "alpha_pulse/app/journal_place.hpp"
#include "alpha_pulse/control/unix_socket.hpp"
#include "alpha_pulse/storage/journal_file.hpp"

namespace alpha_pulse::app {
namespace {

/// Sockets in the usual place at which somebody listens, in order of their names.
std::vector<std::filesystem::path> listening() {
  std::vector<std::filesystem::path> found;
  std::error_code ends;  // no folder: no bot ever ran
  for (std::filesystem::directory_iterator folder(storage::state_folder(), ends), end; !ends && folder != end;
       folder.increment(ends)) {
    const auto socket = control::socket_beside(folder->path() / storage::kJournalName);
    if (control::connect_to(socket)) found.push_back(socket);
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

Result<std::filesystem::path> find_bot(const ControlOptions& options) {
  if (options.socket) return *options.socket;
  const CommonOptions& given = options.common;
  if (given.config_file || !given.sets.empty() || given.trading_mode || given.symbol) {
    const auto loaded = load(given);
    if (!loaded) return std::unexpected(loaded.error());
    return control::socket_beside(journal_place(loaded->configuration.config, loaded->hedge));
  }
  const auto bots = listening();
  if (bots.size() == 1) return bots.front();
  if (bots.empty()) {
    return fail(ErrorCode::kNotFound, "no bot is running (looked in " + storage::state_folder().string() +
                                          "); one with a journal.path of its own is found with --socket or --config");
  }
  std::string names;
  for (const auto& bot : bots) names += (names.empty() ? "" : ", ") + bot.parent_path().filename().string();
  return fail(ErrorCode::kInvalidArgument,
              std::to_string(bots.size()) + " bots are running: " + names + "; --symbol or --trading-mode tells which");
}

Error no_bot_at(const std::filesystem::path& socket, const Error& why) {
  if (why.code != ErrorCode::kNotFound) return why;
  return {ErrorCode::kNotFound, "no bot is running here: nobody listens at " + socket.string()};
}

}  // namespace alpha_pulse::app
