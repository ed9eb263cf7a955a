// Recorded data from text: rows of an exchange's minute candles (12 columns), out of the page cache, against a copy of
// the same bytes in memory: one core; and on to a tape: two.
#include <fmt/format.h>

#include <cstring>
#include <filesystem>
#include <fstream>

#include <benchmark/benchmark.h>
#include <unistd.h>

#include "alpha_pulse/data_pipeline/candle_reader.hpp"
#include "alpha_pulse/data_pipeline/tape_import.hpp"
#include "alpha_pulse/market/synth.hpp"

namespace alpha_pulse::bench {
namespace {

using data_pipeline::Candle;
using data_pipeline::RowReader;

constexpr int kRows = 500'000;

/// Minute candles as the exchange's spot dump has them, in the folder of temporary files; gone at the end.
class DumpFile {
 public:
  DumpFile() : path_(std::filesystem::temp_directory_path() / ("import_bench_" + std::to_string(::getpid()) + ".csv")) {
    std::uint64_t chance = 42;
    const auto next = [&](std::uint64_t bound) {
      chance = chance * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
      return (chance >> 33U) % bound;
    };
    const auto cents = [](std::uint64_t value) {
      std::string digits = std::to_string(value % 100);
      return std::to_string(value / 100) + (digits.size() == 1 ? ".0" : ".") + digits + "000000";
    };
    std::uint64_t price = 9'520'305;
    for (std::int64_t i = 0; i < kRows; ++i) {
      const std::int64_t ms = 1'700'000'040'000 + i * 60'000;
      const std::uint64_t open = price;
      price += next(2'001) - 1'000;
      text_ += std::to_string(ms) + "," + cents(open) + "," + cents(std::max(open, price) + next(900)) + "," +
               cents(std::min(open, price) - next(900)) + "," + cents(price) + "," + cents(next(5'000)) + "," +
               std::to_string(ms + 59'999) + "," + cents(next(300'000'000)) + "," + std::to_string(next(5'000)) + "," +
               cents(next(3'000)) + "," + cents(next(100'000'000)) + ",0\n";
    }
    std::ofstream(path_, std::ios::binary) << text_;
  }
  DumpFile(const DumpFile&) = delete;
  DumpFile& operator=(const DumpFile&) = delete;
  ~DumpFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }

  static const DumpFile& get() {
    static const DumpFile kFile;
    return kFile;
  }
  const std::filesystem::path& path() const { return path_; }
  const std::string& text() const { return text_; }

 private:
  std::filesystem::path path_;
  std::string text_;
};

/// Rows a second, and what they may take: 1.2 GB of text a second, better 2.4.
void count(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * kRows);
  const double bytes = static_cast<double>(DumpFile::get().text().size()) / kRows;
  state.SetLabel(fmt::format("a row of {:.0f} bytes: {:.0f} ns, goal {:.0f} ns", bytes, bytes / 1.2, bytes / 2.4));
}

void copy_in_memory(benchmark::State& state) {
  const std::string& text = DumpFile::get().text();
  std::vector<char> target(text.size(), 'x');
  for (auto _ : state) {
    std::memcpy(target.data(), text.data(), text.size());
    benchmark::ClobberMemory();
  }
  count(state);
}
BENCHMARK(copy_in_memory)->Name("reference: a copy of the same text in memory");

void candle_rows(benchmark::State& state) {
  const auto& path = DumpFile::get().path();
  for (auto _ : state) {
    auto reader = RowReader<Candle>::open(path);
    std::int64_t sum = 0;
    while (reader->advance().value()) sum += reader->row().close.raw();
    benchmark::DoNotOptimize(sum);
    if (reader->rows() != kRows) state.SkipWithError("rows are missing");
  }
  count(state);
}
BENCHMARK(candle_rows)->Name("12-column candles of a dump, file to checked rows");

/// As `gridhedge data import` does it: rows read, the tape written, sealed and on the disk, and then all of what lies
/// there looked at and hashed. Wall clock: rows are read by a thread of their own.
void whole_import(benchmark::State& state) {
  const auto& path = DumpFile::get().path();
  const std::filesystem::path out = path.string() + ".tape";
  for (auto _ : state) {
    const auto imported = data_pipeline::import_tape(
        {.files = {path}, .symbol = "BTCUSDT", .out = out, .begin = data_pipeline::ImportJob::Begin::OVERWRITE});
    if (!imported || imported->info.rows != kRows) state.SkipWithError("rows are missing");
  }
  std::filesystem::remove(out);
  count(state);
}
BENCHMARK(whole_import)->Name("the same to a sealed tape, looked at again; wall clock")->UseRealTime();

void artificial_trades(benchmark::State& state) {
  market::SynthStream stream({});
  for (auto _ : state) benchmark::DoNotOptimize(stream.next());
  state.SetItemsProcessed(state.iterations());
  state.SetLabel("200 M trades in 25 s: 125 ns with their tape");
}
BENCHMARK(artificial_trades)->Name("artificial trades (gbm)");

}  // namespace
}  // namespace alpha_pulse::bench
