#pragma once

#include <cstddef>
#include <cstdint>

namespace alpha_pulse::base {

/// Takes whole blocks of 64 bytes into the eight words of a SHA-256.
using Sha256Blocks = void (*)(std::uint32_t* words, const unsigned char* bytes, std::size_t blocks);

/// The processor's own instructions for it; null where there are none. Tested by base/sha256_test.cpp.
Sha256Blocks sha256_instructions();

}  // namespace alpha_pulse::base
