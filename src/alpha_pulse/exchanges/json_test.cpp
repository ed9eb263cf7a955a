#include "alpha_pulse/exchanges/json.hpp"

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace alpha_pulse::exchanges {
namespace {

TEST(Json, KeepsNumbersAsTheTextTheyWere) {
  JsonDocument document;
  const auto root = document.read(R"({"a":0.0065,"b":9007199254740993,"c":-1e-8 ,"d":"x"})");
  ASSERT_TRUE(root) << root.error().message;
  EXPECT_EQ(root->member("a").text(), "0.0065");
  EXPECT_EQ(root->member("b").text(), "9007199254740993");
  EXPECT_EQ(root->member("c").text(), "-1e-8");
  EXPECT_EQ(root->member("c").kind(), JsonKind::NUMBER);
  EXPECT_EQ(root->member("d").kind(), JsonKind::STRING);
}

TEST(Json, WalksObjectsAndArraysInTheirOrder) {
  JsonDocument document;
  const auto root = document.read(R"({"list":[1,"two",null,true,{"x":[]}],"after":false})");
  ASSERT_TRUE(root);
  const JsonValue list = root->member("list");
  EXPECT_EQ(list.size(), 5U);
  EXPECT_EQ(list.first().text(), "1");
  EXPECT_EQ(list.first().next().text(), "two");
  EXPECT_EQ(list.first().next().next().kind(), JsonKind::NULL_VALUE);
  EXPECT_EQ(list.first().next().next().next().next().member("x").size(), 0U);
  EXPECT_EQ(root->member("after").text(), "false");
  EXPECT_FALSE(root->member("missing").exists());
  EXPECT_FALSE(root->member("after").member("deeper").exists());
}

TEST(Json, FindsAMemberFromAHintAndFromTheFirst) {
  JsonDocument document;
  const auto root = document.read(R"({"a":1,"b":2,"c":3})");
  ASSERT_TRUE(root);
  const JsonValue b = root->member("b");
  EXPECT_EQ(root->member_after(b, "c").text(), "3");
  EXPECT_EQ(root->member_after(b, "a").text(), "1");
}

TEST(Json, UndoesEscapes) {
  JsonDocument document;
  const auto root = document.read(R"({"\u0061":"q\"\\\n\u00e9"})");
  ASSERT_TRUE(root);
  EXPECT_EQ(root->member("a").text(), "q\"\\\n\xc3\xa9");
}

TEST(Json, RefusesWhatIsNotOneWholeText) {
  JsonDocument document;
  for (const std::string_view text :
       {"",           " ",    "{",     "}",    "[1,",       "{\"a\":}",   "{\"a\":1,}",    "{\"a\" 1}", "{} {}",
        "{}]",        "[01]", "[1.]",  "[.5]", "[+1]",      "[1e]",       "[nul]",         "[truee]",   "[NaN]",
        "[Infinity]", "1",    "\"a\"", "null", "[\"\\x\"]", "[\"\xff\"]", "<html></html>", "[\"\x01\"]"}) {
    EXPECT_FALSE(document.read(text).has_value()) << text;
  }
}

TEST(Json, RefusesWhatIsTooDeepTooLongOrTooMuch) {
  JsonDocument document(1'000);
  EXPECT_TRUE(document.read(std::string(30, '[') + std::string(30, ']')));
  const auto deep = document.read(std::string(40, '[') + std::string(40, ']'));
  ASSERT_FALSE(deep);
  EXPECT_NE(deep.error().message.find("deep"), std::string::npos);
  EXPECT_FALSE(document.read("[" + std::string(1'000, ' ') + "]"));
}

TEST(Json, ReadsAgainAfterAFailure) {
  JsonDocument document;
  EXPECT_FALSE(document.read("[1,"));
  const auto root = document.read("[7]");
  ASSERT_TRUE(root);
  EXPECT_EQ(root->first().text(), "7");
}

/// Every value reachable from here, so that a wrong link or a dangling text shows under the sanitizers.
std::size_t walk(JsonValue value) {
  std::size_t seen = 1 + value.text().size() + value.name().size();
  for (JsonValue child = value.first(); child.exists(); child = child.next()) seen += walk(child);
  return seen;
}

RC_GTEST_PROP(Json, SurvivesAnyBytes, (const std::string& bytes)) {
  JsonDocument document;
  if (const auto root = document.read(bytes)) RC_ASSERT((walk(*root) > 0));
}

RC_GTEST_PROP(Json, SurvivesGoodTextWithDamagedBytes, ()) {
  std::string text = R"({"e":"x","n":[1,-2.5e3,{"k":"\u0041\n"}],"t":true,"z":null,"s":"plain"})";
  const auto changes = *rc::gen::container<std::vector<std::pair<std::uint8_t, char>>>(
      rc::gen::pair(rc::gen::arbitrary<std::uint8_t>(), rc::gen::arbitrary<char>()));
  for (const auto& [at, byte] : changes) text[at % text.size()] = byte;
  text.resize(*rc::gen::inRange<std::size_t>(0, text.size() + 1));
  JsonDocument document;
  if (const auto root = document.read(text)) RC_ASSERT((walk(*root) > 0));
}

}  // namespace
}  // namespace alpha_pulse::exchanges
