#include "alpha_pulse/report/page.hpp"

#include "alpha_pulse/base/ensure.hpp"
#include "alpha_pulse/report/embedded.hpp"

namespace alpha_pulse::report {

std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

void write_facts(JsonWriter& json, const std::vector<Fact>& facts, const std::vector<std::string>& notes,
                 std::string_view settings) {
  json.key("facts").begin_array();
  for (const Fact& fact : facts) json.begin_object().pair("name", fact.name).pair("value", fact.value).end_object();
  json.end_array().key("notes").begin_array();
  for (const std::string& note : notes) json.text(note);
  json.end_array().pair("settings", settings);
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

std::string page_of(std::string_view title, std::string_view data) {
  ensure(data.find('<') == std::string_view::npos, "data that cannot end its script");
  std::string out;
  out.reserve(drawing_script().size() + data.size() + 100'000);
  out += R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>)";
  out += html_text(title);
  out += "</title>\n<style>\n";
  out += page_style();
  out +=
      "</style>\n</head>\n<body>\n<main id=\"page\"><noscript>This page draws its pictures with a script; it asks "
      "nothing of any network. Allow scripts, or write the same data as .json or .csv.</noscript></main>\n"
      "<script type=\"application/json\" id=\"data\">";
  out += data;
  out += "</script>\n<script>";
  out += drawing_script();
  out += "</script>\n<script>\n";
  out += page_script();
  out += "</script>\n</body>\n</html>\n";
  return out;
}

}  // namespace alpha_pulse::report
