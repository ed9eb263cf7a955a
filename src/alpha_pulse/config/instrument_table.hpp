#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "alpha_pulse/domain/instrument.hpp"

/// What can be traded where no venue is asked: configs/instruments.yaml, compiled into the program, and what a file of
/// the user's adds. Tested by config/instrument_table_test.cpp.
namespace alpha_pulse::config {

/// Instruments by their symbol, any case. A value.
class InstrumentTable {
 public:
  /// The table that comes with the program.
  static InstrumentTable bundled();

  /// The table of a text in the format of configs/instruments.yaml. `name` is what errors call it.
  /// Errors (kInvalidArgument): `name:line:column:` and the key, its value, and one that would pass.
  static Result<InstrumentTable> parse(std::string_view text, std::string_view name);

  /// This table with the instruments of `file` added; one that is known already is replaced.
  Result<InstrumentTable> extended_with(const std::filesystem::path& file) const;

  /// The hedge leg of `symbol` (any case), with the id `kHedgeLeg`.
  /// Errors (kInvalidArgument): unknown; names the known ones and `--instrument FILE`.
  Result<Instrument> find(std::string_view symbol) const;

  bool knows(std::string_view symbol) const;

 private:
  std::map<std::string, Instrument> by_symbol_;
};

/// The holding that belongs to a hedge leg: same coin, same steps, no margin, the id `kSpotLeg`.
Instrument spot_leg_of(const Instrument& hedge_leg);

}  // namespace alpha_pulse::config
