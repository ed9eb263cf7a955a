#define ALPHA_PULSE_KERNELS avx2
#include "alpha_pulse/tape/kernels_body.hpp"
