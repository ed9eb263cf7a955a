#include "alpha_pulse/data_pipeline/synth_writer.hpp"

#include <string>

#include "alpha_pulse/data_pipeline/text_writer.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

constexpr std::size_t kBlock = 256 * 1024;
constexpr std::uint64_t kProgressEvery = 1U << 20U;

Result<void> check(const SynthJob& job) {
  const std::string name = job.out.string();
  const auto ending = job.out.extension();
  if (ending != ".csv" && ending != ".zst") {
    return fail(ErrorCode::kInvalidArgument,
                "output '" + name + "' is neither .csv nor .csv.zst; tape.csv.zst would pass");
  }
  if (job.events == 0) return fail(ErrorCode::kInvalidArgument, "a tape of 0 events; 1 or more would pass");
  std::error_code unknown;
  if (!job.overwrite && std::filesystem::exists(job.out, unknown)) {
    return fail(ErrorCode::kRefused, name + " exists; another name, or --overwrite, would pass");
  }
  return {};
}

void append_row(std::string& text, const market::SynthTrade& trade) {
  text.append(std::to_string(trade.time_ms)).append(",").append(trade.price.to_string());
  text.append(",").append(trade.quantity.to_string(0)).append(trade.is_buyer_maker ? ",1," : ",0,");
  text.append(std::to_string(trade.trade_id)).append("\n");
}

}  // namespace

Result<bool> write_synth(const SynthJob& job) {
  if (auto ok = check(job); !ok) return std::unexpected(ok.error());
  auto writer = TextWriter::create(job.out);
  if (!writer) return std::unexpected(writer.error());
  market::SynthStream stream(job.settings);
  std::string text = "time_ms,price,qty,is_buyer_maker,trade_id\n";
  for (std::uint64_t written = 1; written <= job.events; ++written) {
    append_row(text, stream.next());
    if (text.size() >= kBlock || written == job.events) {
      if (auto ok = writer->write(text); !ok) return std::unexpected(ok.error());
      text.clear();
      if (job.keep_going && !job.keep_going()) return false;
    }
    if (job.progress && (written % kProgressEvery == 0 || written == job.events)) job.progress(written);
  }
  if (auto ok = writer->finish(); !ok) return std::unexpected(ok.error());
  return true;
}

}  // namespace alpha_pulse::data_pipeline
