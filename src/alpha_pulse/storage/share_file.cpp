#include "alpha_pulse/storage/share_file.hpp"

#include <optional>
#include <span>
#include <utility>

#include "alpha_pulse/base/sha256.hpp"

namespace alpha_pulse::storage {
namespace {

constexpr std::string_view kKind = "gridhedge shares 1 ";
constexpr std::size_t kSumDigits = 16;
constexpr GrowingFile::Kind kFile{.mode = 0644, .example = "sweep.csv.shares"};

std::string sum_of(std::string_view text) {
  base::Sha256 hash;
  hash.update(std::as_bytes(std::span(text.data(), text.size())));
  return hash.hex().substr(0, kSumDigits);
}

std::string with_sum(std::string_view text) {
  return sum_of(text) + " " + std::string(text) + "\n";
}

/// The text of a line whose checksum is right.
std::optional<std::string_view> checked(std::string_view line) {
  if (line.size() < kSumDigits + 1 || line[kSumDigits] != ' ') return std::nullopt;
  const std::string_view text = line.substr(kSumDigits + 1);
  if (sum_of(text) != line.substr(0, kSumDigits)) return std::nullopt;
  return text;
}

}  // namespace

Result<void> ShareFile::begin(std::string_view fingerprint) {
  append(std::string(kKind) + std::string(fingerprint));
  return flush();
}

Result<std::unique_ptr<ShareFile>> ShareFile::create(const std::filesystem::path& file, std::string_view fingerprint) {
  auto opened = GrowingFile::begin(file, kFile);
  if (!opened) return std::unexpected(opened.error());
  std::unique_ptr<ShareFile> shares(new ShareFile(std::move(*opened)));
  if (const auto begun = shares->begin(fingerprint); !begun) return std::unexpected(begun.error());
  return shares;
}

Result<std::unique_ptr<ShareFile>> ShareFile::resume(const std::filesystem::path& file, std::string_view fingerprint) {
  auto opened = GrowingFile::open(file, kFile);
  if (!opened) return std::unexpected(opened.error());
  std::unique_ptr<ShareFile> shares(new ShareFile(std::move(*opened)));
  if (const auto taken = shares->take_up(fingerprint); !taken) return std::unexpected(taken.error());
  return shares;
}

Result<void> ShareFile::take_up(std::string_view fingerprint) {
  const auto read_text = file_->read();
  if (!read_text) return std::unexpected(read_text.error());
  const std::string& text = *read_text;
  bool first = true;
  std::size_t begin_at = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin_at)) {
    const auto line = checked(std::string_view(text).substr(begin_at, end - begin_at));
    begin_at = end + 1;
    if (std::exchange(first, false)) {
      if (!line || !line->starts_with(kKind)) {
        return fail(ErrorCode::kBadData, path().string() +
                                             ": its first line is not that of a file of shares; it was "
                                             "damaged or is another file: remove it, or name another");
      }
      if (line->substr(kKind.size()) == fingerprint) continue;
      return fail(ErrorCode::kInvalidArgument,
                  path().string() +
                      ": belongs to another work (other data, settings or version of the program); give "
                      "the words it was begun with, or leave --resume out to begin anew");
    }
    if (line) {
      found_.emplace_back(*line);
    } else {
      ++dropped_;
    }
  }
  const bool torn = begin_at < text.size();
  if (torn && !first) ++dropped_;
  // Killed in its first line, it holds nothing; anything else without a line is none of ours.
  if (torn && first && !with_sum(std::string(kKind) + std::string(fingerprint)).starts_with(text)) {
    return fail(ErrorCode::kBadData, path().string() + ": is not a file of shares; remove it, or name another");
  }
  if (const auto mended = file_->cut(begin_at); !mended) return mended;
  return first ? begin(fingerprint) : Result<void>{};
}

void ShareFile::append(std::string_view line) {
  waiting_ += with_sum(line);
}

Result<void> ShareFile::flush() {
  const std::string lines = std::exchange(waiting_, {});
  auto why = file_->append(lines);
  if (!why && !lines.empty()) why = file_->sync();
  if (why) return file_->io_error("written", *why);
  return {};
}

}  // namespace alpha_pulse::storage
