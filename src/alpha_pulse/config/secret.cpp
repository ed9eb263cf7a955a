#include "alpha_pulse/config/secret.hpp"

#include <sodium/core.h>
#include <sodium/utils.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "alpha_pulse/base/ensure.hpp"

namespace alpha_pulse::config {

Secret Secret::from(std::string_view text) {
  Secret secret;
  if (text.empty()) return secret;
  base::ensure(sodium_init() >= 0, "libsodium starts");
  // Guarded, locked where the system allows it, excluded from core files; sodium_free overwrites it.
  void* memory = sodium_malloc(text.size());
  base::ensure(memory != nullptr, "memory for a credential");
  std::memcpy(memory, text.data(), text.size());
  sodium_mprotect_readonly(memory);
  secret.bytes_ = std::shared_ptr<const char>(static_cast<const char*>(memory), [memory](const char*) {
    sodium_mprotect_readwrite(memory);
    sodium_free(memory);
  });
  secret.size_ = text.size();
  return secret;
}

bool operator==(const Secret& a, const Secret& b) {
  if (a.size_ != b.size_) return false;
  return a.size_ == 0 || sodium_memcmp(a.bytes_.get(), b.bytes_.get(), a.size_) == 0;
}

bool names_a_secret(std::string_view variable) {
  constexpr std::array<std::string_view, 5> kMarks{"SECRET", "API_KEY", "PASSWORD", "PASSPHRASE", "TOKEN"};
  return std::any_of(kMarks.begin(), kMarks.end(),
                     [variable](std::string_view mark) { return variable.find(mark) != std::string_view::npos; });
}

void wipe(std::string& text) {
  sodium_memzero(text.data(), text.size());
  text.clear();
}

}  // namespace alpha_pulse::config
