#include <exception>
#include <iostream>
#include <string_view>

#include "alpha_pulse/app/cli.hpp"
#include "alpha_pulse/app/commands.hpp"
#include "alpha_pulse/app/exit_code.hpp"
#include "alpha_pulse/app/join_ranks.hpp"
#include "alpha_pulse/app/plan_command.hpp"
#include "alpha_pulse/app/process.hpp"

int main(int argc, char** argv) {
  using namespace alpha_pulse::app;
  try {
    prepare_process();
    if (argc > 1 && std::string_view(argv[1]) == "sweep") leave_speaking_to_rank_0();
    const int code = dispatch({argv + 1, argv + argc}, {.run = run_command,
                                                        .plan = plan_command,
                                                        .backtest = backtest_command,
                                                        .sweep = sweep_command,
                                                        .control = control_command,
                                                        .replay = replay_command,
                                                        .explain = explain_command,
                                                        .data_info = data_info_command,
                                                        .data_import = data_import_command,
                                                        .data_synth = data_synth_command,
                                                        .data_fetch = data_fetch_command,
                                                        .exchange_serve = exchange_serve_command,
                                                        .doctor = doctor_command});
    return std::cout.flush() ? code : report_unwritable_output();
  } catch (const std::exception& error) {
    std::cerr << "gridhedge: unexpected: " << error.what() << "\n";
    return kExitFailed;
  }
}
