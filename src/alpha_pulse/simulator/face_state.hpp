#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "alpha_pulse/market/random.hpp"
#include "alpha_pulse/simulator/face_exchange.hpp"
#include "alpha_pulse/simulator/face_rates.hpp"
#include "alpha_pulse/simulator/face_signature.hpp"

namespace alpha_pulse::simulator {

/// Which of the two venues is spoken to: each has base addresses of its own.
enum class Product { FUTURES, SPOT };

/// A customer's key and the accounts it opens.
struct ApiUser {
  std::string api_key;
  SignatureCheck check;
  AccountId futures{}, spot{};

  AccountId account(Product product) const { return product == Product::FUTURES ? futures : spot; }
};

/// How the face behaves where the sheet leaves it open, or where tests want another behaviour.
struct FaceSettings {
  RateLimits futures{};
  RateLimits spot{.weight_a_minute = 6000,
                  .orders_a_minute = 200'000,
                  .orders_ten_seconds = 100,
                  .long_window = Duration::days(1),
                  .messages_a_second = 5,
                  .enforced = true};
  bool old_ack_fields = false;  ///< acks carry avgPrice and cumQuote, as before 2026-06-30
  std::uint64_t seed = 1;       ///< of listen keys and of the order of user events
};

/// The listen keys of the futures user streams (sheet 4.7): one an account, valid for 60 minutes after each renewal.
/// A value. Tested by simulator/face_test.cpp.
class ListenKeys {
 public:
  static constexpr Duration kValid = Duration::minutes(60);

  explicit ListenKeys(std::uint64_t seed) : random_(seed, 71) {}

  /// The account's key, made when there is none; renewed in any case.
  std::string open(AccountId account, Timestamp now);
  /// Errors: -1125.
  Api<std::string> renew(AccountId account, Timestamp now);
  void close(AccountId account);
  std::optional<AccountId> owner(std::string_view key, Timestamp now) const;
  /// Keys that ran out since the last call.
  std::vector<std::string> take_expired(Timestamp now);
  /// Keys that were closed since the last call.
  std::vector<std::string> take_closed() { return std::exchange(closed_, {}); }

 private:
  struct Entry {
    std::string key;
    Timestamp until{};
  };
  market::Random random_;
  std::map<AccountId, Entry> entries_;
  std::vector<std::string> closed_;
};

/// What the venue takes from its customers for a time.
struct Restrictions {
  Timestamp no_key_until{};   ///< before it every key is refused
  Timestamp no_open_until{};  ///< before it futures orders that may open are refused with
  int no_open_code = 0;       ///< this code
};

/// All that requests and streams share. Lives on one thread.
struct FaceState {
  FaceState(Exchange& traded, const FaceSettings& how)
      : exchange(traded),
        settings(how),
        futures_rates(how.futures),
        spot_rates(how.spot),
        futures_ws_rates(how.futures),
        spot_ws_rates(how.spot),
        listen_keys(how.seed) {}

  const ApiUser* user(std::string_view api_key) const {
    for (const ApiUser& user : users) {
      if (user.api_key == api_key) return &user;
    }
    return nullptr;
  }
  RateMeter& rates(Product product) { return product == Product::FUTURES ? futures_rates : spot_rates; }
  RateMeter& ws_rates(Product product) { return product == Product::FUTURES ? futures_ws_rates : spot_ws_rates; }

  Exchange& exchange;
  FaceSettings settings;
  RateMeter futures_rates, spot_rates, futures_ws_rates, spot_ws_rates;  ///< orders are counted in the first two alone
  ListenKeys listen_keys;
  std::vector<ApiUser> users;
  Restrictions restrictions;
};

}  // namespace alpha_pulse::simulator
