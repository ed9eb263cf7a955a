#include "alpha_pulse/data_pipeline/zip_member.hpp"

#include <zip.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace alpha_pulse::data_pipeline {
namespace {

constexpr std::string_view kFetchAgain = "; fetch the file again";

struct CloseArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseMember {
  void operator()(zip_file_t* member) const { zip_fclose(member); }
};

std::unexpected<Error> damaged(const std::string& name, const char* why) {
  return fail(ErrorCode::kBadData, name + ": the zip cannot be read: " + why + std::string(kFetchAgain));
}

/// Folders are entries of their own, with a slash at the end.
bool is_file(const zip_stat_t& entry) {
  return !std::string_view(entry.name).ends_with('/');
}

}  // namespace

struct ZipMember::State {
  std::string name;
  std::unique_ptr<zip_t, CloseArchive> archive;
  std::unique_ptr<zip_file_t, CloseMember> member;  ///< of the archive: closed before it
  std::uint64_t size = 0;
};

Result<ZipMember> ZipMember::open(const std::filesystem::path& path) {
  auto state = std::make_unique<State>();
  state->name = path.string();
  int number = 0;
  state->archive.reset(zip_open(path.c_str(), ZIP_RDONLY, &number));
  if (!state->archive) {
    zip_error_t error;
    zip_error_init_with_code(&error, number);
    const std::string why = zip_error_strerror(&error);
    zip_error_fini(&error);
    return damaged(state->name, why.c_str());
  }
  std::optional<zip_uint64_t> found;
  const zip_int64_t entries = zip_get_num_entries(state->archive.get(), 0);
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(entries); ++i) {
    zip_stat_t entry;
    zip_stat_init(&entry);
    if (zip_stat_index(state->archive.get(), i, 0, &entry) != 0) {
      return damaged(state->name, zip_strerror(state->archive.get()));
    }
    if (!is_file(entry)) continue;
    if (found) {
      return fail(ErrorCode::kBadData,
                  state->name + ": holds more than one file; unpacked, or a zip of one file, would pass");
    }
    found = i;
    state->size = entry.size;
  }
  if (!found) return fail(ErrorCode::kBadData, state->name + ": holds no file; a zip of one file would pass");
  state->member.reset(zip_fopen_index(state->archive.get(), *found, 0));
  if (!state->member) return damaged(state->name, zip_strerror(state->archive.get()));
  return ZipMember(std::move(state));
}

ZipMember::ZipMember(std::unique_ptr<State> state) : state_(std::move(state)) {}
ZipMember::ZipMember(ZipMember&&) noexcept = default;
ZipMember& ZipMember::operator=(ZipMember&&) noexcept = default;
ZipMember::~ZipMember() = default;

Result<std::size_t> ZipMember::read(std::span<char> out) {
  std::size_t filled = 0;
  while (filled < out.size()) {
    const zip_int64_t got = zip_fread(state_->member.get(), out.data() + filled, out.size() - filled);
    if (got < 0) return damaged(state_->name, zip_file_strerror(state_->member.get()));
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  return filled;
}

std::uint64_t ZipMember::size() const {
  return state_->size;
}

}  // namespace alpha_pulse::data_pipeline
