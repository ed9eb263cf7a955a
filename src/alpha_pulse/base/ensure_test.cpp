#include "alpha_pulse/base/ensure.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::base {
namespace {

TEST(Ensure, LetsAKeptPromisePass) {
  ensure(true, "one is one");
}

TEST(Ensure, StopsTheProcessNamingThePromiseAndThePlace) {
  EXPECT_DEATH(ensure(1 == 2, "one is two"), "broken promise: one is two \\(.*ensure_test\\.cpp:[0-9]+");
}

TEST(Ensure, IsCheckedAtCompileTimeInConstantExpressions) {
  constexpr auto checked = [] {
    ensure(2 > 1, "two is more");
    return true;
  };
  static_assert(checked());
}

}  // namespace
}  // namespace alpha_pulse::base
