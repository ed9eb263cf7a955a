#pragma once

#include <gtest/gtest.h>

#include "alpha_pulse/tape/tape.hpp"
#include "alpha_pulse/tape/tape_writer.hpp"

namespace alpha_pulse::tests {

/// The price events of `path` as a tape of hundredths in `file`.
inline std::shared_ptr<const tape::Tape> tape_of(const std::vector<domain::Event>& path,
                                                 const std::filesystem::path& file, domain::Duration cadence = {}) {
  using namespace domain;
  const Price unit = *Price::parse("0.01");
  tape::TapeWriter::Settings settings;
  settings.out = file;
  settings.overwrite = true;
  settings.symbol = "BTCUSDT";
  settings.price_unit = unit;
  settings.cadence = cadence;
  auto writer = tape::TapeWriter::create(settings);
  EXPECT_TRUE(writer) << (writer ? "" : writer.error().message);
  const auto units = [&](Price price) { return *tape::units_of(price, unit); };
  for (const Event& event : path) {
    tape::Entry entry{.at = event.ts_event};
    if (const auto* trade = event.as<TradeTick>()) {
      entry.low = entry.high = units(trade->price);
      entry.quantity = trade->quantity;
      entry.kind = trade->aggressor == Side::BUY ? tape::Kind::BUY : tape::Kind::SELL;
    } else if (const auto* quote = event.as<QuoteTick>()) {
      entry = {.at = event.ts_event,
               .low = units(quote->bid),
               .high = units(quote->ask),
               .kind = tape::Kind::QUOTE,
               .quantity = quote->bid_quantity,
               .high_quantity = quote->ask_quantity};
    } else if (const auto* mark = event.as<MarkPrice>()) {
      entry.low = entry.high = units(mark->price);
      entry.kind = tape::Kind::MARK;
    } else {
      continue;
    }
    const auto added = (*writer)->add(entry);
    EXPECT_TRUE(added) << (added ? "" : added.error().message);
  }
  const auto info = (*writer)->finish();
  EXPECT_TRUE(info) << (info ? "" : info.error().message);
  auto tape = tape::Tape::open(file);
  EXPECT_TRUE(tape) << (tape ? "" : tape.error().message);
  return *tape;
}

}  // namespace alpha_pulse::tests
