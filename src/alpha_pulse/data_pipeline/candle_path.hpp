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
inline std::array<Tick, 4> walk(const Candle& candle, Duration step, CandlePath path) {
  const bool rose = candle.close >= candle.open;
  bool low_first = rose;
  if (path == CandlePath::NEAREST) {
    const PriceDelta down = candle.open - candle.low;
    const PriceDelta up = candle.high - candle.open;
    if (down != up) low_first = down < up;
  }
  // Without a branch: which way candles go, nobody can foretell.
  const std::int64_t turned = (candle.low.raw() ^ candle.high.raw()) & -std::int64_t{low_first};
  const Price first = Price::from_raw(candle.high.raw() ^ turned);
  const Price second = Price::from_raw(candle.low.raw() ^ turned);

  const Quantity quarter = Quantity::from_raw(candle.volume.raw() / 4);
  const Quantity rest = candle.volume - quarter * 3;
  const auto part = [&](std::int64_t quarters) {
    return candle.time + Duration::nanoseconds(step.ns() / 4 * quarters);
  };
  const auto side = [](bool bought) { return bought ? Side::BUY : Side::SELL; };
  return {Tick{candle.time, candle.open, quarter, side(rose)},
          Tick{part(1), first, quarter, side(first >= candle.open)},
          Tick{part(2), second, quarter, side(second >= first)},
          Tick{candle.time + step - Duration::milliseconds(1), candle.close, rest, side(candle.close >= second)}};
}

}  // namespace alpha_pulse::data_pipeline
