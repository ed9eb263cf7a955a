#include "alpha_pulse/storage/journal_file.hpp"

#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <span>

#include "alpha_pulse/engine/journal_codec.hpp"
#include "alpha_pulse/storage/regular_file.hpp"

namespace alpha_pulse::storage {
namespace {

using engine::kFrameHead;
using engine::kFrameTail;

Result<std::vector<std::byte>> read_bytes(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in) {
    const ErrorCode code = errno == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo;
    return fail(code, file.string() + ": cannot read the journal: " + std::strerror(errno));
  }
  std::vector<std::byte> bytes(static_cast<std::size_t>(in.tellg()));
  in.seekg(0);
  in.read(static_cast<char*>(static_cast<void*>(bytes.data())), static_cast<std::streamsize>(bytes.size()));
  if (!in) return fail(ErrorCode::kIo, file.string() + ": the journal changed while it was read");
  return bytes;
}

std::uint64_t little_endian(std::span<const std::byte> bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) value |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * i);
  return value;
}

/// Could a record with a number above `lsn` start here? Cheap, so that the search below stays linear.
bool may_be_frame(std::span<const std::byte> bytes, std::uint64_t lsn) {
  if (bytes.size() < kFrameHead + kFrameTail) return false;
  const std::uint64_t number = little_endian(bytes.subspan(5, 8));
  const std::uint64_t most = lsn + bytes.size() + kFrameHead;
  const auto type = std::to_integer<unsigned>(bytes[4]);
  return number > lsn && number <= most && type >= 1 && type <= 4;
}

/// After a record that cannot be read: does a sound one follow anywhere? Then the damage is not a torn tail.
bool sound_record_follows(std::span<const std::byte> rest, std::uint64_t lsn) {
  for (std::size_t at = 1; at + kFrameHead + kFrameTail <= rest.size(); ++at) {
    const std::span<const std::byte> here = rest.subspan(at);
    if (may_be_frame(here, lsn) && engine::decode(here)) return true;
  }
  return false;
}

}  // namespace

Result<void> check_journal_place(const std::filesystem::path& file) {
  return check_regular_file(file, "a journal would pass, e.g. run.apj");
}

Result<JournalContents> read_journal(const std::filesystem::path& file) {
  if (const auto place = check_journal_place(file); !place) return std::unexpected(place.error());
  const auto bytes = read_bytes(file);
  if (!bytes) return std::unexpected(bytes.error());
  JournalContents contents;
  std::span<const std::byte> rest(*bytes);
  while (!rest.empty()) {
    const std::uint64_t lsn = contents.records.size() + 1;
    const std::string where = file.string() + ": byte " + std::to_string(contents.whole_bytes) + ": ";
    auto decoded = engine::decode(rest);
    if (!decoded) {
      if (sound_record_follows(rest, lsn)) return fail(ErrorCode::kBadData, where + decoded.error().message);
      contents.torn_bytes = rest.size();
      break;
    }
    if (decoded->lsn.value != lsn) {
      return fail(ErrorCode::kBadData, where + "journal record " + std::to_string(decoded->lsn.value) +
                                           " stands where record " + std::to_string(lsn) + " belongs");
    }
    contents.records.push_back(std::move(decoded->record));
    contents.whole_bytes += decoded->size;
    rest = rest.subspan(decoded->size);
  }
  return contents;
}

std::optional<Timestamp> reached(std::span<const engine::JournalRecord> records) {
  for (std::size_t i = records.size(); i > 0; --i) {
    if (const auto* event = records[i - 1].as<Event>()) return event->ts_event;
  }
  return std::nullopt;
}

std::filesystem::path state_folder() {
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  std::filesystem::path root = ".";
  if (state != nullptr && *state != '\0')
    root = state;
  else if (home != nullptr && *home != '\0')
    root = std::filesystem::path(home) / ".local" / "state";
  return root / "alpha_pulse";
}

std::filesystem::path default_journal_path(const std::string& mode, const std::string& venue,
                                           const std::string& account, const std::string& symbol) {
  std::string small = mode;
  for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return state_folder() / (small + "-" + venue + "-" + account + "-" + symbol) / kJournalName;
}

}  // namespace alpha_pulse::storage
