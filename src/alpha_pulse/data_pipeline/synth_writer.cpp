#include "alpha_pulse/data_pipeline/synth_writer.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "alpha_pulse/data_pipeline/candle_reader.hpp"
#include "alpha_pulse/data_pipeline/price_unit.hpp"
#include "alpha_pulse/data_pipeline/text_writer.hpp"
#include "alpha_pulse/tape/tape_writer.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

constexpr std::size_t kBlock = 256 * 1024;
constexpr std::uint64_t kProgressEvery = 1U << 20U;
constexpr std::uint64_t kAskEvery = 1U << 14U;

Result<void> check(const SynthJob& job) {
  const std::string name = job.out.string();
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

Result<bool> write_text(const SynthJob& job) {
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

/// With room for prices that rise a hundredfold.
PriceScale scale_of(const market::SynthSettings& settings) {
  constexpr std::int64_t kRise = 100, kMost = std::numeric_limits<std::int64_t>::max() / kRise;
  const int places = std::max(PriceUnit::of(settings.tick).places(), PriceUnit::of(settings.price).places());
  return PriceScale(places, Price::from_raw(std::min(settings.price.raw(), kMost) * kRise));
}

Result<void> add(tape::TapeWriter& writer, const market::SynthTrade& trade, PriceScale scale) {
  const auto price = scale.count(trade.price);
  if (!price) [[unlikely]] {
    return fail(ErrorCode::kBadData, "the price came to " + trade.price.to_string() + ", too high for a tape with " +
                                         std::to_string(scale.unit().places()) +
                                         " decimals; a lower --price, or an --out that ends in .csv.zst, would pass");
  }
  return writer.add({.at = Timestamp::from_ms(trade.time_ms),
                     .low = *price,
                     .high = *price,
                     .kind = trade.is_buyer_maker ? tape::Kind::SELL : tape::Kind::BUY,
                     .quantity = trade.quantity,
                     .high_quantity = {}});
}

Result<bool> fill_tape(const SynthJob& job, tape::TapeWriter& writer) {
  const PriceScale scale = scale_of(job.settings);
  market::SynthStream stream(job.settings);
  for (std::uint64_t written = 1; written <= job.events; ++written) {
    if (auto ok = add(writer, stream.next(), scale); !ok) [[unlikely]]
      return std::unexpected(ok.error());
    if (written % kAskEvery == 0 && job.keep_going && !job.keep_going()) return false;
    if (job.progress && (written % kProgressEvery == 0 || written == job.events)) job.progress(written);
  }
  if (auto info = writer.finish(); !info) return std::unexpected(info.error());
  return true;
}

Result<bool> write_tape(const SynthJob& job) {
  tape::TapeWriter::Settings settings;
  settings.out = job.out;
  settings.overwrite = true;  // half an artificial tape is of no use to anybody
  settings.symbol = symbol_from_name(job.out);
  settings.source = "artificial trades, " + std::string(market::to_string(job.settings.model)) + ", seed " +
                    std::to_string(job.settings.seed);
  settings.price_unit = scale_of(job.settings).unit().price();
  settings.price_width = scale_of(job.settings).width();
  settings.cadence = job.settings.step;
  auto writer = tape::TapeWriter::create(settings);
  if (!writer) return std::unexpected(writer.error());
  auto whole = fill_tape(job, **writer);
  writer->reset();
  if (!whole || !*whole) {
    std::error_code ignored;
    std::filesystem::remove(job.out.string() + ".partial", ignored);
  }
  return whole;
}

}  // namespace

Result<bool> write_synth(const SynthJob& job) {
  if (auto ok = check(job); !ok) return std::unexpected(ok.error());
  const auto ending = job.out.extension();
  return ending == ".csv" || ending == ".zst" ? write_text(job) : write_tape(job);
}

}  // namespace alpha_pulse::data_pipeline
