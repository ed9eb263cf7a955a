#include "alpha_pulse/data_pipeline/csv_file.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace alpha_pulse::data_pipeline {
namespace {

/// What a person is shown of a text that may be anything.
std::string shown(std::string_view text) {
  std::string out(text.substr(0, 60));
  std::replace_if(out.begin(), out.end(), [](char c) { return c < 0x20 || c > 0x7e; }, '?');
  return out;
}

std::string_view column_name(std::string_view header, std::size_t column) {
  for (; column > 0; --column) header.remove_prefix(header.find(',') + 1);
  return header.substr(0, header.find(','));
}

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Whether a first row without a header can be of this form: the dumps' trades write their yes or no in words, and
/// differ in where it stands.
bool could_be(const CsvForm& form, std::string_view first) {
  if (form.header_needed) return false;
  const auto is_word = [&](std::size_t column) {
    const std::string_view text = column_name(first, column);
    return text == "true" || text == "True" || text == "false" || text == "False";
  };
  if (form.kind != FileKind::TRADES) return !is_word(form.columns - 1);
  return !form.dump || (is_word(form.places[3]) && !is_word(form.places[3] - 1U));
}

}  // namespace

std::string_view to_string(FileKind kind) {
  switch (kind) {
    case FileKind::CANDLES:
      return "candles";
    case FileKind::TRADES:
      return "trades";
    case FileKind::QUOTES:
      return "quotes";
    case FileKind::FUNDING:
      return "funding";
    case FileKind::FLOWS:
      return "flows";
  }
  std::unreachable();
}

Result<std::size_t> CsvFile::recognise(std::string_view first, std::optional<FileKind> expected) const {
  const bool headless = is_number(first.substr(0, first.find(',')));
  const auto columns = static_cast<std::size_t>(std::count(first.begin(), first.end(), ',')) + 1;
  std::string passing;
  std::optional<FileKind> other;
  for (std::size_t i = 0; i < kCsvForms.size(); ++i) {
    const CsvForm& form = kCsvForms[i];
    const bool wanted = !expected || form.kind == *expected;
    if (wanted && !form.dump) passing.append(passing.empty() ? "" : " or ").append(form.header);
    if (headless ? form.columns != columns || !could_be(form, first) : form.header != first) continue;
    if (wanted) return i;
    other = form.kind;
  }
  std::string what;
  if (other) {
    what.append("this is a file of ").append(to_string(*other));
  } else if (headless) {
    what.append("a first row of ").append(std::to_string(columns)).append(" columns is of no known form");
  } else {
    what.append("the header '").append(shown(first)).append("' is not known");
  }
  return bad_row(what.append("; ").append(passing).append(" would pass"));
}

Result<CsvFile> CsvFile::open(const std::filesystem::path& path, std::optional<FileKind> expected) {
  auto lines = LineReader::open(path);
  if (!lines) return std::unexpected(lines.error());
  CsvFile file(std::move(*lines));
  const auto first = file.lines_.next();
  if (!first) return std::unexpected(first.error());
  if (!first->has_value()) return fail(ErrorCode::kBadData, file.name() + ": the file is empty; a header would pass");
  const auto form = file.recognise(**first, expected);
  if (!form) return std::unexpected(form.error());
  file.form_ = *form;
  if (**first != file.form().header) {
    file.first_is_row_ = true;
    file.first_row_ = **first;
  }
  return file;
}

Result<bool> CsvFile::split(std::string_view text) {
  const char* from = text.data();
  const char* const end = from + text.size();
  for (std::size_t column = 0; column < form().columns; ++column) {
    const auto* comma = static_cast<const char*>(std::memchr(from, ',', static_cast<std::size_t>(end - from)));
    const bool last = column + 1 == form().columns;
    if ((comma == nullptr) != last) {
      const auto count = std::count(text.begin(), text.end(), ',') + 1;
      std::string what("'");
      what.append(shown(text)).append("' has ").append(std::to_string(count)).append(" columns; a row of ");
      what.append(std::to_string(form().columns)).append(" (").append(form().header).append(") would pass");
      return bad_row(what);
    }
    fields_[column] = {from, static_cast<std::size_t>((last ? end : comma) - from)};
    from = last ? end : comma + 1;
  }
  return true;
}

Result<bool> CsvFile::next() {
  if (first_is_row_) {
    first_is_row_ = false;
    return split(first_row_);
  }
  const auto text = lines_.next();
  if (!text) return std::unexpected(text.error());
  if (!text->has_value()) return false;
  return split(**text);
}

std::unexpected<Error> CsvFile::bad_field(std::size_t column, std::string_view what, std::string_view example) const {
  std::string text("column ");
  text.append(column_name(form().header, form().places[column])).append(": ").append(what).append("; ").append(example);
  return bad_row(text.append(" would pass"));
}

std::unexpected<Error> CsvFile::bad_row(std::string_view what) const {
  return fail(ErrorCode::kBadData, name() + ":" + std::to_string(line()) + ": " + std::string(what));
}

}  // namespace alpha_pulse::data_pipeline
