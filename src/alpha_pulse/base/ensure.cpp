#include "alpha_pulse/base/ensure.hpp"

#include <cstdio>
#include <cstdlib>

namespace alpha_pulse::base {

void ensure_failed(std::string_view expectation, const std::source_location& where) {
  std::fprintf(stderr, "broken promise: %.*s (%s:%u, %s)\n", static_cast<int>(expectation.size()), expectation.data(),
               where.file_name(), where.line(), where.function_name());
  std::abort();
}

}  // namespace alpha_pulse::base
