#include "alpha_pulse/app/process.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>
#include <iostream>

#include "alpha_pulse/app/exit_code.hpp"

namespace alpha_pulse::app {

void prepare_process() {
  const rlimit none{};
  if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
    std::cerr << "warning: the system keeps core files possible; memory could be written to disk after a crash\n";
  }
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

int report_unwritable_output() {
  std::cerr << "gridhedge: stdout: cannot be written; a file on a disk with room, or a pipe that is read, would pass\n";
  return kExitFailed;
}

}  // namespace alpha_pulse::app
