#include "alpha_pulse/exchanges/binance/market_scan.hpp"

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <array>

#include "alpha_pulse/exchanges/binance/market_decoder.hpp"
#include "alpha_pulse/exchanges/binance/test_frames.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

using namespace std::string_view_literals;

constexpr std::array kScanned = {
    frames::kAggTrade, frames::kBookTicker, frames::kMark,
    // without the fields that came late, and spot's trade with its own
    R"({"e":"aggTrade","E":1730000000123,"s":"ETHUSDT","a":0,"p":"2501","q":"0.75","f":91,"l":93,"T":1730000000120,"m":false,"M":true})"sv,
    R"({"e":"bookTicker","u":777001,"E":1730000000201,"T":1730000000200,"s":"ETHUSDT","b":"0.00000001","B":"0","a":"9999999999.99999999","A":"3.25"})"sv,
    R"({"e":"markPriceUpdate","E":1730000001000,"s":"ETHUSDT","p":"2501.4","i":"2500.99","r":"0.0001","T":1730016000000})"sv};

std::string combined(std::string_view frame) {
  return R"({"stream":"ethusdt@aggTrade","data":)" + std::string(frame) + "}";
}

TEST(MarketScan, ReadsTheVenuesOwnSpellingRawAndCombined) {
  for (const std::string_view frame : kScanned) {
    MarketMessage message = OtherMessage{};
    EXPECT_TRUE(scan_market_frame(frame, Product::FUTURES, message)) << frame;
    EXPECT_TRUE(scan_market_frame(combined(frame), Product::FUTURES, message)) << frame;
  }
}

TEST(MarketScan, LeavesAnyOtherSpellingToTheParser) {
  MarketMessage message = OtherMessage{};
  for (const std::string_view frame :
       {R"({"e":"markPriceUpdate","s":"ETHUSDT","E":1730000001000,"p":"1","i":"2","r":"0","T":1730016000000})"sv,
        R"({"e":"markPriceUpdate", "E":1730000001000,"s":"ETHUSDT","p":"1","i":"2","r":"0","T":1730016000000})"sv,
        R"({"e":"markPriceUpdate","E":1730000001000,"s":"\u0045","p":"1","i":"2","r":"0","T":1730016000000})"sv,
        R"({"e":"markPriceUpdate","E":1730000001000,"s":"E","p":"-1","i":"2","r":"0","T":1730016000000})"sv,
        R"({"e":"markPriceUpdate","E":01730000001000,"s":"E","p":"1","i":"2","r":"0","T":1730016000000})"sv,
        frames::kTrade, frames::kKline, frames::kDepth, frames::kSpotBookTicker, ""sv, "{"sv}) {
    EXPECT_FALSE(scan_market_frame(frame, Product::FUTURES, message)) << frame;
  }
  EXPECT_FALSE(scan_market_frame(frames::kBookTicker, Product::SPOT, message));
  EXPECT_FALSE(scan_market_frame(std::string(frames::kMark) + " ", Product::FUTURES, message));
}

/// Whether the parser makes the same of a frame that the scan has read.
void check_against_parser(const std::string& frame, Product product) {
  MarketMessage scanned = OtherMessage{};
  if (!scan_market_frame(frame, product, scanned)) return;
  MarketDecoder decoder(product);
  const auto parsed = decoder.decode_by_parser(frame);
  if (!parsed) RC_FAIL("the parser refuses " + frame + ": " + parsed.error().message);
  RC_ASSERT(((*parsed)->index() == scanned.index()));
  const bool same = std::visit(
      [&]<class T>(const T& value) {
        if constexpr (std::equality_comparable<T>) return value == std::get<T>(**parsed);
        return false;
      },
      scanned);
  if (!same) RC_FAIL("the parser reads another value in " + frame);
}

RC_GTEST_PROP(MarketScan, AgreesWithTheParserOnDamagedFrames, ()) {
  std::string frame(*rc::gen::elementOf(std::vector(kScanned.begin(), kScanned.end())));
  if (*rc::gen::arbitrary<bool>()) frame = combined(frame);
  const auto changes = *rc::gen::container<std::vector<std::tuple<std::uint16_t, std::uint8_t, char>>>(
      rc::gen::tuple(rc::gen::arbitrary<std::uint16_t>(), rc::gen::inRange<std::uint8_t>(0, 4),
                     rc::gen::elementOf(std::string("0123456789-.\"{}[],:eEnxaA_@ \\\n"))));
  std::size_t left = 3;  // more damage hides itself behind the first
  for (const auto& [place, kind, byte] : changes) {
    if (left-- == 0) break;
    const std::size_t at = place % frame.size();
    if (kind == 0) frame[at] = byte;
    if (kind == 1) frame.insert(at, 1, byte);
    if (kind == 2) frame.erase(at, 1);
    if (kind == 3) frame.insert(at, frame, at, 1 + static_cast<std::size_t>(byte) % 24);
    if (frame.empty()) return;
  }
  for (const Product product : {Product::SPOT, Product::FUTURES}) check_against_parser(frame, product);
}

std::string random_digits(int most) {
  return *rc::gen::container<std::string>(static_cast<std::size_t>(*rc::gen::inRange(0, most + 1)),
                                          rc::gen::elementOf(std::string("0123456789")));
}
std::string random_decimal() {
  const std::string sign = *rc::gen::elementOf(std::vector<std::string>{"", "", "", "-"});
  const std::string point = *rc::gen::elementOf(std::vector<std::string>{"", ".", ".", "."});
  return sign + random_digits(12) + point + random_digits(10);
}

RC_GTEST_PROP(MarketScan, AgreesWithTheParserOnAllNumbers, ()) {
  const std::string time = *rc::gen::elementOf(std::vector<std::string>{"1730000000123", random_digits(20)});
  const std::string id = *rc::gen::elementOf(std::vector<std::string>{"7", random_digits(20)});
  const std::string trade = R"({"e":"aggTrade","E":)" + time + R"(,"s":"ETHUSDT","a":)" + id + R"(,"p":")" +
                            random_decimal() + R"(","q":")" + random_decimal() + R"(","f":)" + id + R"(,"l":)" + id +
                            R"(,"T":)" + time + R"(,"m":true})";
  const std::string quote = R"({"e":"bookTicker","u":)" + id + R"(,"E":)" + time + R"(,"T":)" + time +
                            R"(,"s":"ETHUSDT","b":")" + random_decimal() + R"(","B":"1","a":")" + random_decimal() +
                            R"(","A":"2","st":)" + id + "}";
  const std::string mark = R"({"e":"markPriceUpdate","E":)" + time + R"(,"s":"ETHUSDT","p":")" + random_decimal() +
                           R"(","i":"5","r":")" + random_decimal() + R"(","T":)" + time + "}";
  for (const std::string& frame : {trade, quote, mark}) check_against_parser(frame, Product::FUTURES);
}

}  // namespace
}  // namespace alpha_pulse::exchanges::binance
