#include "alpha_pulse/market/wave.hpp"

#include "alpha_pulse/base/ensure.hpp"

namespace alpha_pulse::market {

double sine_of_turns(double turns) {
  base::ensure(turns >= 0 && turns < 1, "a phase within one turn");
  double folded = turns;  // sin is the same at x and 1/2 - x
  if (turns > 0.75)
    folded = turns - 1;  // (-1/4, 0)
  else if (turns > 0.25)
    folded = 0.5 - turns;                          // [-1/4, 1/4)
  const double x = folded * 0x1.921fb54442d18p+2;  // 2 pi
  const double z = x * x;
  double series = 1;
  for (int n = 21; n >= 3; n -= 2) series = 1 - series * z / (n * (n - 1));
  return x * series;
}

}  // namespace alpha_pulse::market
