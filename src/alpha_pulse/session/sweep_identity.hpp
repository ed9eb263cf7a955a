#pragma once

#include <string>
#include <string_view>

#include "alpha_pulse/data_pipeline/replay_data_provider.hpp"
#include "alpha_pulse/session/sweep_design.hpp"

/// Which work it is: equal texts, equal results. Shares of another work are not taken up.
/// Tested by session/sweep_identity_test.cpp.
namespace alpha_pulse::session {

/// What a sweep's results follow from.
struct SweepIdentity {
  data_pipeline::ReplaySources sources;
  Instrument hedge;
  std::string_view base_text;  ///< the effective configuration without the keys that vary
  const SweepPlan& plan;
  std::uint64_t splits = 0;
  std::string_view program;  ///< its version
};

/// 64 hexadecimal digits. Of a data file count its size and content: of up to 64 MiB all of it, of a larger one 64
/// pieces of a MiB, first and last among them, and the time it was changed; not its name. Errors: a file that cannot be
/// read.
Result<std::string> fingerprint_of(const SweepIdentity& identity);

}  // namespace alpha_pulse::session
