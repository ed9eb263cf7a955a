#include "alpha_pulse/session/sweep_identity.hpp"

#include <algorithm>
#include <fstream>
#include <span>
#include <vector>

#include "alpha_pulse/base/sha256.hpp"

namespace alpha_pulse::session {
namespace {

constexpr std::uint64_t kMiB = 1U << 20U;
constexpr std::uint64_t kPieces = 64;

/// Lines of text on their way into a hash.
class Lines {
 public:
  void add(std::string_view key, std::string_view value) {
    const std::string line = std::string(key) + ": " + std::to_string(value.size()) + " " + std::string(value) + "\n";
    hash_.update(std::as_bytes(std::span(line.data(), line.size())));
  }
  void add(std::string_view key, std::uint64_t value) { add(key, std::to_string(value)); }
  std::string hex() const { return hash_.hex(); }

 private:
  base::Sha256 hash_;
};

std::unexpected<Error> unreadable(const std::filesystem::path& file) {
  return fail(ErrorCode::kIo, file.string() + ": cannot be read; a file that exists and may be read would pass");
}

/// Where the pieces of a file of this size begin.
std::vector<std::uint64_t> pieces_of(std::uint64_t size) {
  std::vector<std::uint64_t> begins;
  if (size <= kPieces * kMiB) {
    for (std::uint64_t at = 0; at < size; at += kMiB) begins.push_back(at);
    return begins;
  }
  for (std::uint64_t k = 0; k < kPieces; ++k) begins.push_back((size - kMiB) / (kPieces - 1) * k);
  begins.push_back(size - kMiB);
  return begins;
}

Result<void> add_file(Lines& lines, std::string_view role, const std::filesystem::path& file) {
  std::error_code error;
  const std::uint64_t size = std::filesystem::file_size(file, error);
  std::ifstream in(file, std::ios::binary);
  if (error || !in) return unreadable(file);
  lines.add(role, size);
  if (size > kPieces * kMiB) {
    lines.add("changed", std::to_string(std::filesystem::last_write_time(file, error).time_since_epoch().count()));
  }
  std::string piece;
  for (const std::uint64_t begin : pieces_of(size)) {
    piece.resize(static_cast<std::size_t>(std::min(kMiB, size - begin)));
    in.seekg(static_cast<std::streamoff>(begin));
    if (!in.read(piece.data(), static_cast<std::streamsize>(piece.size()))) return unreadable(file);
    lines.add("piece", piece);
  }
  return {};
}

Result<void> add_files(Lines& lines, const data_pipeline::ReplaySources& sources) {
  const struct {
    std::string_view role;
    const data_pipeline::Files& files;
  } groups[] = {{"data", sources.data}, {"spot", sources.spot},       {"perp", sources.perp},
                {"mark", sources.mark}, {"funding", sources.funding}, {"flows", sources.flows}};
  for (const auto& group : groups) {
    for (const auto& file : group.files) {
      if (const auto added = add_file(lines, group.role, file); !added) return added;
    }
  }
  return {};
}

void add_instrument(Lines& lines, const Instrument& instrument) {
  lines.add("symbol", instrument.symbol);
  lines.add("tick", instrument.tick.to_string());
  lines.add("lot", instrument.lot.to_string());
  lines.add("min_notional", instrument.min_notional.to_string());
  lines.add("multiplier", instrument.multiplier.to_string());
  lines.add("unattended_rise", instrument.unattended_rise.to_string());
  for (const MarginBracket& row : instrument.brackets) {
    lines.add("bracket",
              row.notional_floor.to_string() + " " + row.maintenance.to_string() + " " + row.cum.to_string());
  }
}

void add_plan(Lines& lines, const SweepPlan& plan, std::uint64_t splits) {
  lines.add("search", to_string(plan.search));
  lines.add("samples", plan.samples);
  if (plan.search != SweepSearch::GRID) lines.add("seed", plan.seed);
  lines.add("splits", splits);
  for (const SweepParam& param : plan.params) {
    lines.add("param", param.key);
    for (const std::string& value : param.values) lines.add("value", value);
  }
}

}  // namespace

Result<std::string> fingerprint_of(const SweepIdentity& identity) {
  Lines lines;
  lines.add("program", identity.program);
  lines.add("configuration", identity.base_text);
  add_instrument(lines, identity.hedge);
  add_plan(lines, identity.plan, identity.splits);
  lines.add("from", identity.sources.from ? format_timestamp(*identity.sources.from) : "");
  lines.add("to", identity.sources.to ? format_timestamp(*identity.sources.to) : "");
  if (const auto added = add_files(lines, identity.sources); !added) return std::unexpected(added.error());
  return lines.hex();
}

}  // namespace alpha_pulse::session
