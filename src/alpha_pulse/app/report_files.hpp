#pragma once

#include <filesystem>
#include <iosfwd>
#include <vector>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"
#include "alpha_pulse/report/sweep_report.hpp"

/// `--report FILE`, once or more: the ending of the name says what is written. Tested by
/// tests/report_page_test.cpp.
namespace alpha_pulse::app {

/// What a file holds: a page, or its data.
enum class ReportForm : std::uint8_t { HTML, JSON, CSV };

/// One file that is asked for.
struct ReportFile {
  std::filesystem::path path;
  ReportForm form = ReportForm::HTML;
};

/// Before anything runs. Errors (kInvalidArgument): another ending, a folder that is not there, a name twice.
Result<std::vector<ReportFile>> report_files(const std::vector<std::filesystem::path>& names);

/// Each whole or not at all. Errors: kIo.
Result<void> write_reports(const std::vector<ReportFile>& files, const report::RunReport& report);
Result<void> write_reports(const std::vector<ReportFile>& files, const report::SweepReport& report);

/// Where they are, a line each.
void tell_reports(std::ostream& out, const std::vector<ReportFile>& files);

}  // namespace alpha_pulse::app
