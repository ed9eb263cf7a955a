#include <fmt/format.h>

#include <cstdint>

#include "alpha_pulse/config/instrument_table.hpp"
#include "alpha_pulse/config/load_config.hpp"
#include "alpha_pulse/data_pipeline/data_info.hpp"
#include "alpha_pulse/session/backtest_run.hpp"
#include "targets.hpp"

/// Recorded data: described, streamed, and played through the whole program.
namespace alpha_pulse::fuzz {
namespace {

using data_pipeline::FileKind;

/// Every event in order of time; an error names the file.
void stream(const data_pipeline::ReplaySources& sources, const std::string& file) {
  auto provider = data_pipeline::ReplayDataProvider::open(sources);
  if (!provider) return expect_readable(provider.error());
  domain::Event event;
  base::Timestamp last;
  for (;;) {
    const auto more = (*provider)->next(event);
    if (!more) return expect_readable(more.error(), file);
    if (!*more) return;
    base::ensure(event.ts_event >= last, "events come in order of time");
    last = event.ts_event;
  }
}

const config::LoadedConfig& configuration(bool guarded) {
  const auto load = [](const char* profile) {
    config::ConfigInputs inputs;
    inputs.sets = {std::string("profile=") + profile};
    return *config::load_config(inputs);
  };
  static const config::LoadedConfig kClassic = load("classic");
  static const config::LoadedConfig kGuarded = load("guarded");
  return guarded ? kGuarded : kClassic;
}

}  // namespace

std::vector<std::string> recording_seeds() {
  return {
      "open_time_ms,open,high,low,close,volume\n1748736000000,100,101,99,100,1\n1748736060000,100,102,99,101.5,0\n",
      "time_ms,price,qty,is_buyer_maker\n1748736000000,95203.05,0.1,1\n1748736000001,95204,0.2,0\n",
      "time_ms,price,qty,is_buyer_maker,trade_id\n1748736000000,95203.05,0.1,true,7\n1748736000000,95204,2,False,8\n",
      "time_ms,symbol,rate\n1748736000000,BTCUSDT,0.0001\n1748764800000,ETHUSDT,-0.00012345\n",
      "time_ms,quantity\n1748736000000,1\n1748736000001,-0.5\n",
      "time_ms,symbol,quantity\n1748736000000,BTCUSDT,1\n",
      "1748736000000,100,101,99,100,1\r\n1748736060000,100,101,99,100,1\r\n",
      "\xef\xbb\xbftime_ms,quantity\n1748736000000,1",
      std::string("\x28\xb5\x2f\xfd\x20\x0b\x59\x00\x00", 9) + "time_ms,qua",
      "PK\x03\x04",
      "\x1f\x8b\x08"};
}

void run_recording(std::string_view bytes) {
  const std::string file = file_holding(bytes);
  const auto info = data_pipeline::data_info(file);
  if (!info) return expect_readable(info.error(), file);
  base::ensure(info->rows > 0 && info->from <= info->to, "a file that was read holds rows in order of time");
  data_pipeline::ReplaySources sources;
  if (info->kind == FileKind::CANDLES || info->kind == FileKind::TRADES) {
    sources.data = {file};
    if (info->kind == FileKind::CANDLES) sources.mark = {file};
    stream(sources, file);
  }
}

std::vector<std::string> backtest_seeds() {
  std::string candles = "1open_time_ms,open,high,low,close,volume\n";
  std::string trades = "2time_ms,price,qty,is_buyer_maker\n";
  for (int i = 0; i < 12; ++i) {
    const std::int64_t minute = 1'748'736'000'000 + 60'000 * std::int64_t{i};
    const int price = 95'000 + 700 * ((i * 5) % 7);
    candles += fmt::format("{0},{1},99500,94000,{1},3\n", minute, price);
    trades += fmt::format("{},{},0.5,{}\n", minute, price, i % 2);
  }
  return {candles, trades, "1time_ms,price,qty,is_buyer_maker\n1,90000000000,90000000000,1\n2,0.00000001,1,0\n",
          "2time_ms,price,qty,is_buyer_maker\n1,95000,1,1\n60001,900000,1,0\n120002,9000,1,1\n180003,95000,1,1\n"};
}

/// The first byte chooses the profile; the rest is the file. Long stretches without data are left out: they cost time.
void run_backtest(std::string_view bytes) {
  if (bytes.empty()) return;
  const std::string file = file_holding(bytes.substr(1));
  const auto info = data_pipeline::data_info(file);
  if (!info || info->to - info->from > base::Duration::days(60)) return;
  if (info->kind == FileKind::FUNDING || info->kind == FileKind::FLOWS) return;
  const config::LoadedConfig& loaded = configuration(bytes.front() % 2 == 0);
  static const auto kHedge = *config::InstrumentTable::bundled().find("BTCUSDT");
  session::BacktestRequest request;
  request.config = config::in_quote_currency(loaded.config, kHedge.settle());
  request.hedge = kHedge;
  request.effective_text = loaded.effective_text;
  request.sources.data = {file};
  const auto report = session::run_backtest(request);
  if (!report) expect_readable(report.error());
}

}  // namespace alpha_pulse::fuzz
