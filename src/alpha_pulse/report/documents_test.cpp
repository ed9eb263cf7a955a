#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <sstream>

#include "alpha_pulse/report/page.hpp"
#include "alpha_pulse/report/test_reports.hpp"

namespace alpha_pulse::report {
namespace {

namespace json = boost::json;

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

std::string data_of(const std::string& page) {
  const std::string_view open = R"(<script type="application/json" id="data">)";
  const std::size_t from = page.find(open) + open.size();
  return page.substr(from, page.find("</script>", from) - from);
}

std::vector<std::vector<std::string>> rows_of(const std::string& csv) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(csv);
  for (std::string line; std::getline(lines, line);) {
    rows.emplace_back();
    std::istringstream fields(line);
    for (std::string field; std::getline(fields, field, ',');) rows.back().push_back(field);
  }
  return rows;
}

TEST(Documents, ThePageCarriesTheSameObjectAsTheJsonFile) {
  SmallRun run(200);
  EXPECT_EQ(data_of(to_html(run.report)), to_json(run.report));
}

TEST(Documents, TheCsvHasTheNumbersOfTheJsonFile) {
  SmallRun run(200);
  const json::object hours = json::parse(to_json(run.report)).at("hours").as_object();
  const auto rows = rows_of(to_csv(run.report));
  ASSERT_EQ(rows.size(), 201U);
  EXPECT_EQ(rows[0].front(), "time_ms");
  EXPECT_EQ(rows[0].back(), "fills");
  EXPECT_EQ(rows[2].back(), "1") << "the fill came within the first hour";
  for (std::size_t column = 1; column + 1 < rows[0].size(); ++column) {
    const json::array& values = hours.at(rows[0][column]).as_array();
    for (std::size_t row = 0; row < values.size(); ++row) {
      EXPECT_EQ(std::stod(rows[row + 1][column]), values[row].to_number<double>()) << rows[0][column] << " " << row;
    }
  }
}

TEST(Documents, APageOfALongRunIsThinnedAndSaysSo) {
  SmallRun run(20'000);
  run.yours.fills.resize(30'000, run.yours.fills.front());
  const json::object page = json::parse(data_of(to_html(run.report))).as_object();
  const json::object& hours = page.at("hours").as_object();
  EXPECT_EQ(hours.at("count").as_int64(), 20'000);
  EXPECT_LE(hours.at("shown").as_int64(), 5'000);
  EXPECT_EQ(hours.at("at").as_array().size(), hours.at("shown").to_number<std::size_t>());
  EXPECT_EQ(page.at("fills").at("count").as_int64(), 30'000);
  EXPECT_LE(page.at("fills").at("shown").as_int64(), 20'000);
  const json::object whole = json::parse(to_json(run.report)).as_object();
  EXPECT_EQ(whole.at("hours").at("shown").as_int64(), 20'000);
  EXPECT_EQ(whole.at("fills").at("rows").as_array().size(), 30'000U);
}

TEST(Documents, NothingTheDataSaysBecomesMarkup) {
  SmallRun run(30);
  const std::string page = to_html(run.report);
  EXPECT_EQ(count(page, "alert(1)"), 1U) << "inside the data, escaped";
  EXPECT_EQ(count(page, "<script"), 3U);
  EXPECT_EQ(count(page, "</script"), 3U);
  EXPECT_EQ(count(page, "</title"), 1U);
  EXPECT_NE(page.find("<title>&lt;/title&gt;&lt;/script&gt;&lt;b&gt;BTC &amp; co</title>"), std::string::npos);
}

TEST(Documents, ThePageHoldsItsLibraryWithItsLicenceAndForbidsRequests) {
  SmallRun run(30);
  const std::string page = to_html(run.report);
  EXPECT_NE(page.find("Licensed to the Apache Software Foundation"), std::string::npos);
  EXPECT_NE(page.find("default-src 'none'"), std::string::npos);
  EXPECT_EQ(count(page, "src=\"http"), 0U);
  EXPECT_EQ(count(page, "href=\"http"), 0U);
}

SweepReport small_sweep() {
  SweepReport sweep;
  sweep.title = "a sweep";
  sweep.keys = {{"grid.spacing_sigma", {"0.1", "0.2"}}, {"note, quoted", {"\"x\""}}};
  sweep.figures = {{"hedge_effectiveness_hourly", "Effectiveness", true}, {"cost_bp_year", "Cost", false}};
  sweep.ranked_by = "hedge_effectiveness_hourly";
  sweep.rows = {{.index = 1, .values = {"0.2", "\"x\""}, .figures = {0.9, 12.5}, .front = false},
                {.index = 0, .values = {"0.1", "\"x\""}, .figures = {0.8, std::nullopt}, .front = true},
                {.index = 2, .values = {"0.1", "\"x\""}, .figures = {}, .refusal = "no, <margin>"}};
  return sweep;
}

TEST(Documents, ASweepIsTheSameInJsonAndCsv) {
  const SweepReport sweep = small_sweep();
  const json::object object = json::parse(to_json(sweep)).as_object();
  ASSERT_EQ(object.at("rows").as_array().size(), 3U);
  EXPECT_EQ(object.at("rows").at(0).at("figures").at(1).to_number<double>(), 12.5);
  EXPECT_TRUE(object.at("rows").at(1).at("figures").at(1).is_null());
  EXPECT_EQ(object.at("rows").at(2).at("refusal").as_string(), "no, <margin>");
  EXPECT_EQ(to_csv(sweep),
            "index,grid.spacing_sigma,\"note, quoted\",hedge_effectiveness_hourly,cost_bp_year,front,refusal\n"
            "1,0.2,\"\"\"x\"\"\",0.9,12.5,0,\n"
            "0,0.1,\"\"\"x\"\"\",0.8,,1,\n"
            "2,0.1,\"\"\"x\"\"\",,,0,\"no, <margin>\"\n");
  EXPECT_EQ(data_of(to_html(sweep)), to_json(sweep));
}

TEST(Documents, TheFrontStaysWhateverIsLeftOut) {
  const json::object object = json::parse(to_json(small_sweep(), 1)).as_object();
  ASSERT_EQ(object.at("rows").as_array().size(), 2U);
  EXPECT_TRUE(object.at("rows").at(1).at("front").as_bool());
  EXPECT_EQ(object.at("count").as_int64(), 3);
}

}  // namespace
}  // namespace alpha_pulse::report
