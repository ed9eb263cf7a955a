#include "alpha_pulse/data_pipeline/default_funding.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::data_pipeline {
namespace {

/// 2025-02-01 00:00 UTC.
constexpr Timestamp kMidnight = Timestamp::from_ms(1'738'368'000'000);

Timestamp at(int hour, int minute = 0) {
  return kMidnight + Duration::minutes(60 * hour + minute);
}

/// The payments that come before each of these events, in hours and minutes since midnight.
std::vector<std::string> due_before(DefaultFunding funding, const std::vector<Timestamp>& events) {
  std::vector<std::string> due;
  for (const Timestamp next : events) {
    funding.before(next, [&](const Event& event) { due.push_back(format_timestamp(event.ts_event).substr(8, 8)); });
  }
  return due;
}

const DefaultFunding kFunding(Ratio::from_raw(10'000));
using Lines = std::vector<std::string>;

TEST(DefaultFunding, IsDueAtMidnightEightAndSixteen) {
  std::vector<Timestamp> minutes;
  for (int minute = 1; minute <= 24 * 60 + 5; ++minute) minutes.push_back(at(0, minute));
  EXPECT_EQ(due_before(kFunding, minutes), (Lines{"01 08:00", "01 16:00", "02 00:00"}));
}

TEST(DefaultFunding, ComesBeforeTheEventOfItsMoment) {
  EXPECT_EQ(due_before(kFunding, {at(7), at(8)}), (Lines{"01 08:00"}));
}

TEST(DefaultFunding, IsNotDueBeforeOrAtTheFirstEvent) {
  EXPECT_EQ(due_before(kFunding, {at(9), at(15)}), Lines{});
  EXPECT_EQ(due_before(kFunding, {at(8), at(15)}), Lines{});
}

TEST(DefaultFunding, CatchesUpAfterASilence) {
  EXPECT_EQ(due_before(kFunding, {at(1), at(26)}), (Lines{"01 08:00", "01 16:00", "02 00:00"}));
}

TEST(DefaultFunding, OfNoRateIsNeverDue) {
  EXPECT_EQ(due_before(DefaultFunding(Ratio{}), {at(1), at(26)}), Lines{});
}

TEST(DefaultFunding, CarriesTheRateForTheHedgeLeg) {
  DefaultFunding funding = kFunding;
  int seen = 0;
  const auto look = [&seen](const Event& event) {
    ++seen;
    EXPECT_EQ(event.instrument, kHedgeLeg);
    EXPECT_EQ(event.ts_receive, event.ts_event);
    EXPECT_EQ(event.as<FundingRateDue>()->rate, Ratio::from_raw(10'000));
  };
  funding.before(at(7), look);
  funding.before(at(9), look);
  EXPECT_EQ(seen, 1);
}

}  // namespace
}  // namespace alpha_pulse::data_pipeline
