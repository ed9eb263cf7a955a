#include "alpha_pulse/exchanges/json.hpp"

#include <simdjson.h>

#include <algorithm>
#include <string>
#include <vector>

#include "alpha_pulse/base/ensure.hpp"

namespace alpha_pulse::exchanges {
namespace {

using simdjson::ondemand::json_type;

/// 0 ends a chain of siblings: the root, value 0, is nobody's sibling or child.
constexpr std::uint32_t kNone = 0;

struct Node {
  JsonKind kind = JsonKind::NOTHING;
  std::uint32_t next = kNone;
  std::uint32_t first = kNone;
  std::uint32_t size = 0;
  std::string_view text{};
  std::string_view name{};
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The grammar of JSON numbers; simdjson hands the text over unread.
bool is_number(std::string_view text) {
  const auto skip_digits = [&text] {
    const std::size_t before = text.size();
    while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
    return before != text.size();
  };
  if (text.starts_with('-')) text.remove_prefix(1);
  const bool zero = text.starts_with('0');
  if (zero) {
    text.remove_prefix(1);
  } else if (!skip_digits()) {
    return false;
  }
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (!skip_digits()) return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    if (!skip_digits()) return false;
  }
  return text.empty();
}

JsonKind kind_of_token(std::string_view token) {
  if (token == "true" || token == "false") return JsonKind::BOOLEAN;
  if (token == "null") return JsonKind::NULL_VALUE;
  return is_number(token) ? JsonKind::NUMBER : JsonKind::NOTHING;
}

std::string_view without_trailing_space(std::string_view token) {
  const std::size_t last = token.find_last_not_of(" \t\r\n");
  return last == std::string_view::npos ? std::string_view{} : token.substr(0, last + 1);
}

}  // namespace

struct JsonDocument::Parts {
  std::size_t bytes_max = 0;
  simdjson::ondemand::parser parser{};
  std::vector<char> bytes{};
  std::vector<Node> nodes{};
  std::string_view trouble{};

  bool stop(std::string_view why) {
    if (trouble.empty()) trouble = why;
    return false;
  }

  template <class Value>
  bool walk(Value& value, std::uint32_t index, std::size_t depth);
  template <class Value>
  bool walk_object(Value& value, std::uint32_t index, std::size_t depth);
  template <class Value>
  bool walk_array(Value& value, std::uint32_t index, std::size_t depth);

  /// A new node as the last child of `parent`; kNone when there are too many.
  std::uint32_t add_child(std::uint32_t parent, std::uint32_t& last) {
    if (nodes.size() >= kValuesMax) {
      stop("too many values");
      return kNone;
    }
    const auto index = static_cast<std::uint32_t>(nodes.size());
    nodes.emplace_back();
    (last == kNone ? nodes[parent].first : nodes[last].next) = index;
    ++nodes[parent].size;
    return last = index;
  }
};

template <class Value>
bool JsonDocument::Parts::walk_object(Value& value, std::uint32_t index, std::size_t depth) {
  simdjson::ondemand::object object;
  if (value.get_object().get(object) != simdjson::SUCCESS) return stop("a broken object");
  nodes[index].kind = JsonKind::OBJECT;
  std::uint32_t last = kNone;
  for (auto step : object) {
    simdjson::ondemand::field field;
    std::string_view name;
    if (std::move(step).get(field) != simdjson::SUCCESS || field.unescaped_key().get(name) != simdjson::SUCCESS) {
      return stop("a broken object");
    }
    const std::uint32_t child = add_child(index, last);
    if (child == kNone) return false;
    nodes[child].name = name;
    if (!walk(field.value(), child, depth + 1)) return false;
  }
  return true;
}

template <class Value>
bool JsonDocument::Parts::walk_array(Value& value, std::uint32_t index, std::size_t depth) {
  simdjson::ondemand::array array;
  if (value.get_array().get(array) != simdjson::SUCCESS) return stop("a broken array");
  nodes[index].kind = JsonKind::ARRAY;
  std::uint32_t last = kNone;
  for (auto step : array) {
    simdjson::ondemand::value element;
    if (std::move(step).get(element) != simdjson::SUCCESS) return stop("a broken array");
    const std::uint32_t child = add_child(index, last);
    if (child == kNone || !walk(element, child, depth + 1)) return false;
  }
  return true;
}

template <class Value>
bool JsonDocument::Parts::walk(Value& value, std::uint32_t index, std::size_t depth) {
  if (depth > kDepthMax) return stop("nested too deeply");
  json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS) return stop("a value is none of JSON's");
  if (type == json_type::object) return walk_object(value, index, depth);
  if (type == json_type::array) return walk_array(value, index, depth);
  if (type == json_type::string) {
    nodes[index].kind = JsonKind::STRING;
    return value.get_string().get(nodes[index].text) == simdjson::SUCCESS || stop("a broken string");
  }
  std::string_view token;
  if (simdjson::simdjson_result<std::string_view>(value.raw_json_token()).get(token) != simdjson::SUCCESS) {
    return stop("a broken value");
  }
  nodes[index].text = without_trailing_space(token);
  nodes[index].kind = kind_of_token(nodes[index].text);
  if (nodes[index].kind == JsonKind::NOTHING) return stop("a value is none of JSON's");
  return true;
}

JsonDocument::JsonDocument(std::size_t bytes_max) : parts_(std::make_unique<Parts>()) {
  parts_->bytes_max = std::min(bytes_max, kBytesMax);
}
JsonDocument::~JsonDocument() = default;

Result<JsonValue> JsonDocument::read(std::string_view bytes) {
  Parts& p = *parts_;
  p.nodes.clear();
  p.trouble = {};
  const auto bad = [&bytes](std::string_view why) {
    return fail(ErrorCode::kBadData,
                "JSON of " + std::to_string(bytes.size()) + " bytes cannot be read: " + std::string(why));
  };
  if (bytes.size() > p.bytes_max) return bad("at most " + std::to_string(p.bytes_max) + " bytes are");
  const std::size_t room = bytes.size() + simdjson::SIMDJSON_PADDING;
  if (p.bytes.size() < room) p.bytes.resize(room);
  std::copy(bytes.begin(), bytes.end(), p.bytes.begin());

  simdjson::ondemand::document document;
  const simdjson::padded_string_view padded(p.bytes.data(), bytes.size(), p.bytes.size());
  if (p.parser.iterate(padded).get(document) != simdjson::SUCCESS) return bad("it is not one whole text in UTF-8");
  p.nodes.emplace_back();
  json_type type{};
  if (document.type().get(type) != simdjson::SUCCESS) return bad("a value is none of JSON's");
  if (type != json_type::object && type != json_type::array) return bad("it is neither an object nor an array");
  if (!p.walk(document, 0, 0)) {
    p.nodes.clear();
    return bad(p.trouble);
  }
  const char* rest = nullptr;
  if (document.current_location().get(rest) != simdjson::OUT_OF_BOUNDS) {
    p.nodes.clear();
    return bad("more than one value");
  }
  return JsonValue(this, 0);
}

JsonKind JsonValue::kind() const {
  return document_ == nullptr ? JsonKind::NOTHING : document_->parts_->nodes[index_].kind;
}
std::string_view JsonValue::text() const {
  return document_ == nullptr ? std::string_view{} : document_->parts_->nodes[index_].text;
}
std::string_view JsonValue::name() const {
  return document_ == nullptr ? std::string_view{} : document_->parts_->nodes[index_].name;
}
std::size_t JsonValue::size() const {
  return document_ == nullptr ? 0 : document_->parts_->nodes[index_].size;
}
JsonValue JsonValue::first() const {
  if (document_ == nullptr) return {};
  const std::uint32_t index = document_->parts_->nodes[index_].first;
  return index == kNone ? JsonValue{} : JsonValue(document_, index);
}
JsonValue JsonValue::next() const {
  if (document_ == nullptr) return {};
  const std::uint32_t index = document_->parts_->nodes[index_].next;
  return index == kNone ? JsonValue{} : JsonValue(document_, index);
}

JsonValue JsonValue::member(std::string_view name) const {
  if (!is_object()) return {};
  for (JsonValue child = first(); child.exists(); child = child.next()) {
    if (child.name() == name) return child;
  }
  return {};
}

JsonValue JsonValue::member_after(JsonValue hint, std::string_view name) const {
  if (!is_object()) return {};
  for (JsonValue child = hint.next(); child.exists(); child = child.next()) {
    if (child.name() == name) return child;
  }
  return member(name);
}

}  // namespace alpha_pulse::exchanges
