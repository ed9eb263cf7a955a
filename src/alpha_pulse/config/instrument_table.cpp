#include "alpha_pulse/config/instrument_table.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>

#include "alpha_pulse/config/instrument_fields.hpp"
#include "alpha_pulse/config/yaml_reader.hpp"

namespace alpha_pulse::config {

/// The bytes of configs/instruments.yaml; bundled_instruments.cpp.in, filled in by CMake.
extern const std::string_view kBundledInstruments;

namespace {

std::string upper(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return result;
}

}  // namespace

InstrumentTable InstrumentTable::bundled() {
  auto table = parse(kBundledInstruments, "configs/instruments.yaml");
  ensure(table.has_value(), "the bundled instruments are valid");
  return *std::move(table);
}

Result<InstrumentTable> InstrumentTable::parse(std::string_view text, std::string_view name) {
  const auto values = read_yaml(text, name);
  if (!values) return std::unexpected(values.error());
  InstrumentTable table;
  for (std::size_t i = 0; i < values->size();) {
    // The values of one symbol stand together: a symbol given twice was refused by the reader.
    const std::string symbol = (*values)[i].path.substr(0, (*values)[i].path.find('.'));
    const std::string prefix = symbol + ".";
    std::size_t end = i + 1;
    while (end < values->size() && (*values)[end].path.starts_with(prefix)) ++end;
    auto instrument = read_instrument(upper(symbol), std::span(*values).subspan(i, end - i), name);
    if (!instrument) return std::unexpected(instrument.error());
    if (!table.by_symbol_.emplace(upper(symbol), *std::move(instrument)).second) {
      return fail(ErrorCode::kInvalidArgument, std::string(name) + ":" + std::to_string((*values)[i].key_line) + ": " +
                                                   upper(symbol) + " is given twice; keep one");
    }
    i = end;
  }
  return table;
}

Result<InstrumentTable> InstrumentTable::extended_with(const std::filesystem::path& file) const {
  std::ifstream stream(file, std::ios::binary);
  std::string text(kYamlBytesMax + 1, '\0');
  if (std::error_code ignored; !stream || std::filesystem::is_directory(file, ignored)) {
    return fail(ErrorCode::kInvalidArgument,
                "--instrument " + file.string() + ": cannot be read; name a file like configs/instruments.yaml");
  }
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  const auto added = parse(text, file.string());
  if (!added) return std::unexpected(added.error());
  InstrumentTable result = *this;
  for (const auto& [symbol, instrument] : added->by_symbol_) result.by_symbol_.insert_or_assign(symbol, instrument);
  return result;
}

Result<Instrument> InstrumentTable::find(std::string_view symbol) const {
  if (const auto found = by_symbol_.find(upper(symbol)); found != by_symbol_.end()) return found->second;
  std::string known;
  for (const auto& [name, instrument] : by_symbol_) known += (known.empty() ? "" : ", ") + name;
  return fail(ErrorCode::kInvalidArgument, "symbol: '" + upper(symbol) + "' is not a known instrument; known are " +
                                               known + ", others come with --instrument FILE");
}

bool InstrumentTable::knows(std::string_view symbol) const {
  return by_symbol_.contains(upper(symbol));
}

Instrument spot_leg_of(const Instrument& hedge_leg) {
  Instrument spot = hedge_leg;
  spot.id = kSpotLeg;
  spot.kind = ContractKind::SPOT;
  spot.multiplier = Quantity::from_raw(kOne);
  spot.brackets.clear();
  return spot;
}

}  // namespace alpha_pulse::config
