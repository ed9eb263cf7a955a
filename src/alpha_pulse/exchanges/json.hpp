#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"

/// JSON text of others as a tree one can walk: simdjson reads, nothing is converted, numbers stay the text they were.
/// Proven by exchanges/json_test.cpp; searched by the fuzz targets `binance_*`.
namespace alpha_pulse::exchanges {

/// What a JSON value is. `NOTHING` stands for a member that is not there.
enum class JsonKind : std::uint8_t { NOTHING, OBJECT, ARRAY, STRING, NUMBER, BOOLEAN, NULL_VALUE };

class JsonDocument;

/// A value inside a document; a handle of two words, valid until the document reads again or goes.
/// Asking a value of another kind (a member of a string, the text of nothing) is answered with nothing or empty.
class JsonValue {
 public:
  JsonValue() = default;

  JsonKind kind() const;
  bool exists() const { return kind() != JsonKind::NOTHING; }
  bool is_object() const { return kind() == JsonKind::OBJECT; }
  bool is_array() const { return kind() == JsonKind::ARRAY; }
  /// The characters of a string (escapes undone), or a number, `true`, `false` or `null` as it was written.
  std::string_view text() const;
  /// The member of an object. Of a name that stands twice the first one.
  JsonValue member(std::string_view name) const;
  /// The same, sought from the member after `hint` on and then from the first: quick for members asked in their order.
  /// Of a name that stands twice, the next one.
  JsonValue member_after(JsonValue hint, std::string_view name) const;
  /// The name this value has in its object.
  std::string_view name() const;
  std::size_t size() const;  ///< of an array or object
  JsonValue first() const;   ///< element or member
  JsonValue next() const;    ///< sibling

 private:
  friend class JsonDocument;
  JsonValue(const JsonDocument* document, std::uint32_t index) : document_(document), index_(index) {}
  const JsonDocument* document_ = nullptr;
  std::uint32_t index_ = 0;
};

/// One text at a time. Keeps its memory between texts, so that reading allocates nothing once it has seen its largest.
/// Threads: a value of one thread.
class JsonDocument {
 public:
  static constexpr std::size_t kBytesMax = 32U * 1024U * 1024U;
  static constexpr std::size_t kDepthMax = 32;
  static constexpr std::size_t kValuesMax = 2'000'000;

  /// `bytes_max`: longer texts are refused (kBadData), at most kBytesMax.
  explicit JsonDocument(std::size_t bytes_max = kBytesMax);
  ~JsonDocument();
  JsonDocument(const JsonDocument&) = delete;
  JsonDocument& operator=(const JsonDocument&) = delete;

  /// Reads all of `bytes`; they may go afterwards. kBadData: not one whole JSON value of valid UTF-8, nested deeper
  /// than kDepthMax, longer than allowed or of more than kValuesMax values. The values of an earlier text are no longer
  /// valid.
  Result<JsonValue> read(std::string_view bytes);

 private:
  friend class JsonValue;
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace alpha_pulse::exchanges
