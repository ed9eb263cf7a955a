#include "alpha_pulse/domain/enums.hpp"

#include <gtest/gtest.h>

#include <set>

namespace alpha_pulse::domain {
namespace {

/// Every value from 0 to `last` has a name and no two share one.
template <class Enum>
void names_are_distinct(Enum last) {
  std::set<std::string_view> names;
  for (int value = 0; value <= static_cast<int>(last); ++value) names.insert(to_string(static_cast<Enum>(value)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(last) + 1);
  EXPECT_FALSE(names.contains(""));
}

TEST(Enums, EveryWordIsItsOwn) {
  names_are_distinct(Side::SELL);
  names_are_distinct(OrderType::TAKE_PROFIT_MARKET);
  names_are_distinct(TimeInForce::GTX);
  names_are_distinct(PriceKind::MARK);
  names_are_distinct(Liquidity::TAKER);
  names_are_distinct(ContractKind::INVERSE);
  names_are_distinct(GridDirection::BOTH);
  names_are_distinct(ProgramState::SAFE);
  names_are_distinct(Reason::VENUE_REFUSED);
}

TEST(Enums, AreSpelledAsTheFieldSpellsThem) {
  EXPECT_EQ(to_string(Side::BUY), "BUY");
  EXPECT_EQ(to_string(OrderType::STOP_MARKET), "STOP_MARKET");
  EXPECT_EQ(to_string(TimeInForce::GTX), "GTX");
  EXPECT_EQ(to_string(GridDirection::SHORT), "SHORT");
  EXPECT_EQ(to_string(ProgramState::STOPPED), "STOPPED");
  EXPECT_EQ(to_string(Reason::STOP_LOSS), "stop_loss");
}

}  // namespace
}  // namespace alpha_pulse::domain
