#include "alpha_pulse/data_pipeline/byte_reader.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "alpha_pulse/base/ensure.hpp"
#include "alpha_pulse/data_pipeline/zip_member.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

constexpr std::size_t kBlock = 256 * 1024;
constexpr int kWindowLogMax = 27;  // 128 MiB

constexpr std::string_view kZstdMagic = "\x28\xb5\x2f\xfd";
constexpr std::string_view kGzipMagic = "\x1f\x8b";
constexpr std::string_view kZipMagic = "PK\x03\x04";

struct FreeStream {
  void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
};

std::unexpected<Error> system_failure(const std::string& name, const std::string& what, int number) {
  const auto code = number == ENOENT || number == ENOTDIR ? ErrorCode::kNotFound : ErrorCode::kIo;
  return fail(code, name + ": " + what + ": " + std::strerror(number) + "; a readable file would pass");
}

}  // namespace

struct ByteReader::State {
  std::string name;
  int file = -1;
  std::vector<char> block = std::vector<char>(kBlock);
  std::size_t block_size = 0;
  std::size_t block_used = 0;
  bool file_ended = false;
  std::unique_ptr<ZSTD_DStream, FreeStream> zstd;  ///< null for a plain file
  bool within_frame = false;
  std::optional<ZipMember> zip;
  std::uint64_t taken = 0;  ///< bytes of the file, or of the zip's member
  std::uint64_t size = 1;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (file >= 0) ::close(file);
  }

  Result<void> fill();
  std::string_view left() const { return {block.data() + block_used, block_size - block_used}; }
  Result<std::size_t> read_plain(std::span<char> out);
  Result<std::size_t> read_zstd(std::span<char> out);
};

/// Reads the next block once the last is used up; sets `file_ended` when there is none.
Result<void> ByteReader::State::fill() {
  if (block_used < block_size || file_ended) return {};
  block_used = 0;
  block_size = 0;
  while (block_size < block.size()) {
    const ssize_t got = ::read(file, block.data() + block_size, block.size() - block_size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_failure(name, "cannot be read", errno);
    if (got == 0) break;
    block_size += static_cast<std::size_t>(got);
  }
  taken += block_size;
  file_ended = block_size == 0;
  return {};
}

/// What `fill` read at the beginning, then straight from the file.
Result<std::size_t> ByteReader::State::read_plain(std::span<char> out) {
  std::size_t filled = std::min(out.size(), block_size - block_used);
  std::memcpy(out.data(), block.data() + block_used, filled);
  block_used += filled;
  while (filled < out.size()) {
    const ssize_t got = ::read(file, out.data() + filled, out.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_failure(name, "cannot be read", errno);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
    taken += static_cast<std::uint64_t>(got);
  }
  return filled;
}

Result<std::size_t> ByteReader::State::read_zstd(std::span<char> out) {
  ZSTD_outBuffer target{.dst = out.data(), .size = out.size(), .pos = 0};
  while (target.pos < target.size) {
    if (const auto ok = fill(); !ok) return std::unexpected(ok.error());
    const std::size_t before = target.pos;
    ZSTD_inBuffer source{.src = block.data(), .size = block_size, .pos = block_used};
    if (file_ended && !within_frame) break;
    const std::size_t hint = ZSTD_decompressStream(zstd.get(), &target, &source);
    if (ZSTD_isError(hint) != 0) {
      return fail(ErrorCode::kBadData,
                  name + ": damaged zstd data: " + ZSTD_getErrorName(hint) + "; fetch or compress the file again");
    }
    block_used = source.pos;
    within_frame = hint != 0;
    if (file_ended && within_frame && target.pos == before) {
      return fail(ErrorCode::kBadData,
                  name + ": the zstd data is cut off before the end of its frame; fetch or compress the file again");
    }
  }
  return target.pos;
}

Result<ByteReader> ByteReader::open(const std::filesystem::path& path) {
  auto state = std::make_unique<State>();
  state->name = path.string();
  state->file =
      ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);  // a pipe nobody writes to is no reason to wait
  if (state->file < 0) return system_failure(state->name, "cannot be opened", errno);
  struct stat about{};
  if (::fstat(state->file, &about) != 0) return system_failure(state->name, "cannot be looked at", errno);
  if (S_ISDIR(about.st_mode)) return system_failure(state->name, "cannot be read", EISDIR);
  if (!S_ISREG(about.st_mode)) {  // recordings are read more than once
    return fail(ErrorCode::kIo, state->name + ": is a pipe or a device; a regular file would pass");
  }
  if (const auto ok = state->fill(); !ok) return std::unexpected(ok.error());

  const std::string_view head = state->left();
  if (head.empty()) return fail(ErrorCode::kBadData, state->name + ": the file is empty; at least one row would pass");
  if (head.starts_with(kGzipMagic)) {
    return fail(ErrorCode::kBadData, state->name + ": gzip is not read; plain text, zstd or zip would pass");
  }
  state->size = static_cast<std::uint64_t>(about.st_size);
  if (head.starts_with(kZipMagic)) {
    auto member = ZipMember::open(path);
    if (!member) return std::unexpected(member.error());
    state->zip = std::move(*member);
    state->taken = 0;
    state->size = std::max<std::uint64_t>(1, state->zip->size());
    return ByteReader(std::move(state));
  }
  if (head.starts_with(kZstdMagic)) {
    state->zstd.reset(ZSTD_createDStream());
    ensure(state->zstd != nullptr, "memory for decompression");
    ZSTD_DCtx_setParameter(state->zstd.get(), ZSTD_d_windowLogMax, kWindowLogMax);
    state->within_frame = true;
  } else if (path.extension() == ".zst") {
    return fail(ErrorCode::kBadData, state->name + ": is called .zst but does not begin as zstd data does");
  }
  return ByteReader(std::move(state));
}

ByteReader::ByteReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
ByteReader::ByteReader(ByteReader&&) noexcept = default;
ByteReader& ByteReader::operator=(ByteReader&&) noexcept = default;
ByteReader::~ByteReader() = default;

Result<std::size_t> ByteReader::read(std::span<char> out) {
  if (state_->zip) {
    auto got = state_->zip->read(out);
    if (got) state_->taken += *got;
    return got;
  }
  return state_->zstd ? state_->read_zstd(out) : state_->read_plain(out);
}

double ByteReader::done() const {
  return static_cast<double>(state_->taken) / static_cast<double>(state_->size);
}

const std::string& ByteReader::name() const {
  return state_->name;
}

}  // namespace alpha_pulse::data_pipeline
