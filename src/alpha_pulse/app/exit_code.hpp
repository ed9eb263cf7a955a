#pragma once

#include "alpha_pulse/base/error.hpp"

namespace alpha_pulse::app {

/// What the process ends with.
inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;         ///< the work failed
inline constexpr int kExitUsage = 2;          ///< usage or configuration
inline constexpr int kExitRefused = 3;        ///< refused for safety
inline constexpr int kExitInterrupted = 130;  ///< by the user

constexpr int exit_code_of(const base::Error& error) {
  switch (error.code) {
    case base::ErrorCode::kInvalidArgument:
    case base::ErrorCode::kUnsupported:
      return kExitUsage;
    case base::ErrorCode::kRefused:
      return kExitRefused;
    case base::ErrorCode::kBadData:
    case base::ErrorCode::kNotFound:
    case base::ErrorCode::kIo:
      return kExitFailed;
  }
  return kExitFailed;
}

}  // namespace alpha_pulse::app
