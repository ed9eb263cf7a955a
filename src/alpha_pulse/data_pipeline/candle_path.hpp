#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "alpha_pulse/data_pipeline/rows.hpp"
#include "alpha_pulse/domain/enums.hpp"

namespace alpha_pulse::data_pipeline {

/// Which way the price is thought to have gone inside a candle.
enum class CandlePath : std::uint8_t {
  SIGN,     ///< C >= O: O, L, H, C; else O, H, L, C
  NEAREST,  ///< the extreme nearer to the open first; equally near: as SIGN
};
std::string_view to_string(CandlePath path);
/// Errors: kInvalidArgument naming the text and the two that pass (`sign`, `nearest`).
Result<CandlePath> parse_candle_path(std::string_view text);

/// One print: of a recorded trade, or of the way through a candle.
struct Tick {
  Timestamp at;
  Price price;
  Quantity quantity;
  Side aggressor = Side::BUY;
};

/// The four prints of a candle of length `step`: at t, t + step/4, t + step/2 and t + step - 1 ms, each of a quarter of
/// the volume rounded down, the last with the remainder. The aggressor follows the move from print to print (bought
/// when the price does not fall); the first print takes the candle's own direction. `step` at least one second. Pure.
/// Tested by data_pipeline/candle_path_test.cpp.
std::array<Tick, 4> walk(const Candle& candle, Duration step, CandlePath path);

}  // namespace alpha_pulse::data_pipeline
