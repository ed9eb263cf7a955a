#pragma once

/// Mathematics whose result is the same bit for bit on every compiler, processor and optimisation level: double with
/// + - * / and sqrt only, never the platform's libm. Decisions use these; reports may use anything.
/// Accurate to 1e-13 relative against libm, and equal between compilers: base/maths_test.cpp.
namespace alpha_pulse::base {

/// Natural logarithm. `x` finite and > 0.
double ln(double x);

/// e^x. `x` not NaN. Results beyond the range of double are infinity or 0; in the subnormal range correct to one unit
/// in the last place.
double exp(double x);

/// Cube root. `x` finite.
double cbrt(double x);

/// Correctly rounded square root (IEEE 754 defines it, so the platform's is used). `x` >= 0.
double square_root(double x);

/// x^n by repeated squaring: decay factors over whole periods. The relative error grows with n, at most n x 1.2e-16
/// while nothing leaves the normal range.
double power(double x, unsigned n);

}  // namespace alpha_pulse::base
