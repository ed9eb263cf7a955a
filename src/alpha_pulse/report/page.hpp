#pragma once

#include <string>
#include <string_view>

#include "alpha_pulse/report/json_writer.hpp"
#include "alpha_pulse/report/run_report.hpp"

/// The page: our own style and script, the library that draws, and the data as JSON, in one text. A policy inside it
/// forbids the browser every request. Sources: report/page/. Tested by report/documents_test.cpp.
namespace alpha_pulse::report {

/// `data` is JSON without a `<`: see JsonWriter.
std::string page_of(std::string_view title, std::string_view data);

/// `&`, `<`, `>` and quotes as HTML wants them in text and in attributes.
std::string html_text(std::string_view text);

/// The keys `facts`, `notes` and `settings` that every report's object has.
void write_facts(JsonWriter& json, const std::vector<Fact>& facts, const std::vector<std::string>& notes,
                 std::string_view settings);

/// A field of CSV: in quotes where it needs them.
std::string csv_field(std::string_view text);

}  // namespace alpha_pulse::report
