#include "alpha_pulse/engine/journal_codec.hpp"

#include <array>

#include "alpha_pulse/engine/journal_archive.hpp"

namespace alpha_pulse::engine {
namespace {

constexpr std::array<std::uint32_t, 256> kCrcTable = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0x82f63b78U : 0U);
    table[byte] = crc;
  }
  return table;
}();

void put(std::span<std::byte> at, std::uint64_t value) {
  for (std::size_t i = 0; i < at.size(); ++i) at[i] = static_cast<std::byte>((value >> (8 * i)) & 0xffU);
}

std::uint64_t get(std::span<const std::byte> at) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < at.size(); ++i) value |= std::to_integer<std::uint64_t>(at[i]) << (8 * i);
  return value;
}

constexpr std::size_t kMagicSize = 4;
constexpr std::array<char, kMagicSize> kMagic{'A', 'P', 'J', '1'};

void write_payload(const JournalRecord& record, std::vector<std::byte>& out) {
  journal::Writer writer(out);
  if (record.as<RunHeader>() != nullptr) {
    for (const char c : kMagic) out.push_back(static_cast<std::byte>(c));
  }
  std::visit([&writer](const auto& body) { writer(body); }, record.body);
}

bool take_magic(std::span<const std::byte>& payload) {
  if (payload.size() < kMagicSize) return false;
  for (std::size_t i = 0; i < kMagicSize; ++i) {
    if (std::to_integer<char>(payload[i]) != kMagic[i]) return false;
  }
  payload = payload.subspan(kMagicSize);
  return true;
}

template <class Body>
const char* read_body(std::span<const std::byte> payload, JournalRecord& record) {
  journal::Reader reader(payload);
  reader(record.body.emplace<Body>());
  if (reader.broken() != nullptr) return reader.broken();
  return reader.at_end() ? nullptr : "bytes left over";
}

/// Null when the payload was read, else what is wrong with it.
const char* read_payload(std::uint8_t type, std::span<const std::byte> payload, JournalRecord& record) {
  switch (type) {
    case 1:
      if (!take_magic(payload)) return "not a journal of this version";
      return read_body<RunHeader>(payload, record);
    case 2:
      return read_body<Event>(payload, record);
    case 3:
      return read_body<CommandRecord>(payload, record);
    case 4:
      return read_body<Checkpoint>(payload, record);
    default:
      return "unknown record type";
  }
}

std::unexpected<Error> bad(const char* why) {
  return fail(ErrorCode::kBadData, std::string("journal record: ") + why);
}

}  // namespace

std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t seed) {
  std::uint32_t crc = ~seed;
  for (const std::byte byte : bytes) {
    crc = (crc >> 8U) ^ kCrcTable[(crc ^ std::to_integer<std::uint32_t>(byte)) & 0xffU];
  }
  return ~crc;
}

void encode(const JournalRecord& record, Lsn lsn, std::vector<std::byte>& out) {
  const std::size_t start = out.size();
  out.resize(start + kFrameHead);
  write_payload(record, out);
  const std::size_t payload = out.size() - start - kFrameHead;
  ensure(payload <= kPayloadMax, "a journal record is bounded");
  const std::span<std::byte> frame = std::span(out).subspan(start);
  put(frame.subspan(0, 4), payload);
  frame[4] = static_cast<std::byte>(record.body.index() + 1);
  put(frame.subspan(5, 8), lsn.value);
  const std::uint32_t crc = crc32c(frame);
  out.resize(out.size() + kFrameTail);
  put(std::span(out).last(kFrameTail), crc);
}

std::vector<std::byte> encode_command(const CommandRecord& record) {
  std::vector<std::byte> bytes;
  journal::Writer writer(bytes);
  writer(record);
  return bytes;
}

Result<Decoded> decode(std::span<const std::byte> bytes) {
  if (bytes.size() < kFrameHead + kFrameTail) return bad("shorter than the smallest frame");
  const std::uint64_t payload = get(bytes.subspan(0, 4));
  if (payload > kPayloadMax) return bad("impossible length");
  const std::size_t size = kFrameHead + payload + kFrameTail;
  if (bytes.size() < size) return bad("the frame ends too early");
  const std::span<const std::byte> frame = bytes.first(size - kFrameTail);
  if (crc32c(frame) != get(bytes.subspan(size - kFrameTail, kFrameTail))) return bad("checksum differs");
  Decoded decoded;
  decoded.lsn = Lsn{get(frame.subspan(5, 8))};
  decoded.size = size;
  const char* wrong = read_payload(std::to_integer<std::uint8_t>(frame[4]), frame.subspan(kFrameHead), decoded.record);
  if (wrong != nullptr) return bad(wrong);
  return decoded;
}

}  // namespace alpha_pulse::engine
