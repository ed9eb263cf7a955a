#pragma once

#include <expected>
#include <string>
#include <utility>

namespace alpha_pulse::base {

/// What a caller can do about a failure; the command line turns these into exit codes (see app/exit_code.hpp).
enum class ErrorCode {
  kInvalidArgument,  ///< usage or configuration: the caller must change something; exit 2
  kRefused,          ///< refused for safety: the work was possible but must not be done; exit 3
  kBadData,          ///< a file or message is damaged or malformed; exit 1
  kNotFound,         ///< a file, symbol or order that does not exist; exit 1
  kIo,               ///< the outside world failed: disk, permission, network; exit 1
  kUnsupported,      ///< a known thing this version cannot do; exit 2
};

/// One line that a person can act on: what, where, its value and one that would pass.
struct Error {
  ErrorCode code;
  std::string message;
};

/// Outcome of anything that can fail in the world. Never ignored.
template <class T>
using Result = std::expected<T, Error>;

/// Builds the unexpected side: `return fail(ErrorCode::kBadData, "...")`.
inline std::unexpected<Error> fail(ErrorCode code, std::string message) {
  return std::unexpected(Error{code, std::move(message)});
}

/// The result with `function` applied to its value; an error passes through. (GCC 12's std::expected has no transform.)
template <class T, class Function>
auto map_value(const Result<T>& result, Function&& function) -> Result<decltype(function(*result))> {
  if (!result) return std::unexpected(result.error());
  return std::forward<Function>(function)(*result);
}

}  // namespace alpha_pulse::base
