#include "alpha_pulse/data_pipeline/candle_path.hpp"

#include <string>

namespace alpha_pulse::data_pipeline {

std::string_view to_string(CandlePath path) {
  return path == CandlePath::SIGN ? "sign" : "nearest";
}

Result<CandlePath> parse_candle_path(std::string_view text) {
  for (const auto path : {CandlePath::SIGN, CandlePath::NEAREST}) {
    if (text == to_string(path)) return path;
  }
  return fail(ErrorCode::kInvalidArgument,
              "candle path '" + std::string(text) + "' does not exist; sign or nearest would pass");
}

}  // namespace alpha_pulse::data_pipeline
