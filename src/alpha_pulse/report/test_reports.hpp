#pragma once

#include <memory>
#include <string>

#include "alpha_pulse/report/sweep_report.hpp"

/// Small reports for the tests of this room.
namespace alpha_pulse::report {

inline Money usdt(std::int64_t whole) {
  return *Money::parse(std::to_string(whole), Currency("USDT"));
}

/// An hour of a holding of one coin, first worth 1000: `spot` and `hedge` earned so far, each.
inline backtest::HourPoint hour_point(Timestamp at, std::int64_t spot, std::int64_t hedge) {
  backtest::HourPoint point{.at = at,
                            .mark = *Price::parse(std::to_string(1'000 + spot)),
                            .spot = *Price::parse(std::to_string(1'000 + spot)),
                            .held = *Quantity::parse("-0.9"),
                            .holding = *Quantity::parse("1"),
                            .wallet = usdt(500),
                            .terms = engine::AccountTerms(Currency("USDT")),
                            .slippage = usdt(1)};
  point.terms.spot = usdt(spot);
  point.terms.reference = usdt(hedge);
  point.terms.fees = usdt(2);
  point.terms.funding = usdt(3);
  return point;
}

/// Two policies over `hours` hours from 2025-01-31 on: one that takes most of the holding's moves away, one that does
/// nothing.
struct SmallRun {
  backtest::RunHistory yours, unhedged;
  RunReport report;

  explicit SmallRun(int hours) {
    const Timestamp begin = Timestamp::from_ms(1'738'281'600'000);
    for (int k = 0; k < hours; ++k) {
      const std::int64_t earned = (k % 7) * 10 - (k % 3) * 15;
      const Timestamp at = begin + Duration::hours(k);
      yours.hours.push_back(hour_point(at, earned, -earned + k % 2));
      unhedged.hours.push_back(hour_point(at, earned, 0));
    }
    yours.fills.push_back({.at = begin + Duration::minutes(30),
                           .purpose = SlotKind::GRID_OPEN,
                           .side = Side::SELL,
                           .liquidity = Liquidity::MAKER,
                           .quantity = *Quantity::parse("0.9"),
                           .price = *Price::parse("1010.5"),
                           .fee = usdt(2)});
    yours.standing.push_back({.purpose = SlotKind::STOP_LOSS,
                              .side = Side::BUY,
                              .quantity = *Quantity::parse("0.9"),
                              .price = *Price::parse("1100")});
    report.title = "</title></script><b>BTC & co";
    report.coin = "BTC";
    report.currency = "USDT";
    report.facts = {{"Data", "</script><script>alert(1)</script>"}};
    report.figures = {{"Result", "+1", "A sentence."}};
    report.settings = "grid.levels: 5\n";
    Policy first, second;
    first.name = "yours";
    first.equity = "1500.00";
    first.history = &yours;
    second.name = "unhedged";
    second.equity = "1400.00";
    second.history = &unhedged;
    report.policies = {first, second};
  }
  SmallRun(const SmallRun&) = delete;
  SmallRun& operator=(const SmallRun&) = delete;
};

}  // namespace alpha_pulse::report
