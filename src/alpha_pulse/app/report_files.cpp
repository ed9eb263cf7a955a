#include "alpha_pulse/app/report_files.hpp"

#include <algorithm>
#include <ostream>

#include "alpha_pulse/app/terminal.hpp"
#include "alpha_pulse/storage/whole_file.hpp"

namespace alpha_pulse::app {
namespace {

namespace fs = std::filesystem;

Result<ReportForm> form_of(const fs::path& path) {
  const std::string ending = path.extension().string();
  if (ending == ".html") return ReportForm::HTML;
  if (ending == ".json") return ReportForm::JSON;
  if (ending == ".csv") return ReportForm::CSV;
  return fail(ErrorCode::kInvalidArgument,
              "--report '" + path.string() + "': the name ends in .html, .json or .csv, e.g. report.html");
}

template <class Report>
Result<void> write_all(const std::vector<ReportFile>& files, const Report& report) {
  for (const ReportFile& file : files) {
    std::string text;
    switch (file.form) {
      case ReportForm::HTML:
        text = to_html(report);
        break;
      case ReportForm::JSON:
        text = to_json(report) + "\n";
        break;
      case ReportForm::CSV:
        text = to_csv(report);
        break;
    }
    if (const auto written = storage::write_whole(file.path, text); !written) return written;
  }
  return {};
}

}  // namespace

Result<std::vector<ReportFile>> report_files(const std::vector<fs::path>& names) {
  std::vector<ReportFile> files;
  for (const fs::path& name : names) {
    const auto form = form_of(name);
    if (!form) return std::unexpected(form.error());
    const fs::path folder = name.has_parent_path() ? name.parent_path() : fs::path(".");
    std::error_code unknown;
    if (!fs::is_directory(folder, unknown)) {
      return fail(ErrorCode::kInvalidArgument, "--report '" + name.string() + "': there is no folder '" +
                                                   folder.string() + "'; " + name.filename().string() + " would pass");
    }
    if (fs::is_directory(name, unknown)) {
      return fail(ErrorCode::kInvalidArgument, "--report '" + name.string() + "': is a folder; '" +
                                                   (name / "report.html").string() + "' would pass");
    }
    if (std::ranges::find(files, name, &ReportFile::path) != files.end()) {
      return fail(ErrorCode::kInvalidArgument, "--report '" + name.string() + "': given twice; once would pass");
    }
    files.push_back({.path = name, .form = *form});
  }
  return files;
}

Result<void> write_reports(const std::vector<ReportFile>& files, const report::RunReport& report) {
  return write_all(files, report);
}

Result<void> write_reports(const std::vector<ReportFile>& files, const report::SweepReport& report) {
  return write_all(files, report);
}

void tell_reports(std::ostream& out, const std::vector<ReportFile>& files) {
  for (const ReportFile& file : files) out << "report: " << one_line(file.path.string()) << "\n";
}

}  // namespace alpha_pulse::app
