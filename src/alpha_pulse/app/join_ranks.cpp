#include "alpha_pulse/app/join_ranks.hpp"

#include <dlfcn.h>

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <streambuf>
#include <string_view>

namespace alpha_pulse::app {
namespace {

constexpr const char* kPlugin = "../lib/gridhedge/mpi_ranks.so";
constexpr const char* kJoin = "gridhedge_join_ranks_1";

/// Takes everything and keeps nothing.
class Silence final : public std::streambuf {
  int_type overflow(int_type c) override { return traits_type::not_eof(c); }
  std::streamsize xsputn(const char*, std::streamsize size) override { return size; }
};

std::unexpected<Error> unreachable(const std::string& why) {
  return fail(ErrorCode::kIo, "sweep: mpirun started several processes, and they cannot be reached: " + why +
                                  "; without mpirun, or with Open MPI (openmpi-bin) installed, it would pass");
}

}  // namespace

std::optional<int> rank_in_environment() {
  for (const char* name : {"OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK"}) {
    const char* text = std::getenv(name);
    if (text == nullptr) continue;
    int rank = 0;
    const std::string_view digits(text);
    if (std::from_chars(digits.data(), digits.data() + digits.size(), rank).ec == std::errc{}) return rank;
  }
  return std::nullopt;
}

void leave_speaking_to_rank_0() {
  static auto* const kSilence = new Silence;  // the streams are flushed after statics are gone
  if (rank_in_environment().value_or(0) == 0) return;
  std::cout.rdbuf(kSilence);
  std::cerr.rdbuf(kSilence);
}

Result<std::unique_ptr<session::IRanks>> join_ranks() {
  if (!rank_in_environment()) return nullptr;
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return unreachable("where this program lies is not known");
  void* plugin = ::dlopen((program.parent_path() / kPlugin).c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (plugin == nullptr) return unreachable(::dlerror());
  void* symbol = ::dlsym(plugin, kJoin);
  if (symbol == nullptr) return unreachable("mpi_ranks.so is of another version");
  auto* join = reinterpret_cast<session::IRanks* (*)()>(symbol);
  std::unique_ptr<session::IRanks> ranks(join());
  if (!ranks) return unreachable("Open MPI does not start");
  return ranks;
}

}  // namespace alpha_pulse::app
