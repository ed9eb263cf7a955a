#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace alpha_pulse::config {

/// A credential. It cannot be streamed or formatted, `to_string` shows `***`, and its bytes live in locked memory that
/// is left out of core files and overwritten when the last copy goes. Copies share the bytes.
/// Threading: a value; copies may be used from any thread. Tested by config/secret_test.cpp.
class Secret {
 public:
  Secret() = default;
  static Secret from(std::string_view text);

  bool empty() const { return size_ == 0; }
  /// The only way out, for the code that signs requests. The view lives as long as this object.
  std::string_view reveal() const { return {bytes_.get(), size_}; }
  std::string to_string() const { return empty() ? "" : "***"; }

  /// In time that does not depend on where the two differ.
  friend bool operator==(const Secret& a, const Secret& b);

 private:
  std::shared_ptr<const char> bytes_;
  std::size_t size_ = 0;
};

/// Whether a variable of this name usually holds a credential: `EXCHANGE_API_KEY`, `DB_PASSWORD`.
bool names_a_secret(std::string_view variable);

/// Overwrites a text that held a secret; for buffers that only passed it on.
void wipe(std::string& text);

}  // namespace alpha_pulse::config
