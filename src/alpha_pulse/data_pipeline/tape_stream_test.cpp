#include "alpha_pulse/data_pipeline/tape_stream.hpp"

#include <gtest/gtest.h>

#include <random>

#include "alpha_pulse/data_pipeline/test_files.hpp"
#include "alpha_pulse/tape/tape_writer.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

using testing::TempFolder;

/// Trades of a test, as text and as a tape.
struct Both {
  std::filesystem::path text, tape;
};

/// Random trades from `start` on: several at one time, and silences of more than a bar.
Both random_trades(const TempFolder& folder, const std::string& name, std::int64_t start, std::mt19937_64& random) {
  const Both both{.text = folder.path() / (name + ".csv"), .tape = folder.path() / (name + ".tape")};
  const Price unit = *Price::parse("0.01");
  std::string text = "time_ms,price,qty,is_buyer_maker\n";
  std::vector<tape::Entry> entries;
  std::int64_t time = start, cents = 2'000'000;
  for (int i = 0; i < 900; ++i) {
    time += random() % 4 == 0 ? 0 : static_cast<std::int64_t>(random() % 9'000);
    if (random() % 150 == 0) time += static_cast<std::int64_t>(random() % 1'500'000);
    cents += static_cast<std::int64_t>(random() % 2'001) - 1'000;
    const Quantity quantity = Quantity::from_raw(static_cast<std::int64_t>(1 + random() % 900) * 100'000);
    const bool sold = random() % 2 == 0;
    text += std::to_string(time) + "," + Price::from_raw(cents * unit.raw()).to_string() + "," + quantity.to_string() +
            (sold ? ",1\n" : ",0\n");
    entries.push_back({.at = Timestamp::from_ms(time),
                       .low = cents,
                       .high = cents,
                       .kind = sold ? tape::Kind::SELL : tape::Kind::BUY,
                       .quantity = quantity,
                       .high_quantity = {}});
  }
  std::ofstream(both.text) << text;
  tape::TapeWriter::Settings settings;
  settings.out = both.tape;
  settings.overwrite = true;
  settings.price_unit = unit;
  auto writer = tape::TapeWriter::create(settings);
  for (const auto& entry : entries) EXPECT_TRUE((*writer)->add(entry));
  EXPECT_TRUE((*writer)->finish());
  return both;
}

std::string text_of(const Event& event) {
  std::string text = std::to_string(event.ts_event.ns()) + " leg " + std::to_string(event.instrument.value) + " " +
                     std::string(event_name(event));
  if (const auto* trade = event.as<TradeTick>()) {
    text += " " + trade->price.to_string() + " x " + trade->quantity.to_string() + " side " +
            std::to_string(static_cast<int>(trade->aggressor)) + (trade->roles.spot ? " spot" : "") +
            (trade->roles.mark ? " mark" : "") + (trade->roles.quote ? " quote" : "");
  } else if (const auto* mark = event.as<MarkPrice>()) {
    text += " " + mark->price.to_string();
  } else if (const auto* bar = event.as<BarClosed>()) {
    for (const Price p : {bar->open, bar->high, bar->low, bar->close}) text += " " + p.to_string();
    text += " " + bar->volume.to_string() + " of " + std::to_string(bar->step.ns());
  }
  return text;
}

std::vector<std::string> told_by_text(const ReplaySources& sources) {
  auto provider = ReplayDataProvider::open(sources);
  EXPECT_TRUE(provider) << (provider ? "" : provider.error().message);
  std::vector<std::string> told;
  Event event;
  while (*(*provider)->next(event)) told.push_back(text_of(event));
  return told;
}

std::vector<std::string> told_by_tape(const ReplaySources& sources) {
  const auto replay = open_tapes(sources);
  EXPECT_TRUE(replay) << (replay ? "" : replay.error().message);
  TapeStream stream(**replay, Ratio{});
  std::vector<std::string> told;
  Event event;
  while (stream.next(event)) told.push_back(text_of(event));
  return told;
}

TEST(TapeStream, GivesTheEventsThatTheSameRecordingGivesAsText) {
  constexpr std::int64_t kStart = 1'735'689'600'000;
  const TempFolder folder;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    std::mt19937_64 random(seed);
    const Both spot = random_trades(folder, "spot", kStart + static_cast<std::int64_t>(random() % 900'000), random);
    const Both perp = random_trades(folder, "perp", kStart + static_cast<std::int64_t>(random() % 900'000), random);
    const Both mark = random_trades(folder, "mark", kStart, random);
    std::string funding = "time_ms,symbol,rate\n", flows = "time_ms,quantity\n";
    for (int i = 1; i < 40; ++i) {
      funding += std::to_string(kStart + i * 200'000) + ",BTCUSDT,0.0001\n";
      flows += std::to_string(kStart + i * 150'000) + ",-0.01\n";
    }
    ReplaySources text, tape;
    const bool alone = seed % 3 == 0;
    if (alone) {
      text.data = {perp.text};
      tape.data = {perp.tape};
    } else {
      text.spot = {spot.text}, text.perp = {perp.text};
      tape.spot = {spot.tape}, tape.perp = {perp.tape};
    }
    if (seed % 2 == 0) text.mark = {mark.text}, tape.mark = {mark.tape};
    if (seed % 4 != 0) text.funding = tape.funding = {folder.write("funding.csv", funding)};
    if (seed % 5 != 0) text.flows = tape.flows = {folder.write("flows.csv", flows)};
    if (seed % 7 == 0) text.from = tape.from = Timestamp::from_ms(kStart + 1'234'567);
    if (seed % 11 == 0) text.to = tape.to = Timestamp::from_ms(kStart + 2'345'678);
    ASSERT_EQ(told_by_tape(tape), told_by_text(text)) << "seed " << seed;
  }
}

}  // namespace
}  // namespace alpha_pulse::data_pipeline
