#include "alpha_pulse/exchanges/field_reader.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/domain/ids.hpp"

namespace alpha_pulse::exchanges {
namespace {

std::string error_of(std::string_view json, void (*read)(FieldReader&)) {
  JsonDocument document;
  const auto root = document.read(json);
  if (!root) return "no JSON";
  FieldReader reader(*root, "thing");
  read(reader);
  return reader.ok() ? "" : reader.error().message;
}

TEST(FieldReader, NamesFieldAndValueOfWhatIsWrong) {
  const auto price = [](FieldReader& r) { (void)r.price("p"); };
  EXPECT_EQ(error_of(R"({"p":"1.5"})", price), "");
  EXPECT_EQ(error_of(R"({})", price), "thing: field 'p' is missing; expected a string");
  EXPECT_EQ(error_of(R"({"p":null})", price), "thing: field 'p' is 'null': expected a string");
  EXPECT_EQ(error_of(R"({"p":1.5})", price), "thing: field 'p' is '1.5': expected a string");
  EXPECT_NE(error_of(R"({"p":"abc"})", price).find("'abc'"), std::string::npos);
  EXPECT_NE(error_of(R"({"p":"-1"})", price).find("not negative"), std::string::npos);
  EXPECT_NE(error_of(R"({"p":"1e308"})", price).find("too large"), std::string::npos);
  EXPECT_NE(error_of(R"([])", price).find("expected an object"), std::string::npos);
}

TEST(FieldReader, KeepsTheFirstFaultOnly) {
  const auto two = [](FieldReader& r) {
    (void)r.price("a");
    (void)r.time("b");
  };
  EXPECT_NE(error_of(R"({"a":"x","b":"y"})", two).find("'a'"), std::string::npos);
}

TEST(FieldReader, BoundsTimesAndIds) {
  const auto time = [](FieldReader& r) { (void)r.time("t"); };
  EXPECT_EQ(error_of(R"({"t":1568879465650})", time), "");
  EXPECT_NE(error_of(R"({"t":9223372036854775807})", time), "");
  EXPECT_NE(error_of(R"({"t":-1})", time), "");
  EXPECT_NE(error_of(R"({"t":1.5})", time), "");
  EXPECT_NE(error_of(R"({"t":"1568879465650"})", time), "");
  const auto id = [](FieldReader& r) { (void)r.id<domain::VenueOrderId>("i"); };
  EXPECT_EQ(error_of(R"({"i":9223372036854775807})", id), "");
  EXPECT_NE(error_of(R"({"i":9223372036854775808})", id), "");
}

TEST(FieldReader, NeverCutsAnId) {
  const auto id = [](FieldReader& r) { (void)r.inline_text<InlineText<4>>("c"); };
  EXPECT_EQ(error_of(R"({"c":"abcd"})", id), "");
  EXPECT_NE(error_of(R"({"c":"abcde"})", id).find("too long"), std::string::npos);
}

TEST(FieldReader, ReadsFieldsInAnyOrder) {
  JsonDocument document;
  const auto root = document.read(R"({"z":"3","a":1,"m":true,"extra":{}})");
  ASSERT_TRUE(root);
  FieldReader r(*root, "thing");
  EXPECT_EQ(r.integer("a"), 1);
  EXPECT_TRUE(r.boolean("m"));
  EXPECT_EQ(r.price("z"), Price::from_raw(300'000'000));
  EXPECT_TRUE(r.ok());
}

}  // namespace
}  // namespace alpha_pulse::exchanges
