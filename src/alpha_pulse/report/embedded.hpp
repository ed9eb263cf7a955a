#pragma once

#include <string_view>

/// Files that were made a part of the program when it was built: report/embed.cmake.
namespace alpha_pulse::report {

std::string_view page_style();      ///< report/page/page.css
std::string_view page_script();     ///< report/page/*.js, in the order of report/CMakeLists.txt
std::string_view drawing_script();  ///< ECharts, with its licence notice

}  // namespace alpha_pulse::report
