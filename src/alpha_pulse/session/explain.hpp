#pragma once

#include <span>
#include <string>

#include "alpha_pulse/config/app_config.hpp"
#include "alpha_pulse/engine/engine.hpp"
#include "alpha_pulse/engine/journal_record.hpp"
#include "alpha_pulse/session/explain_protection.hpp"
#include "alpha_pulse/session/explain_unhedged.hpp"

/// Why the program did what it did, from the journal of a run: its events go through a fresh engine, gate and strategy
/// once more, and for every order it is written down what was known when it was decided. The answers are values; the
/// app puts them into words. Pure: no file, no clock.
namespace alpha_pulse::session {

/// All that a journal tells about why.
struct CaseFile {
  config::AppConfig config{};
  Instrument hedge{};
  std::string source{};       ///< of the market data, as the journal names it
  Timestamp from{}, until{};  ///< first and last journaled event
  std::uint64_t events = 0;
  std::vector<OrderStory> orders{};  ///< by id from 1, refused ones included
  std::vector<Step> steps{};         ///< placed and cancelled, in order
  std::vector<StateStory> states{};
  Protection protection{};
  Unhedged unhedged{};
  std::string command_hash{};
  /// Empty: the same events gave the journaled commands again. Else the first that differ: the journal is of another
  /// version of the program, and the reasons are this version's.
  std::string first_difference{};

  const OrderStory& order(ClientOrderId id) const { return orders[id.value - 1]; }
};

/// Errors (kBadData): no header at the start, a configuration this version does not read, no event yet.
/// A journal that is still being written, or whose last moment is cut, is explained as far as it goes.
/// Tested by session/explain_test.cpp; over random runs by tests/explain_property_test.cpp.
Result<CaseFile> examine(std::span<const engine::JournalRecord> records);
/// The same for a caller who knows the settings of the run.
Result<CaseFile> examine(std::span<const engine::JournalRecord> records, const config::AppConfig& config,
                         const engine::EngineSettings& settings);

/// Errors (kNotFound): an id the journal does not have; names those it has.
Result<const OrderStory*> find_order(const CaseFile& file, std::uint64_t id);

/// The last `count` commands that left, newest first, at most all. Errors (kNotFound): none left yet.
Result<std::vector<Step>> last_steps(const CaseFile& file, std::size_t count);

}  // namespace alpha_pulse::session
