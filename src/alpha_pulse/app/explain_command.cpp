#include <fmt/format.h>

#include <iostream>

#include "alpha_pulse/app/commands.hpp"
#include "alpha_pulse/app/exit_code.hpp"
#include "alpha_pulse/app/explain_json.hpp"
#include "alpha_pulse/app/explain_text.hpp"
#include "alpha_pulse/app/journal_place.hpp"
#include "alpha_pulse/app/terminal.hpp"
#include "alpha_pulse/app/usage_error.hpp"
#include "alpha_pulse/base/decimal.hpp"
#include "alpha_pulse/storage/journal_file.hpp"

namespace alpha_pulse::app {
namespace {

Result<std::filesystem::path> journal_of(const ExplainOptions& options) {
  if (options.journal) return *options.journal;
  const auto loaded = load(options.common);
  if (!loaded) return std::unexpected(loaded.error());
  return journal_place(loaded->configuration.config, loaded->hedge);
}

Result<std::uint64_t> order_id(const std::string& text) {
  if (const std::string trouble = check_count(text); trouble.empty()) return std::stoull(text);
  return fail(ErrorCode::kInvalidArgument,
              "explain order: '" + text + "' is not an order's number; one of explain last, e.g. 7");
}

/// What reading the journal leaves to be said beside the answer.
void warn(const std::filesystem::path& path, std::uint64_t torn_bytes, const session::CaseFile& file) {
  if (torn_bytes > 0) {
    std::cerr << fmt::format("note: {}: its last {} bytes are an unfinished record (a run that goes on, or was cut)\n",
                             path.string(), torn_bytes);
  }
  if (!file.first_difference.empty()) {
    std::cerr << one_line(
                     "warning: this version would decide otherwise than the journal has it, so its reasons may be "
                     "others: " +
                     file.first_difference)
              << "\n";
  }
}

Result<session::CaseFile> read_case(const std::filesystem::path& path) {
  const auto journal = storage::read_journal(path);
  if (!journal) {
    if (journal.error().code != ErrorCode::kNotFound) return std::unexpected(journal.error());
    return fail(ErrorCode::kNotFound, path.string() +
                                          ": there is no journal; gridhedge run writes it there, and --journal FILE "
                                          "names another");
  }
  auto file = session::examine(journal->records);
  if (!file) return fail(file.error().code, path.string() + ": " + file.error().message);
  warn(path, journal->torn_bytes, *file);
  return file;
}

Result<void> tell_last(const ExplainOptions& options, const session::CaseFile& file) {
  const auto steps = session::last_steps(file, options.count);
  if (!steps) return std::unexpected(steps.error());
  if (options.common.json) {
    std::cout << steps_json(file, *steps) << "\n";
    return {};
  }
  for (const session::Step& step : *steps) print_step(std::cout, file, step);
  return {};
}

Result<void> tell_order(const ExplainOptions& options, const session::CaseFile& file, std::uint64_t id) {
  const auto order = session::find_order(file, id);
  if (!order) return std::unexpected(order.error());
  if (options.common.json) {
    std::cout << order_json(file, **order) << "\n";
  } else {
    print_order(std::cout, file, **order);
  }
  return {};
}

Result<void> explain(const ExplainOptions& options) {
  std::uint64_t id = 0;
  if (options.what == Explained::ORDER) {
    const auto parsed = order_id(options.order);
    if (!parsed) return std::unexpected(parsed.error());
    id = *parsed;
  }
  const auto path = journal_of(options);
  if (!path) return std::unexpected(path.error());
  const auto file = read_case(*path);
  if (!file) return std::unexpected(file.error());
  switch (options.what) {
    case Explained::LAST:
      return tell_last(options, *file);
    case Explained::ORDER:
      return tell_order(options, *file, id);
    case Explained::UNHEDGED:
      if (options.common.json) {
        std::cout << unhedged_json(*file) << "\n";
      } else {
        print_unhedged(std::cout, *file);
      }
      return {};
    case Explained::STOP:
      if (options.common.json) {
        std::cout << protection_json(*file) << "\n";
      } else {
        print_protection(std::cout, *file);
      }
      return {};
  }
  std::unreachable();
}

}  // namespace

int explain_command(const ExplainOptions& options) {
  const auto told = explain(options);
  return told ? kExitDone : report_error(told.error());
}

}  // namespace alpha_pulse::app
