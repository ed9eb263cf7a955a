#include "alpha_pulse/app/explain_text.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <sstream>

#include "alpha_pulse/app/explain_json.hpp"
#include "alpha_pulse/app/instrument_text.hpp"
#include "alpha_pulse/session/test_cases.hpp"

namespace alpha_pulse::app {
namespace {

using namespace session::test;
using session::CaseFile;
using session::OrderStory;

const Sets kClassic{"spot.equity=100000"};

/// Two rungs of five have filled.
CaseFile two_fills(const Sets& sets = kClassic) {
  RecordedRun run(sets);
  run.stay("100").go("101.02").stay("101.02").go("102.02").stay("102.02");
  return run.explained();
}

CaseFile stopped() {
  RecordedRun run({"spot.equity=100000", "risk.rearm=timed", "risk.rearm_after=12h"});
  run.stay("100").go("101.02").stay("101.02").go("105.2").stay("105.2");
  return run.explained();
}

/// The lines joined, so that a sentence can be looked for wherever it is broken.
template <class Print>
std::string said(Print print) {
  std::ostringstream out;
  print(out);
  std::string text;
  for (const char c : out.str()) {
    const bool blank = c == ' ' || c == '\n';
    if (!blank || (!text.empty() && text.back() != ' ')) text += blank ? ' ' : c;
  }
  return text;
}
std::string order_said(const CaseFile& file, const OrderStory& story) {
  return said([&](std::ostream& out) { print_order(out, file, story); });
}
void expect_said(const std::string& text, const std::string& part) {
  EXPECT_NE(text.find(part), std::string::npos) << text << "\nwanted: " << part;
}

TEST(ExplainText, TellsARungFromItsGridToItsFill) {
  const CaseFile file = two_fills();
  const std::string text = order_said(file, orders_of(file, SlotKind::GRID_OPEN)[1]);
  expect_said(text, "Order 3: rung 2 of 5, sell 0.200 BTC at 102.00 ");
  expect_said(text,
              "Sent 2024-01-01 00:00:10.000: the grid was laid out at 100.00 with a spacing of 1.00 (sigma 2.00 % x "
              "0.5). ");
  expect_said(text,
              "What led to it: order 1 was confirmed. Known then: price 100.00, hedge 0.000 BTC, hedge ratio 0.00 of "
              "1.00 wanted, state ACTIVE. ");
  expect_said(text, "Filled 0.200 BTC at 102.00 2024-01-01 00:01:40.000 as maker, fee ");
  expect_said(text,
              "It raised the hedge ratio from 0.20 to 0.40, average entry 101.50, and moved the stop from 105.04 to "
              "105.56.");
}

TEST(ExplainText, TellsAStopThatTookAnothersPlace) {
  const CaseFile file = two_fills();
  const auto stops = orders_of(file, SlotKind::STOP_LOSS);
  expect_said(order_said(file, stops[1]),
              "the entry moved, so it takes the place of order 1 at 105.04: 4.00 % above the average entry of 101.50, "
              "rounded to the tick towards it. ");
  expect_said(order_said(file, stops[1]), "It rests at the venue.");
  expect_said(order_said(file, stops[0]),
              ": order " + std::to_string(stops[1].id.value) + " stood confirmed in its place. ");
}

TEST(ExplainText, TellsWhyTheRatioIsWhatItIs) {
  const CaseFile file = two_fills();
  const std::string text = said([&](std::ostream& out) { print_unhedged(out, file); });
  expect_said(text, "Hedged 0.40 of 1.00 wanted ");
  expect_said(text, "- rungs for 0.600 BTC rest at prices not reached yet; the nearest at 103.00 (+0.96 %)");

  const CaseFile ended = stopped();
  expect_said(said([&](std::ostream& out) { print_unhedged(out, ended); }),
              "- STOPPED: stop_loss was hit at 105.20 2024-01-01 00:01:40.000. Nothing is placed until 2024-01-01 "
              "12:01:40.000 (risk.rearm timed)");
}

TEST(ExplainText, TellsWhereTheStopStandsAndWhyThereIsNone) {
  const CaseFile file = two_fills();
  const std::string text = said([&](std::ostream& out) { print_protection(out, file); });
  expect_said(text,
              "Stop loss at 105.56 (+3.47 % from the price): 4.00 % above the average entry of 101.50, rounded to the "
              "tick towards it; order ");
  expect_said(text,
              "Moved 1 time so far. When the mark touches it 0.400 BTC is closed at market, every order of the hedge "
              "is cancelled and nothing is placed until a person re-arms it.");
  expect_said(text, "Disaster stop: none: risk.disaster_stop is off");
  const CaseFile ended = stopped();
  const std::string none = said([&](std::ostream& out) { print_protection(out, ended); });
  expect_said(none, "Stop loss: none: the hedge stands still (stop_loss)");
  expect_said(none, "Last ended 2024-01-01 00:01:40.000 by stop_loss at 105.20.");
}

TEST(ExplainText, NamesWhatAPersonAskedAndWhatTheGateRefused) {
  RecordedRun run({"spot.equity=100000", "grid.num_levels=20", "grid.spacing_sigma=0.1", "risk.orders_per_minute=10"});
  run.stay("100", 3).ask(OperatorAction::PAUSE).stay("100");
  const CaseFile file = run.explained();
  std::string all;
  for (const OrderStory& story : file.orders) all += order_said(file, story);
  expect_said(all, "The risk gate refused it (order_rate: too many orders a minute); it never left.");
  expect_said(all, "in state PAUSED (operator) nothing that raises the hedge may rest");
  const std::string text = said([&](std::ostream& out) { print_unhedged(out, file); });
  expect_said(text, "- PAUSED by a person ");
  expect_said(text, "the risk gate refused ");
}

TEST(ExplainText, KeepsEveryLineWithinAHundredColumns) {
  for (const CaseFile& file : {two_fills(), stopped()}) {
    std::ostringstream out;
    for (const OrderStory& story : file.orders) print_order(out, file, story);
    print_unhedged(out, file);
    print_protection(out, file);
    std::istringstream lines(out.str());
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 110U) << line;
  }
}

TEST(InstrumentText, BreaksLinesAtBlanksButKeepsANumberWithItsUnit) {
  EXPECT_EQ(wrapped("a 6.00 %, b; 7 % c 8 %", 0), "a 6.00 %, b; 7 % c 8 %");
  const std::string words(94, 'x');
  EXPECT_EQ(wrapped(words + " 6.00 %; y", 2), words + "\n  6.00 %; y");
}

TEST(ExplainJson, GivesTheSameFactsAsOneObject) {
  namespace json = boost::json;
  const CaseFile file = two_fills();
  const json::value order = json::parse(order_json(file, orders_of(file, SlotKind::GRID_OPEN)[1]));
  EXPECT_EQ(order.at("identical").as_bool(), true);
  EXPECT_EQ(order.at("order").at("cause").as_string(), "rung");
  EXPECT_EQ(order.at("order").at("grid").at("reference_price").as_string(), "100.00");
  EXPECT_EQ(order.at("order").at("fills").as_array().at(0).at("stop_after").as_string(), "105.56");
  EXPECT_TRUE(order.at("order").at("cancel").is_null());
  const json::value steps = json::parse(steps_json(file, *session::last_steps(file, 2)));
  EXPECT_EQ(steps.at("steps").as_array().size(), 2U);
  EXPECT_EQ(steps.at("steps").as_array().at(0).at("action").as_string(), "cancel");
  const json::value unhedged = json::parse(unhedged_json(file));
  EXPECT_EQ(unhedged.at("hedge_ratio").to_number<double>(), 0.4);
  EXPECT_EQ(unhedged.at("gaps").as_array().at(0).at("why").as_string(), "rungs_ahead");
  EXPECT_EQ(unhedged.at("gaps").as_array().at(0).at("price").as_string(), "103.00");
  const json::value stop = json::parse(protection_json(file));
  EXPECT_EQ(stop.at("exits").as_array().at(0).at("trigger").as_string(), "105.56");
  EXPECT_EQ(stop.at("exits").as_array().at(2).at("none").as_string(), "switched_off");
}

}  // namespace
}  // namespace alpha_pulse::app
