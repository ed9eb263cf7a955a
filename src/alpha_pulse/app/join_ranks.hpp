#pragma once

#include <memory>
#include <optional>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"
#include "alpha_pulse/session/ranks.hpp"

/// The way to the other processes of a sweep, where mpirun started several. Tested by tests/sweep_test.cpp.
namespace alpha_pulse::app {

/// Which of several processes this is, as mpirun (or a batch system) wrote it into the environment; nothing: the only
/// one.
std::optional<int> rank_in_environment();

/// Silences stdout and stderr of every rank but the first: one voice speaks to people.
void leave_speaking_to_rank_0();

/// Joins them: loads lib/gridhedge/mpi_ranks.so beside the binary. Null when this is the only process. Errors: kIo.
Result<std::unique_ptr<session::IRanks>> join_ranks();

}  // namespace alpha_pulse::app
