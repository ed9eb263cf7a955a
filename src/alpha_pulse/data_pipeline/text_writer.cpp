#include "alpha_pulse/data_pipeline/text_writer.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <zstd.h>

#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "alpha_pulse/base/ensure.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

constexpr int kLevel = 6;

struct FreeStream {
  void operator()(ZSTD_CStream* stream) const { ZSTD_freeCStream(stream); }
};

}  // namespace

struct TextWriter::State {
  std::filesystem::path path, partial;
  int file = -1;
  std::unique_ptr<ZSTD_CStream, FreeStream> zstd;  ///< null for plain text
  std::vector<char> compressed = std::vector<char>(ZSTD_CStreamOutSize());

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (file < 0) return;
    ::close(file);
    ::unlink(partial.c_str());
  }

  std::unexpected<Error> failure(const char* what, int number) const {
    std::string message = partial.string();
    message.append(": ").append(what).append(": ").append(std::strerror(number));
    return fail(number == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo,
                message.append("; a writable place with free space would pass"));
  }

  Result<void> put(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t n = ::write(file, bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return failure("cannot be written", errno);
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return {};
  }

  Result<void> compress(std::string_view text, ZSTD_EndDirective how) {
    ZSTD_inBuffer source{.src = text.data(), .size = text.size(), .pos = 0};
    while (true) {
      ZSTD_outBuffer target{.dst = compressed.data(), .size = compressed.size(), .pos = 0};
      const std::size_t left = ZSTD_compressStream2(zstd.get(), &target, &source, how);
      ensure(ZSTD_isError(left) == 0, "compression of memory does not fail");
      if (auto ok = put({compressed.data(), target.pos}); !ok) return ok;
      if (how == ZSTD_e_end ? left == 0 : source.pos == source.size) return {};
    }
  }
};

Result<TextWriter> TextWriter::create(const std::filesystem::path& path) {
  auto state = std::make_unique<State>();
  state->path = path;
  state->partial = path;
  state->partial += ".partial";
  state->file = ::open(state->partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (state->file < 0) return state->failure("cannot be created", errno);
  if (path.extension() == ".zst") {
    state->zstd.reset(ZSTD_createCStream());
    ensure(state->zstd != nullptr, "memory for compression");
    ZSTD_CCtx_setParameter(state->zstd.get(), ZSTD_c_compressionLevel, kLevel);
    ZSTD_CCtx_setParameter(state->zstd.get(), ZSTD_c_checksumFlag, 1);
  }
  return TextWriter(std::move(state));
}

TextWriter::TextWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
TextWriter::TextWriter(TextWriter&&) noexcept = default;
TextWriter& TextWriter::operator=(TextWriter&&) noexcept = default;
TextWriter::~TextWriter() = default;

Result<void> TextWriter::write(std::string_view text) {
  return state_->zstd ? state_->compress(text, ZSTD_e_continue) : state_->put(text);
}

Result<void> TextWriter::finish() {
  if (state_->zstd) {
    if (auto ok = state_->compress({}, ZSTD_e_end); !ok) return ok;
  }
  if (::fsync(state_->file) != 0 && errno != EINVAL) return state_->failure("cannot be put on the disk", errno);
  if (::rename(state_->partial.c_str(), state_->path.c_str()) != 0) return state_->failure("cannot be renamed", errno);
  ::close(std::exchange(state_->file, -1));
  return {};
}

}  // namespace alpha_pulse::data_pipeline
