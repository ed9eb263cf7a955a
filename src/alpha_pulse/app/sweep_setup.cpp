#include "alpha_pulse/app/sweep_setup.hpp"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <thread>

#include "alpha_pulse/app/data_options.hpp"
#include "alpha_pulse/app/sweep_table.hpp"
#include "alpha_pulse/app/terminal.hpp"
#include "alpha_pulse/data_pipeline/data_info.hpp"
#include "alpha_pulse/session/assemble.hpp"
#include "alpha_pulse/session/sweep_identity.hpp"

namespace alpha_pulse::app {
namespace {

constexpr std::uint64_t kThreadsMost = 1024;

/// What all configurations of a sweep have in common, whatever varies.
constexpr std::array<std::string_view, 6> kCommon{"symbol",    "trading_mode", "data.candle_path",
                                                  "exchange.", "logging.",     "journal."};

std::unexpected<Error> bad(const std::string& what) {
  return fail(ErrorCode::kInvalidArgument, what);
}

/// Every value alone: the key is known and takes it. Each key varies or is set, not both.
Result<void> check(session::SweepParam& param, const config::ConfigInputs& inputs) {
  std::string name;
  for (std::size_t level = 0; level < param.values.size(); ++level) {
    auto key = config::check_setting(param.setting(level), "--param");
    if (!key) return std::unexpected(key.error());
    name = std::move(*key);
  }
  for (const std::string_view common : kCommon) {
    if (!name.starts_with(common)) continue;
    return bad("--param " + param.key + ": is the same for all configurations; --set " + param.key + "=" +
               param.values.front() + " would pass");
  }
  for (const std::string& set : inputs.sets) {
    const auto key = config::check_setting(set, "--set");
    if (key && *key == name)
      return bad("--param " + param.key + ": varies, and is set too (--set " + name + "); keep one");
  }
  if (inputs.flags.contains(name)) return bad("--param " + param.key + ": varies, and has a flag too; keep one");
  param.key = name;
  return {};
}

Result<session::SweepDesign> design_of(const SweepOptions& options, const config::ConfigInputs& inputs) {
  const auto search = session::parse_sweep_search(options.search);
  if (!search) return std::unexpected(search.error());
  session::SweepPlan plan{.params = {}, .search = *search, .samples = options.samples, .seed = options.seed};
  for (const std::string& text : options.params) {
    auto param = session::parse_sweep_param(text);
    if (!param) return std::unexpected(param.error());
    if (const auto checked = check(*param, inputs); !checked) return std::unexpected(checked.error());
    plan.params.push_back(std::move(*param));
  }
  return session::SweepDesign::make(std::move(plan));
}

/// Processors this process may use; where nobody bound it to some of them, its share of all.
unsigned processors(int processes) {
  const unsigned all = std::max(1U, std::thread::hardware_concurrency());
  cpu_set_t set;
  CPU_ZERO(&set);
  const bool known = sched_getaffinity(0, sizeof set, &set) == 0;
  const auto online = static_cast<unsigned>(std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN)));
  const unsigned mine = known ? static_cast<unsigned>(CPU_COUNT(&set)) : all;
  return mine < online ? std::max(1U, mine) : std::max(1U, online / static_cast<unsigned>(processes));
}

Result<unsigned> threads_of(const SweepOptions& options, int processes) {
  if (options.jobs > kThreadsMost) return bad("--jobs: " + std::to_string(options.jobs) + " is more than 1024");
  return options.jobs == 0 ? processors(processes) : static_cast<unsigned>(options.jobs);
}

Result<session::SweepWindows> windows_of(const SweepOptions& options, const data_pipeline::ReplaySources& sources) {
  if (options.walk_forward == 0) return session::SweepWindows{};
  const auto span = session::span_of(sources);
  if (!span) return std::unexpected(span.error());
  return session::walk_forward_windows(*span, options.walk_forward);
}

}  // namespace

Result<SweepSetup> set_up_sweep(const SweepOptions& options, int processes) {
  const auto by = session::parse_rank_by(options.rank_by);
  if (!by) return std::unexpected(by.error());
  if (options.resume && !options.out) return bad("--resume: needs --out FILE, beside which finished work is kept");
  const auto threads = threads_of(options, processes);
  if (!threads) return std::unexpected(threads.error());
  auto sources = sources_of(options, "sweep");
  if (!sources) return std::unexpected(sources.error());
  auto read = ConfigSource::read(options.common, data_pipeline::symbol_of(*sources));
  if (!read) return std::unexpected(read.error());
  const auto source = std::make_shared<const ConfigSource>(std::move(*read));
  auto design = design_of(options, source->inputs());
  if (!design) return std::unexpected(design.error());
  auto base = source->load();
  if (!base) return std::unexpected(base.error());
  complete(*sources, base->configuration.config);
  auto windows = windows_of(options, *sources);
  if (!windows) return std::unexpected(windows.error());
  auto data = session::open_windows(*sources, *windows);
  if (!data) return std::unexpected(data.error());
  auto fingerprint = session::fingerprint_of({.sources = *sources,
                                              .hedge = base->hedge,
                                              .base_text = base->configuration.effective_text,
                                              .plan = design->plan(),
                                              .splits = windows->splits(),
                                              .program = session::kProgram});
  if (!fingerprint) return std::unexpected(fingerprint.error());
  session::BacktestRequest backtest;
  backtest.config = base->configuration.config;
  backtest.effective_text = base->configuration.effective_text;
  backtest.hedge = base->hedge;
  backtest.sources = std::move(*sources);
  return SweepSetup{.base = std::move(*base),
                    .request = {.base = std::move(backtest),
                                .design = std::move(*design),
                                .windows = std::move(*windows),
                                .data = std::move(*data),
                                .fingerprint = std::move(*fingerprint),
                                .threads = *threads,
                                .configure =
                                    [source](const std::vector<std::string>& sets) {
                                      return map_value(source->load(sets),
                                                       [](const Loaded& loaded) { return loaded.configuration; });
                                    },
                                .keep_going = [] { return !interrupted().load(); }},
                    .by = *by};
}

Result<std::unique_ptr<storage::ShareFile>> open_shares(const SweepOptions& options, const std::string& fingerprint) {
  if (!options.out) return nullptr;
  std::error_code missing;
  if (std::filesystem::exists(*options.out, missing)) {
    std::string head(kTableBegins.size(), '\0');
    std::ifstream(*options.out, std::ios::binary).read(head.data(), static_cast<std::streamsize>(head.size()));
    if (head != kTableBegins) {
      return fail(ErrorCode::kIo, "--out " + options.out->string() +
                                      ": is there already, and no sweep wrote it; another name would pass");
    }
  }
  std::filesystem::path shares = *options.out;
  shares += ".shares";
  return options.resume ? storage::ShareFile::resume(shares, fingerprint)
                        : storage::ShareFile::create(shares, fingerprint);
}

}  // namespace alpha_pulse::app
