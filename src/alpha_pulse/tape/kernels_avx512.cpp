#define ALPHA_PULSE_KERNELS avx512
#include "alpha_pulse/tape/kernels_body.hpp"
