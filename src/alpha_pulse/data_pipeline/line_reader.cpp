#include "alpha_pulse/data_pipeline/line_reader.hpp"

#include <cstring>
#include <utility>

namespace alpha_pulse::data_pipeline {
namespace {

constexpr std::size_t kBuffer = 4 * LineReader::kLongestLine;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

}  // namespace

LineReader::LineReader(ByteReader bytes) : bytes_(std::move(bytes)), buffer_(kFront + kBuffer + kSlack) {}

Result<LineReader> LineReader::open(const std::filesystem::path& path) {
  auto bytes = ByteReader::open(path);
  if (!bytes) return std::unexpected(bytes.error());
  return LineReader(std::move(*bytes));
}

/// Moves what is left to the front and reads behind it; false when the file has no more.
Result<bool> LineReader::refill() {
  std::memmove(buffer_.data() + kFront, buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_ - kFront;
  begin_ = kFront;
  const auto got = bytes_.read(std::span(buffer_).first(kFront + kBuffer).subspan(end_));
  if (!got) return std::unexpected(got.error());
  end_ += *got;
  buffer_[end_] = '\n';
  return *got > 0;
}

Result<std::optional<std::string_view>> LineReader::take(std::size_t length, std::size_t with_end) {
  std::string_view text(buffer_.data() + begin_, length);
  begin_ += with_end;
  ++line_;
  if (line_ == 1 && text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (text.ends_with('\r')) text.remove_suffix(1);
  const auto place = [this] { return name() + ":" + std::to_string(line_) + ": "; };
  if (text.size() > kLongestLine) {
    return fail(ErrorCode::kBadData, place() + "a line of more than " + std::to_string(kLongestLine) + " characters");
  }
  if (text.find('\0') != std::string_view::npos) {
    return fail(ErrorCode::kBadData, place() + "binary data; rows of text would pass");
  }
  return text;
}

Result<std::optional<std::string_view>> LineReader::next() {
  std::size_t searched = 0;
  while (true) {
    const char* from = buffer_.data() + begin_;
    const std::size_t held = end_ - begin_;
    if (const void* found = std::memchr(from + searched, '\n', held - searched)) {
      const auto length = static_cast<std::size_t>(static_cast<const char*>(found) - from);
      return take(length, length + 1);
    }
    if (held > kLongestLine) return take(held, held);
    searched = held;
    const auto more = refill();
    if (!more) return std::unexpected(more.error());
    if (*more) continue;
    if (held == 0) return std::optional<std::string_view>();
    return take(held, held);
  }
}

}  // namespace alpha_pulse::data_pipeline
