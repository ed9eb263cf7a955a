#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "targets.hpp"

/// libFuzzer's way in. `fuzz_one --list` names the targets; `fuzz_one --target=NAME CORPUS...` drives one of them;
/// `--target=NAME --seeds=FOLDER` writes its seeds and ends. The library leaves words that begin with `--` alone.
namespace {

const alpha_pulse::fuzz::Target* chosen = nullptr;

void write_seeds(const std::string& folder) {
  int count = 0;
  for (const std::string& seed : chosen->seeds()) {
    std::ofstream(folder + "/seed." + std::to_string(++count), std::ios::binary) << seed;
  }
}

}  // namespace

// The names are libFuzzer's.
// NOLINTBEGIN(readability-identifier-naming)
extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  std::string folder;
  for (int i = 1; i < *argc; ++i) {
    const std::string_view word((*argv)[i]);
    if (word == "--list") {
      for (const auto& target : alpha_pulse::fuzz::targets()) std::cout << target.name << "\n";
      std::exit(0);
    }
    if (word.starts_with("--target=")) chosen = alpha_pulse::fuzz::find_target(word.substr(9));
    if (word.starts_with("--seeds=")) folder = word.substr(8);
  }
  if (chosen == nullptr) {
    std::cerr << "fuzz_one: --target=NAME of those that --list shows\n";
    std::exit(2);
  }
  if (!folder.empty()) {
    write_seeds(folder);
    std::exit(0);
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  chosen->run({reinterpret_cast<const char*>(data), size});
  return 0;
}
// NOLINTEND(readability-identifier-naming)
