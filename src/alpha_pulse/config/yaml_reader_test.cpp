#include "alpha_pulse/config/yaml_reader.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace alpha_pulse::config {
namespace {

std::string error(const std::string& text) {
  const auto values = read_yaml(text, "f.yaml");
  return values ? "accepted" : values.error().message;
}

TEST(YamlReader, FlattensBlocksAndListsWithTheirPlaces) {
  const auto values = read_yaml("a: 1\nb:\n  c: \"two\"\n  d: [x, {e: y}]\n", "f.yaml");
  ASSERT_TRUE(values) << values.error().message;
  ASSERT_EQ(values->size(), 4u);
  EXPECT_EQ((*values)[0].path, "a");
  EXPECT_EQ((*values)[1].path, "b.c");
  EXPECT_EQ((*values)[1].text, "two");
  EXPECT_EQ((*values)[1].line, 3);
  EXPECT_EQ((*values)[1].column, 6);
  EXPECT_EQ((*values)[1].key_column, 3);
  EXPECT_EQ((*values)[2].path, "b.d.0");
  EXPECT_EQ((*values)[3].path, "b.d.1.e");
}

TEST(YamlReader, KeepsWordsThatOtherReadersTurnIntoSomethingElse) {
  const auto values = read_yaml("a: on\nb: 012\nc: 1e3\nd: 2020-01-01\n", "f.yaml");
  ASSERT_TRUE(values);
  EXPECT_EQ((*values)[0].text, "on");
  EXPECT_EQ((*values)[1].text, "012");
  EXPECT_EQ((*values)[2].text, "1e3");
  EXPECT_EQ((*values)[3].text, "2020-01-01");
}

TEST(YamlReader, ReportsAnEmptyValueAtItsKey) {
  const auto values = read_yaml("x: 1\na:\nb: {}\nc: ~\nd: []\n", "f.yaml");
  ASSERT_TRUE(values);
  ASSERT_EQ(values->size(), 5u);
  for (std::size_t i = 1; i < 5; ++i) {
    EXPECT_TRUE((*values)[i].is_empty);
    EXPECT_EQ((*values)[i].line, static_cast<int>(i) + 1);
    EXPECT_EQ((*values)[i].column, 1);
  }
}

TEST(YamlReader, HasNothingToSayAboutAnEmptyText) {
  for (const char* text : {"", "\n", "# only a comment\n", "---\n", "---\n...\n"}) {
    const auto values = read_yaml(text, "f.yaml");
    ASSERT_TRUE(values) << values.error().message;
    EXPECT_TRUE(values->empty());
  }
}

TEST(YamlReader, RefusesWhatAConfigurationDoesNotNeed) {
  EXPECT_EQ(error("a: &x 1\nb: *x\n").find("f.yaml:1:4: anchors are not read"), 0u) << error("a: &x 1\nb: *x\n");
  EXPECT_EQ(error("a: !!python/object 1\n").find("f.yaml:1:4: tags are not read"), 0u);
  EXPECT_NE(error("? [a]\n: 1\n").find("a block cannot be a key"), std::string::npos);
  EXPECT_NE(error("\"\": {a: 1}\n").find("a key is empty"), std::string::npos);
  EXPECT_NE(error("~: 1\n").find("a key is empty"), std::string::npos);
  EXPECT_NE(error("a: 1\n---\nb: 2\n").find("more than one YAML document"), std::string::npos);
  EXPECT_NE(error("just text\n").find("expected name: value"), std::string::npos);
  EXPECT_NE(error("- a\n").find("expected name: value"), std::string::npos);
  EXPECT_NE(error("a: 1\x01\n").find("control character"), std::string::npos);
  EXPECT_EQ(error("a: 1\n\tb: 2\n").find("f.yaml:2:1: not valid YAML: "), 0u);
  EXPECT_EQ(error("a: [1\n").find("f.yaml:"), 0u);
}

TEST(YamlReader, RefusesAFileThatWasCutInsideAQuotedValue) {
  for (const std::string cut : {"a: \"x", "a: \"x\n", "a: \"x\\\"\n", "a: 'x\n", "a: 'x''\n", "a: '\n\n",
                                "b: \"é\" \na: \"x\n\n", "é: {ü: \"x\n", "\"a\": 'y'\n\"b\n"}) {
    EXPECT_EQ(error(cut).find("f.yaml:"), 0u) << cut << error(cut);
  }
  EXPECT_EQ(error("é: {ü: 1}\nb: \"x\n"), "f.yaml:2:4: a quote is opened and not closed; is the file whole?");
  for (const std::string whole : {"a: \"x\"", "a: 'x'\n", "a: 'it''s'\n", "a: ''\n", "a: \"\"", "a: \"x\\\\\"\n",
                                  "é: \"ü\" # \"\n", "a: \"x\n  y\"\n",
                                  "\xef\xbb\xbf"
                                  "a: \"x\"\n",
                                  "a: x\"\n"}) {
    EXPECT_EQ(error(whole), "accepted") << whole;
  }
  EXPECT_EQ(error("\xff\xfe"
                  "a"),
            "f.yaml:1: is UTF-16; save it as UTF-8");
}

TEST(YamlReader, RefusesAKeyGivenTwiceInABlockAndAcrossBlocks) {
  EXPECT_EQ(error("a: 1\nb: 2\na: 3\n"), "f.yaml:3:1: key 'a' is given twice, first in line 1; keep one");
  EXPECT_NE(error("a:\n  b: 1\na:\n  c: 1\n").find("key 'a' is given twice"), std::string::npos);
}

TEST(YamlReader, StopsAtItsLimits) {
  EXPECT_NE(error("a: " + std::string(20, '[') + std::string(20, ']')).find("nested deeper than 8 levels"),
            std::string::npos);
  EXPECT_NE(error("a: " + std::string(200'000, '[')).find("f.yaml:"), std::string::npos);
  EXPECT_NE(error("a: " + std::string(200'000, '{')).find("f.yaml:"), std::string::npos);
  EXPECT_NE(error(std::string(kYamlBytesMax + 1, ' ')).find("larger than 1 MiB"), std::string::npos);
  std::string many;
  for (std::size_t i = 0; i <= kYamlValuesMax; ++i) many.append("k").append(std::to_string(i)).append(": 1\n");
  EXPECT_NE(error(many).find("more than 10000 values"), std::string::npos);
}

RC_GTEST_PROP(YamlReaderFuzz, AnswersAnyBytesWithValuesOrOneLine, (const std::vector<std::uint8_t>& bytes)) {
  const auto values = read_yaml(std::string(bytes.begin(), bytes.end()), "f.yaml");
  if (!values) RC_ASSERT(values.error().message.find('\n') == std::string::npos);
}

RC_GTEST_PROP(YamlReaderFuzz, AnswersAnyMixOfItsSignsWithValuesOrOneLine, ()) {
  const auto text =
      *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab:{}[]-,?!&*#|>'\"%@` \n\t\\1.~")));
  const auto values = read_yaml(text, "f.yaml");
  if (!values) RC_ASSERT(values.error().message.find('\n') == std::string::npos);
}

}  // namespace
}  // namespace alpha_pulse::config
