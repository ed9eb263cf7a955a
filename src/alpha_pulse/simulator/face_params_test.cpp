#include "alpha_pulse/simulator/face_params.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace alpha_pulse::simulator {
namespace {

TEST(Params, ComeFromQueryAndBodyAndTheQueryWins) {
  const auto params = Params::parse("symbol=BTCUSDT&a=1", "a=2&side=BUY&&unknown=x");
  ASSERT_TRUE(params);
  EXPECT_EQ(params->find("symbol"), "BTCUSDT");
  EXPECT_EQ(params->find("a"), "1");
  EXPECT_EQ(params->find("side"), "BUY");
  EXPECT_FALSE(params->has("other"));
}

TEST(Params, AreDecodedAndRefusedWhenTheyCannotBe) {
  EXPECT_EQ(*percent_decode("%5B%7b%22a%22+c"), "[{\"a\" c");
  for (const char* bad : {"%", "%4", "%zz", "x%g1"}) EXPECT_EQ(percent_decode(bad).error().code, -1100) << bad;
  EXPECT_EQ(Params::parse("a=%", "").error().code, -1100);
}

TEST(Params, RefuseTooMany) {
  std::string query;
  for (std::size_t i = 0; i <= Params::kMost; ++i) query += "a=1&";
  EXPECT_EQ(Params::parse(query, "").error().code, -1101);
}

TEST(Params, TellMissingFromMalformed) {
  const auto params = *Params::parse("empty=&n=12x&d=1e-8&long=0.123456789&ok=0.10&flag=TRUE&no=maybe", "");
  EXPECT_EQ(params.text("empty").error().code, -1102);
  EXPECT_EQ(params.integer("absent").error().code, -1102);
  EXPECT_EQ(params.integer("n").error().code, -1100);
  EXPECT_EQ(params.decimal("d").error().code, -1100);
  EXPECT_EQ(params.decimal("long").error().code, -1111);
  EXPECT_EQ(params.decimal("ok"), 10'000'000);
  EXPECT_TRUE(*params.flag("flag"));
  EXPECT_EQ(params.flag("no").error().code, -1100);
}

TEST(Params, OfABatchMayBeNumbersAndBooleans) {
  const auto object = boost::json::parse(R"({"quantity":0.001,"price":9000,"reduceOnly":true,"x":null})").as_object();
  const auto params = *Params::from_json(object);
  EXPECT_EQ(params.find("quantity"), "0.001");
  EXPECT_EQ(params.find("price"), "9000");
  EXPECT_TRUE(*params.flag("reduceOnly"));
  EXPECT_FALSE(params.has("x"));
}

TEST(Params, ListsHaveTextsAndNumbersUpToALimit) {
  const auto params = *Params::parse("ids=[1,\"2\"]&many=[1,2,3]&not={}", "");
  EXPECT_EQ(*params.list("ids", 2, -4082), (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(params.list("many", 2, -4082).error().code, -4082);
  EXPECT_EQ(params.list("not", 2, -4082).error().code, -1130);
}

}  // namespace
}  // namespace alpha_pulse::simulator
