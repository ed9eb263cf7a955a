#include "alpha_pulse/engine/journal_codec.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/base/sha256.hpp"
#include "alpha_pulse/engine/testing/toy_world.hpp"

namespace alpha_pulse::engine {
namespace {

using testing::event_at;

std::vector<std::byte> bytes_of(const JournalRecord& record, Lsn lsn = Lsn{7}) {
  std::vector<std::byte> out;
  encode(record, lsn, out);
  return out;
}

/// One record of every kind, with no two fields equal, so that a swap shows.
std::vector<JournalRecord> samples() {
  const Timestamp t = Timestamp::from_ms(1'700'000'000'123);
  const auto price = [](std::int64_t n) { return Price::from_raw(n * kOne + 1); };
  const auto quantity = [](std::int64_t n) { return Quantity::from_raw(n * 1000 + 3); };
  const Money money = Money::from_raw(-Money::kUnit * 123 + 456, Currency{"USDT"});
  OrderSpec spec;
  spec.instrument = kHedgeLeg;
  spec.slot = {.kind = SlotKind::DISASTER_STOP, .index = 513};
  spec.side = Side::BUY;
  spec.type = OrderType::STOP_MARKET;
  spec.time_in_force = TimeInForce::IOC;
  spec.reduce_only = true;
  spec.quantity = quantity(9);
  spec.price = price(1);
  spec.trigger = price(2);
  const std::vector<EventBody> bodies = {
      TradeTick{price(1), quantity(2), Side::SELL, {.spot = true, .mark = false, .quote = true}},
      QuoteTick{price(1), quantity(2), price(3), quantity(4)},
      MarkPrice{price(5)},
      BarClosed{price(1), price(2), price(3), price(4), quantity(5), Duration::minutes(1)},
      FundingRateDue{Ratio::from_raw(-77)},
      OrderAccepted{ClientOrderId{1}, VenueOrderId{2}},
      OrderRejected{ClientOrderId{1}, Reason::BAD_FILTER},
      OrderTriggered{ClientOrderId{3}},
      OrderFilled{{ClientOrderId{1}, TradeId{2}, Side::BUY, quantity(3), price(4), money, Liquidity::MAKER}},
      OrderCanceled{ClientOrderId{4}},
      OrderExpired{ClientOrderId{5}},
      OrderUnresolved{ClientOrderId{6}},
      CancelRejected{ClientOrderId{7}},
      PositionReported{-quantity(8)},
      FundingSettled{money},
      PositionLiquidated{TradeId{1}, Side::SELL, quantity(2), price(3), money},
      SpotBalanceChanged{quantity(1)},
      WalletTransferred{money},
      TimerElapsed{},
      OperatorRequested{OperatorAction::FLATTEN}};
  std::vector<JournalRecord> records;
  records.push_back({RunHeader{"0.1.0", "profile: classic\n", testing::toy_instruments(), t, 42, "recorded data", true,
                               Duration::seconds(30)}});
  for (const EventBody& body : bodies) {
    Event event = event_at(t, body);
    event.seq = 99;
    event.ts_receive = t + Duration::seconds(1);
    event.more_follow = true;
    records.push_back({event});
  }
  records.push_back({CommandRecord{t, PlaceOrder{ClientOrderId{11}, spec}}});
  records.push_back({CommandRecord{t, CancelOrder{ClientOrderId{12}, spec}}});
  records.push_back(
      {Checkpoint{t, 1, 2, std::string(64, 'a'), quantity(3), quantity(4), money, money, ProgramState::HALTED}});
  return records;
}

TEST(JournalCodec, CoversEveryKindOfEvent) {
  EXPECT_EQ(samples().size(), std::variant_size_v<EventBody> + 4);
}

TEST(JournalCodec, ReadsBackWhatItWrote) {
  for (const JournalRecord& record : samples()) {
    const auto bytes = bytes_of(record);
    const auto decoded = decode(bytes);
    ASSERT_TRUE(decoded.has_value()) << decoded.error().message;
    EXPECT_EQ(decoded->size, bytes.size());
    EXPECT_EQ(decoded->lsn, Lsn{7});
    EXPECT_EQ(decoded->record.body.index(), record.body.index());
    EXPECT_EQ(bytes_of(decoded->record), bytes);
  }
}

TEST(JournalCodec, RestoresTheMembersAndNotOnlyTheBytes) {
  const auto all = samples();
  const auto header = decode(bytes_of(all.front()));
  const auto* read = header->record.as<RunHeader>();
  ASSERT_NE(read, nullptr);
  EXPECT_EQ(read->configuration, "profile: classic\n");
  EXPECT_EQ(read->source, "recorded data");
  EXPECT_TRUE(read->one_series);
  EXPECT_EQ(read->stale_after, all.front().as<RunHeader>()->stale_after);
  EXPECT_EQ(read->instruments.at(1).brackets.at(0).maintenance, testing::toy_instruments()[1].brackets[0].maintenance);
  EXPECT_EQ(read->instruments.at(1).symbol, "BTCUSDT");
  const auto fill = decode(bytes_of(all[9]));
  const auto* event = fill->record.as<Event>();
  ASSERT_NE(event, nullptr);
  EXPECT_TRUE(event->more_follow);
  ASSERT_NE(event->as<OrderFilled>(), nullptr);
  EXPECT_EQ(event->as<OrderFilled>()->fill.fee, Money::from_raw(-Money::kUnit * 123 + 456, Currency{"USDT"}));
  const auto placed = decode(bytes_of(all[21]));
  const auto* command = placed->record.as<CommandRecord>();
  ASSERT_NE(command, nullptr);
  EXPECT_EQ(spec_of(command->command), spec_of(all[21].as<CommandRecord>()->command));
}

TEST(JournalCodec, RefusesEveryTruncation) {
  for (const JournalRecord& record : samples()) {
    const auto bytes = bytes_of(record);
    for (std::size_t size = 0; size < bytes.size(); ++size)
      EXPECT_FALSE(decode(std::span(bytes).first(size)).has_value());
  }
}

TEST(JournalCodec, RefusesEveryFlippedBit) {
  for (const JournalRecord& record : samples()) {
    auto bytes = bytes_of(record);
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
      bytes[bit / 8] ^= static_cast<std::byte>(1U << (bit % 8));
      EXPECT_FALSE(decode(bytes).has_value()) << "bit " << bit;
      bytes[bit / 8] ^= static_cast<std::byte>(1U << (bit % 8));
    }
  }
}

/// A frame with a right checksum and a wrong payload: a version of ours never wrote it.
std::vector<std::byte> reframed(std::uint8_t type, const std::vector<std::byte>& payload) {
  std::vector<std::byte> out(kFrameHead);
  out[0] = static_cast<std::byte>(payload.size());
  out[4] = static_cast<std::byte>(type);
  for (const std::byte byte : payload) out.push_back(byte);
  const std::uint32_t crc = crc32c(out);
  for (int i = 0; i < 4; ++i) out.push_back(static_cast<std::byte>((crc >> (8 * i)) & 0xffU));
  return out;
}

TEST(JournalCodec, NamesWhatIsWrongWithAPayload) {
  EXPECT_EQ(decode(reframed(9, {})).error().message, "journal record: unknown record type");
  EXPECT_EQ(decode(reframed(1, {})).error().message, "journal record: not a journal of this version");
  EXPECT_EQ(decode(reframed(2, {})).error().message, "journal record: the payload ends too early");
  std::vector<std::byte> timer(8 + 4 + 8 + 8 + 1 + 1);
  timer.back() = std::byte{18};
  EXPECT_TRUE(decode(reframed(2, timer)).has_value());
  timer.back() = std::byte{20};
  EXPECT_EQ(decode(reframed(2, timer)).error().message, "journal record: an alternative that does not exist");
  timer.back() = std::byte{19};
  timer.push_back(std::byte{5});
  EXPECT_EQ(decode(reframed(2, timer)).error().message, "journal record: an enumerator that does not exist");
  timer.back() = std::byte{4};
  EXPECT_TRUE(decode(reframed(2, timer)).has_value());
  timer.push_back(std::byte{0});
  EXPECT_EQ(decode(reframed(2, timer)).error().message, "journal record: bytes left over");
  timer[28] = std::byte{2};
  EXPECT_EQ(decode(reframed(2, timer)).error().message, "journal record: a flag is neither 0 nor 1");
}

TEST(JournalCodec, HasTheChecksumOfThePublishedVector) {
  const std::string text = "123456789";
  EXPECT_EQ(crc32c(std::as_bytes(std::span(text))), 0xe3069283U);
}

TEST(JournalCodec, NeverChangesItsBytes) {
  std::vector<std::byte> all;
  for (const JournalRecord& record : samples()) encode(record, Lsn{7}, all);
  Sha256 hash;
  hash.update(all);
  EXPECT_EQ(hash.hex(), "a90c544bc37d9718eea445dce5121bf23a7e203e1930775a967c2d367640a73a");
}

}  // namespace
}  // namespace alpha_pulse::engine
