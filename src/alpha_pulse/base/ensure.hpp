#pragma once

#include <source_location>
#include <string_view>

namespace alpha_pulse::base {

/// Prints what was expected, and where, to stderr, then stops the process.
[[noreturn]] void ensure_failed(std::string_view expectation, const std::source_location& where);

/// States something that can be false only through a bug of ours. Stays on in release: a program that trades on a
/// broken assumption loses money, a program that stops is restarted from its journal.
///
/// For anything that can happen in the world (a full disk, a bad file, a refused order) use `Result` instead.
/// Proven by base/ensure_test.cpp.
constexpr void ensure(bool condition, std::string_view expectation,
                      const std::source_location& where = std::source_location::current()) {
  if (!condition) [[unlikely]]
    ensure_failed(expectation, where);
}

}  // namespace alpha_pulse::base
