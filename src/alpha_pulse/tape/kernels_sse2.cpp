#define ALPHA_PULSE_KERNELS sse2
#include "alpha_pulse/tape/kernels_body.hpp"
