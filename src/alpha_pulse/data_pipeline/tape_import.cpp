#include "alpha_pulse/data_pipeline/tape_import.hpp"

#include <algorithm>
#include <fstream>
#include <utility>

#include "alpha_pulse/base/sha256.hpp"
#include "alpha_pulse/data_pipeline/candle_reader.hpp"
#include "alpha_pulse/data_pipeline/growing_hash.hpp"
#include "alpha_pulse/data_pipeline/import_files.hpp"
#include "alpha_pulse/data_pipeline/read_ahead.hpp"
#include "alpha_pulse/tape/tape_writer.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

using tape::TapeWriter;

constexpr std::size_t kSourceLongest = 3'800;
constexpr std::uint64_t kEnd = 64 * 1024;

/// A file's name, size and eight digits of a hash of its two ends: what tells a resumed import that it is the same one.
Result<std::string> described(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  const auto size = static_cast<std::uint64_t>(std::max<std::streamoff>(0, in.tellg()));
  Sha256 hash;
  std::string part;
  for (const std::uint64_t from : {std::uint64_t{0}, size - std::min(size, kEnd)}) {
    part.resize(std::min(size, kEnd));
    in.seekg(static_cast<std::streamoff>(from));
    in.read(part.data(), static_cast<std::streamsize>(part.size()));
    hash.update(std::as_bytes(std::span(part)));
  }
  if (!in) return fail(ErrorCode::kIo, path.string() + ": cannot be read to its end");
  return path.filename().string() + " (" + std::to_string(size) + " bytes, " + hash.hex().substr(0, 8) + ")";
}

/// All of them; of very many, a hash of what does not fit.
Result<std::string> described(const Files& files) {
  std::string text;
  for (const auto& path : files) {
    const auto one = described(path);
    if (!one) return one;
    text.append(text.empty() ? "" : ", ").append(*one);
  }
  if (text.size() <= kSourceLongest) return text;
  Sha256 hash;
  hash.update(std::as_bytes(std::span(text)));
  return std::to_string(files.size()) + " files, " + files.front().filename().string() + " to " +
         files.back().filename().string() + " (" + hash.hex() + ")";
}

Result<TapeWriter::Settings> settings_of(const ImportJob& job, const ImportFiles& sorted) {
  TapeWriter::Settings settings;
  settings.out = job.out;
  settings.overwrite = job.begin == ImportJob::Begin::OVERWRITE;
  settings.symbol = !job.symbol.empty() ? job.symbol : symbol_from_name(sorted.main().front());
  auto source = described(sorted.all());
  if (!source) return std::unexpected(source.error());
  settings.source = std::move(*source);
  for (const Files* series : {&sorted.mark, &sorted.prices}) {
    if (series->empty()) continue;
    const auto opened = open_prices(*series, {.leg = kHedgeLeg, .roles = {}}, job.candle_path);
    if (!opened) return std::unexpected(opened.error());
    if (series->front() != sorted.main().front()) continue;
    settings.candle_step = (*opened)->candle_step();
    settings.cadence = (*opened)->cadence();
  }
  if (settings.candle_step > Duration{}) settings.candle_path = to_string(job.candle_path);
  return settings;
}

Result<EntryMerge> open_all(const ImportFiles& sorted, CandlePath path, PriceScale scale) {
  EntryMerge merge;
  const auto add = [&](const Files& files, EntryRole role, bool is_main) -> Result<void> {
    if (files.empty()) return {};
    auto source = open_entries(files, role, path, scale);
    if (!source) return std::unexpected(source.error());
    merge.add(std::move(*source), is_main);
    return {};
  };
  const bool only_marks = sorted.prices.empty() && sorted.quotes.empty();
  if (auto ok = add(sorted.mark, EntryRole::MARKS, only_marks); !ok) return std::unexpected(ok.error());
  if (auto ok = add(sorted.prices, EntryRole::PRICES, true); !ok) return std::unexpected(ok.error());
  if (auto ok = add(sorted.quotes, EntryRole::QUOTES, sorted.prices.empty()); !ok) return std::unexpected(ok.error());
  return merge;
}

void set_scale(TapeWriter::Settings& settings, PriceScale scale) {
  settings.price_unit = scale.unit().price();
  settings.price_width = scale.width();
}

/// What was interrupted may have gone over to a wider scale than the first rows tell.
Result<std::unique_ptr<TapeWriter>> resume(TapeWriter::Settings& settings, PriceScale& scale) {
  const PriceScale first = scale;
  auto writer = TapeWriter::resume(settings);
  for (int places = first.unit().places(); places <= PriceUnit::kPlaces; ++places) {
    for (const auto width : {tape::PriceWidth::NARROW, tape::PriceWidth::WIDE}) {
      if (writer || writer.error().code != ErrorCode::kBadData) return writer;
      if (width < first.width()) continue;
      scale = PriceScale(PriceUnit(places), width);
      set_scale(settings, scale);
      if (auto wider = TapeWriter::resume(settings)) writer = std::move(wider);
    }
  }
  return writer;
}

/// One import, from its sorted files on.
class Import {
 public:
  Import(const ImportJob& job, ImportFiles sorted, TapeWriter::Settings settings)
      : job_(job), sorted_(std::move(sorted)), settings_(std::move(settings)) {
    settings_.grown = [this](std::uint64_t size) {
      if (hash_) hash_->grown(size);
    };
  }

  Result<Imported> run() {
    auto scale = look_for_scale(sorted_.all());
    if (!scale) return std::unexpected(scale.error());
    set_scale(settings_, *scale);
    auto writer = job_.begin == ImportJob::Begin::RESUME ? resume(settings_, *scale) : TapeWriter::create(settings_);
    while (true) {
      if (!writer) return std::unexpected(writer.error());
      std::optional<PriceScale> wider;
      auto imported = fill(**writer, *scale, wider);
      if (imported || !wider) return imported;
      scale = *wider;
      anew_ = true;
      set_scale(settings_, *scale);
      settings_.overwrite = true;
      writer->reset();
      writer = TapeWriter::create(settings_);
    }
  }

 private:
  /// Everything after what the writer holds already. `wider`: after an error, the scale that would have passed.
  Result<Imported> fill(TapeWriter& writer, PriceScale scale, std::optional<PriceScale>& wider) {
    auto merge = open_all(sorted_, job_.candle_path, scale);
    if (!merge) return std::unexpected(merge.error());
    hash_.emplace(writer.partial());
    ReadAhead ahead(std::move(*merge));
    std::uint64_t behind = writer.events();
    std::uint64_t events = 0;
    while (true) {
      const auto more = ahead.more();
      if (!more) {
        wider = ahead.wider();
        return std::unexpected(more.error());
      }
      tape::PageBuffer& page = **more;
      if (page.count == 0) break;
      if (events == 0) first_ = Timestamp::from_ns(page.time[0]);
      last_ = Timestamp::from_ns(page.time[page.count - 1]);
      events += page.count;
      const auto known = static_cast<unsigned>(std::min<std::uint64_t>(behind, page.count));
      behind -= known;
      if (auto ok = writer.add(page, known); !ok) return std::unexpected(ok.error());
      if (job_.progress) job_.progress({.done = ahead.done(), .events = events, .anew = anew_});
      if (job_.keep_going && !job_.keep_going()) return Imported{};
    }
    if (behind > 0) {
      return fail(ErrorCode::kBadData,
                  writer.partial().string() + " holds more than its files; --overwrite begins anew");
    }
    if (auto ok = add_funding(writer); !ok) return std::unexpected(ok.error());
    return finish(writer);
  }

  /// What lies there is looked at while it is waited for to be on the disk.
  Result<Imported> finish(TapeWriter& writer) {
    Imported imported{.whole = true, .info = {}};
    const auto look = [&]() -> Result<void> {
      auto info = tape_data_info(writer.partial());
      if (!info) return std::unexpected(info.error());
      auto sha256 = hash_->finish();
      if (!sha256) return std::unexpected(sha256.error());
      imported.info = std::move(*info);
      imported.info.sha256 = std::move(*sha256);
      return {};
    };
    if (const auto ended = writer.finish(look); !ended) return std::unexpected(ended.error());
    return imported;
  }

  Result<void> add_funding(TapeWriter& writer) const {
    if (sorted_.funding.empty()) return {};
    auto funding = open_funding(sorted_.funding, settings_.symbol);
    if (!funding) return std::unexpected(funding.error());
    while (true) {
      const auto more = (*funding)->advance();
      if (!more) return std::unexpected(more.error());
      if (!*more) return {};
      const Event& due = (*funding)->head();
      if (due.ts_event < first_ || due.ts_event > last_) continue;
      if (auto ok = writer.add_funding({.at = due.ts_event, .rate = due.as<FundingRateDue>()->rate}); !ok) return ok;
    }
  }

  const ImportJob& job_;
  ImportFiles sorted_;
  TapeWriter::Settings settings_;
  std::optional<GrowingHash> hash_;
  Timestamp first_, last_;
  bool anew_ = false;
};

}  // namespace

Result<Imported> import_tape(const ImportJob& job) {
  auto sorted = sort_out(job);
  if (!sorted) return std::unexpected(sorted.error());
  auto settings = settings_of(job, *sorted);
  if (!settings) return std::unexpected(settings.error());
  if (!sorted->funding.empty()) {  // found now, not after hours
    if (const auto funding = open_funding(sorted->funding, settings->symbol); !funding) {
      return std::unexpected(funding.error());
    }
  }
  return Import(job, std::move(*sorted), std::move(*settings)).run();
}

}  // namespace alpha_pulse::data_pipeline
