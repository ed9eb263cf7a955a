#pragma once

#include <string>
#include <variant>
#include <vector>

#include "alpha_pulse/domain/command.hpp"
#include "alpha_pulse/domain/event.hpp"
#include "alpha_pulse/domain/instrument.hpp"

namespace alpha_pulse::engine {

/// First record of every journal: all that a fresh engine needs to do the same again.
struct RunHeader {
  std::string program_version;
  std::string configuration;  ///< the whole effective configuration, as text
  std::vector<Instrument> instruments;
  Timestamp started_at;
  std::uint64_t run = 0;    ///< tells two runs with equal configuration apart
  std::string source;       ///< names the market data, so that a restart cannot mix two
  bool one_series = false;  ///< as of EngineSettings
  Duration stale_after;     ///< in force: the configuration may leave it to the source's cadence
};

/// A command that the risk gate approved, with its id, before it left.
struct CommandRecord {
  Timestamp when;
  Command command;
};

/// Once a minute of market time, so that a reader can check a replay on its way and a person can see where it was.
struct Checkpoint {
  Timestamp when;
  std::uint64_t events = 0;    ///< processed so far, without the quiet ones: how many come depends on who looks on
  std::uint64_t commands = 0;  ///< approved so far
  std::string command_hash;    ///< 64 hexadecimal digits
  Quantity position;           ///< hedge leg, signed
  Quantity spot;
  Money wallet;
  Money equity;
  ProgramState risk_state = ProgramState::ACTIVE;
};

/// One line of the journal. Encoded by journal_codec.hpp.
struct JournalRecord {
  std::variant<RunHeader, Event, CommandRecord, Checkpoint> body;

  template <class T>
  const T* as() const {
    return std::get_if<T>(&body);
  }
};

}  // namespace alpha_pulse::engine
