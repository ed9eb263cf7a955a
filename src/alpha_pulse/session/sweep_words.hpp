#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "alpha_pulse/session/sweep_pool.hpp"

/// The words between rank 0 and the others. Everything a helper says is one text that begins with a letter:
///
/// | word | from | then |
/// |---|---|---|
/// | `H` | helper, first | its fingerprint: does it see the same work? |
/// | `E` | helper | an error, in words; it waits to be dismissed |
/// | `R` | helper | how many jobs it wants, then a line for each finished one |
/// | `F` | helper | lines as in `R`; nothing is answered |
/// | `I` | helper | a person interrupted it; lines as in `R` |
/// | `B` | helper, last | lines as in `R`; it speaks no more |
/// | `J` | rank 0, to `R` | numbers of jobs; none: there are no more to hand out |
/// | `S` | rank 0, any time | it is over |
///
/// Internal to the sweep (sweep_run.cpp).
namespace alpha_pulse::session {

/// `word`, a number, and a line a finished job.
std::string report_text(char word, std::size_t wanted, const std::vector<SweepDone>& finished);

/// What a helper reported.
struct SweepReport {
  std::size_t wanted = 0;
  std::vector<SweepDone> finished;
};
/// Errors (kBadData): not such a text.
Result<SweepReport> read_report(std::string_view text);

std::string jobs_text(const std::vector<std::size_t>& jobs);
Result<std::vector<std::size_t>> read_jobs(std::string_view text);

}  // namespace alpha_pulse::session
