#include "alpha_pulse/config/yaml_reader.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>
#include <utility>

#include "alpha_pulse/config/value.hpp"

namespace alpha_pulse::config {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

/// Leaves yaml-cpp's parser from inside one of its callbacks; never leaves this file.
struct Refusal {
  Error error;
};

std::string place(std::string_view name, const YAML::Mark& mark) {
  return std::string(name) + ":" + std::to_string(mark.line + 1) + ":" + std::to_string(mark.column + 1) + ": ";
}

/// One open block or list.
struct Frame {
  bool is_list;
  std::string path;                ///< of the block itself
  YAML::Mark start;                ///< where its key (or the document) stands
  std::optional<std::string> key;  ///< read, its value not yet
  YAML::Mark key_mark;
  std::size_t children = 0;
};

constexpr std::string_view kQuoted = "!";  // the tag that yaml-cpp gives to a quoted value

class Flattener : public YAML::EventHandler {
 public:
  explicit Flattener(std::string_view name) : name_(name) {}

  std::vector<YamlValue> take() { return std::move(values_); }
  /// Where the last value stands, when it is quoted.
  std::optional<YAML::Mark> last_quote() const { return last_quote_; }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    refuse(mark, "aliases are not read; write the value");
  }
  void OnAnchor(const YAML::Mark& mark, const std::string&) override {
    refuse(mark, "anchors are not read; write the value where it is needed");
  }

  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    if (frames_.empty()) return;  // an empty text
    if (expects_key()) refuse(mark, "a key is empty; write name: value");
    const YAML::Mark at = frames_.back().is_list ? mark : frames_.back().key_mark;
    add(next_path(mark), "", true, at, at);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, const std::string& text) override {
    check_tag(mark, tag);
    last_quote_ = tag == kQuoted ? std::optional(mark) : std::nullopt;
    if (frames_.empty()) refuse(mark, "expected name: value, not a single value");
    if (expects_key()) {
      if (text.empty()) refuse(mark, "a key is empty; write name: value");
      frames_.back().key = text;
      frames_.back().key_mark = mark;
      return;
    }
    const YAML::Mark key = frames_.back().is_list ? mark : frames_.back().key_mark;
    add(next_path(mark), text, false, mark, key);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    if (frames_.empty()) refuse(mark, "expected name: value, not a list");
    open(mark, tag, true);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, YAML::EmitterStyle::value) override {
    open(mark, tag, false);
  }
  void OnMapEnd() override { close(); }

 private:
  [[noreturn]] void refuse(const YAML::Mark& mark, const std::string& why) const {
    throw Refusal{{ErrorCode::kInvalidArgument, place(name_, mark) + why}};
  }

  void check_tag(const YAML::Mark& mark, const std::string& tag) const {
    const bool ordinary = tag.empty() || tag == "?" || tag == kQuoted;
    if (!ordinary) refuse(mark, "tags are not read; write the plain value");
  }

  bool expects_key() const { return !frames_.back().is_list && !frames_.back().key; }

  /// Consumes the pending key (or the next index) and gives the full path it names, once.
  std::string next_path(const YAML::Mark& mark) {
    Frame& top = frames_.back();
    const std::string leaf = top.is_list ? std::to_string(top.children) : *top.key;
    const YAML::Mark at = top.is_list ? mark : top.key_mark;
    ++top.children;
    top.key.reset();
    std::string path = top.path.empty() ? leaf : top.path + "." + leaf;
    const auto [first, is_new] = seen_.emplace(path, at);
    if (!is_new) {
      refuse(at, "key '" + shown(path) + "' is given twice, first in line " + std::to_string(first->second.line + 1) +
                     "; keep one");
    }
    return path;
  }

  void open(const YAML::Mark& mark, const std::string& tag, bool is_list) {
    check_tag(mark, tag);
    if (frames_.size() >= kYamlDepthMax) {
      refuse(mark, "nested deeper than " + std::to_string(kYamlDepthMax) + " levels");
    }
    Frame frame{is_list, "", mark, std::nullopt, {}};
    if (!frames_.empty()) {
      if (expects_key()) refuse(mark, "a block cannot be a key; write name: value");
      if (!frames_.back().is_list) frame.start = frames_.back().key_mark;
      frame.path = next_path(mark);
    }
    frames_.push_back(std::move(frame));
  }

  void close() {
    const Frame frame = std::move(frames_.back());
    frames_.pop_back();
    const bool is_document = frames_.empty();
    if (frame.children == 0 && !is_document) {
      add(frame.path, "", true, frame.start, frame.start);
    }
  }

  void add(std::string path, std::string text, bool is_empty, const YAML::Mark& at, const YAML::Mark& key) {
    if (values_.size() >= kYamlValuesMax) refuse(at, "more than " + std::to_string(kYamlValuesMax) + " values");
    values_.push_back(
        {std::move(path), std::move(text), is_empty, at.line + 1, at.column + 1, key.line + 1, key.column + 1});
  }

  std::string name_;
  std::vector<Frame> frames_;
  std::map<std::string, YAML::Mark> seen_;
  std::optional<YAML::Mark> last_quote_;
  std::vector<YamlValue> values_;
};

/// The rest of `text` from a mark on, whose column counts characters of one to four bytes.
std::string_view rest_from(std::string_view text, const YAML::Mark& mark) {
  for (int line = 0; line < mark.line; ++line) text.remove_prefix(std::min(text.find('\n') + 1, text.size()));
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; };
  for (int column = 0; column < mark.column && !text.empty(); ++column) {
    do text.remove_prefix(1);
    while (!text.empty() && continues(text.front()));
  }
  return text;
}

/// yaml-cpp takes a file that was cut inside a quoted value for whole when the cut is at the end of a line.
bool is_closed(std::string_view quoted) {
  if (quoted.empty()) return true;
  const char quote = quoted.front();
  if (quote != '"' && quote != '\'') return true;
  for (std::size_t i = 1; i < quoted.size(); ++i) {
    if (quote == '"' && quoted[i] == '\\') {
      ++i;
    } else if (quoted[i] == quote) {
      if (quote == '"' || i + 1 == quoted.size() || quoted[i + 1] != quote) return true;
      ++i;  // two single ones stand for one
    }
  }
  return false;
}

/// Control characters have no business in a configuration, and some would hide text from whoever reads it.
Result<void> check_characters(std::string_view text, std::string_view name) {
  const auto bad = std::find_if(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0x7f || (byte < 0x20 && c != '\n' && c != '\r' && c != '\t');
  });
  if (bad == text.end()) return {};
  const auto line = 1 + std::count(text.begin(), bad, '\n');
  return fail(ErrorCode::kInvalidArgument,
              std::string(name) + ":" + std::to_string(line) + ": contains a control character; only text is read");
}

}  // namespace

Result<std::vector<YamlValue>> read_yaml(std::string_view text, std::string_view name) {
  if (text.size() > kYamlBytesMax) {
    return fail(ErrorCode::kInvalidArgument, std::string(name) + ": larger than 1 MiB, which no configuration is");
  }
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) {
    return fail(ErrorCode::kInvalidArgument, std::string(name) + ":1: is UTF-16; save it as UTF-8");
  }
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (auto clean = check_characters(text, name); !clean) return std::unexpected(clean.error());
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    Flattener flattener(name);
    if (!parser.HandleNextDocument(flattener)) return std::vector<YamlValue>{};
    if (const auto quote = flattener.last_quote(); quote && !is_closed(rest_from(text, *quote))) {
      return fail(ErrorCode::kInvalidArgument,
                  place(name, *quote) + "a quote is opened and not closed; is the file whole?");
    }
    Flattener second(name);
    if (parser.HandleNextDocument(second)) {
      return fail(ErrorCode::kInvalidArgument, std::string(name) + ": holds more than one YAML document; keep one");
    }
    return flattener.take();
  } catch (const Refusal& refusal) {
    return std::unexpected(refusal.error);
  } catch (const YAML::Exception& e) {
    return fail(ErrorCode::kInvalidArgument, place(name, e.mark) + "not valid YAML: " + e.msg);
  }
}

}  // namespace alpha_pulse::config
