#include "alpha_pulse/base/sha256.hpp"

#include <gtest/gtest.h>

#include <iostream>
#include <random>
#include <string_view>

#include "alpha_pulse/base/sha256_blocks.hpp"

namespace alpha_pulse::base {
namespace {

void feed(Sha256& hash, std::string_view text) {
  hash.update(std::as_bytes(std::span(text.data(), text.size())));
}

std::string hex_of(std::string_view text) {
  Sha256 hash;
  feed(hash, text);
  return hash.hex();
}

TEST(Sha256, GivesThePublishedDigests) {  // FIPS 180-4 examples
  EXPECT_EQ(hex_of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hex_of(std::string(1'000'000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, DoesNotCareHowTheBytesWereCut) {
  Sha256 hash;
  feed(hash, "a");
  feed(hash, "");
  feed(hash, "bc");
  EXPECT_EQ(hash.hex(), hex_of("abc"));
}

TEST(Sha256, IsLibsodiumsForAnyLengthCutAnywhere) {
  std::cout << (sha256_instructions() != nullptr ? "by the processor's instructions\n" : "by libsodium alone\n");
  std::mt19937_64 random(20261126);
  for (int round = 0; round < 2'000; ++round) {
    std::string text(random() % 700, '\0');
    for (char& c : text) c = static_cast<char>(random());
    Sha256 hash;
    for (std::string_view rest = text; !rest.empty();) {
      const std::size_t piece = 1 + random() % rest.size();
      feed(hash, rest.substr(0, piece));
      rest.remove_prefix(piece);
    }
    Sha256::Digest expected;
    crypto_hash_sha256(expected.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
    ASSERT_EQ(hash.digest(), expected) << text.size() << " bytes in round " << round;
  }
}

TEST(Sha256, ADigestMayBeTakenAtAnyPointAndACopyIsAFork) {
  Sha256 hash;
  feed(hash, "ab");
  EXPECT_EQ(hash.hex(), hex_of("ab"));
  EXPECT_EQ(hash.digest(), hash.digest());
  Sha256 fork = hash;
  feed(fork, "x");
  feed(hash, "c");
  EXPECT_EQ(hash.hex(), hex_of("abc"));
  EXPECT_EQ(fork.hex(), hex_of("abx"));
}

}  // namespace
}  // namespace alpha_pulse::base
