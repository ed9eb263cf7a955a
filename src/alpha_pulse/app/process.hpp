#pragma once

namespace alpha_pulse::app {

/// Before anything else: no core file (memory may hold secrets), and no death by a closed pipe or a full disk's signal:
/// those come back as errors of the write, where they are told. Tested by tests/command_line_test.cpp.
void prepare_process();

/// One line on stderr: the result did not reach stdout. Returns the exit code.
int report_unwritable_output();

}  // namespace alpha_pulse::app
