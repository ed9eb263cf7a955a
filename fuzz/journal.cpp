#include "alpha_pulse/engine/journal_codec.hpp"

#include "alpha_pulse/storage/journal_file.hpp"
#include "targets.hpp"

/// A journal's bytes: as a file, and as the payload of a record whose checksum is right, which no accident produces.
namespace alpha_pulse::fuzz {
namespace {

using engine::JournalRecord;

std::span<const std::byte> as_bytes(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}
std::string as_text(const std::vector<std::byte>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::vector<JournalRecord> records() {
  const auto at = base::Timestamp::from_ms(1'700'000'000'000);
  engine::RunHeader header;
  header.configuration = "profile: classic\n";
  header.instruments.resize(1);
  header.instruments[0].brackets.resize(2);
  std::vector<JournalRecord> all{{header}};
  const auto add = [&](const domain::EventBody& body) {
    domain::Event event;
    event.ts_event = event.ts_receive = at;
    event.body = body;
    all.push_back({event});
  };
  add(domain::TradeTick{});
  add(domain::OrderFilled{});
  add(domain::FundingSettled{domain::Money::from_raw(-1, domain::Currency("USDT"))});
  add(domain::OperatorRequested{});
  all.push_back({engine::CommandRecord{at, domain::PlaceOrder{}}});
  engine::Checkpoint checkpoint;
  checkpoint.when = at;
  checkpoint.command_hash = std::string(64, 'a');
  all.push_back({checkpoint});
  return all;
}

/// The frame around a payload of this type.
std::vector<std::byte> framed(std::uint8_t type, std::span<const std::byte> payload) {
  std::vector<std::byte> frame(engine::kFrameHead + payload.size() + engine::kFrameTail);
  const auto put = [&frame](std::size_t at, std::uint64_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) frame[at + i] = static_cast<std::byte>((value >> (8 * i)) & 0xffU);
  };
  put(0, payload.size(), 4);
  put(4, type, 1);
  put(5, 1, 8);
  std::copy(payload.begin(), payload.end(), frame.begin() + engine::kFrameHead);
  const std::size_t tail = frame.size() - engine::kFrameTail;
  put(tail, engine::crc32c(std::span(frame).first(tail)), engine::kFrameTail);
  return frame;
}

}  // namespace

std::vector<std::string> journal_seeds() {
  std::vector<std::string> seeds;
  std::vector<std::byte> file;
  for (const JournalRecord& record : records()) {
    std::vector<std::byte> alone;
    engine::encode(record, domain::Lsn{1}, alone);
    const std::size_t payload = alone.size() - engine::kFrameHead - engine::kFrameTail;
    const std::string type(1, static_cast<char>(record.body.index() + 1));
    seeds.push_back(type + as_text(alone).substr(engine::kFrameHead, payload));
    engine::encode(record, domain::Lsn{seeds.size()}, file);
  }
  seeds.push_back(std::string(1, '\0') + as_text(file));
  return seeds;
}

/// A first byte of 0: a file follows. Else it is the type of a record and its payload follows.
void run_journal(std::string_view bytes) {
  if (bytes.empty()) return;
  const auto type = static_cast<std::uint8_t>(bytes.front());
  bytes.remove_prefix(1);
  if (type == 0) {
    const std::string file = file_holding(bytes);
    const auto contents = storage::read_journal(file);
    if (!contents) return expect_readable(contents.error(), file);
    base::ensure(contents->whole_bytes + contents->torn_bytes == bytes.size(),
                 "every byte of a journal is accounted for");
    return;
  }
  if (bytes.size() > engine::kPayloadMax) return;
  const auto frame = framed(type, as_bytes(bytes));
  const auto decoded = engine::decode(frame);
  if (!decoded) return expect_readable(decoded.error());
  std::vector<std::byte> again;
  engine::encode(decoded->record, domain::Lsn{1}, again);
  base::ensure(again == frame, "what was read is written as the same bytes");
}

}  // namespace alpha_pulse::fuzz
