#include "alpha_pulse/simulator/face_state.hpp"

namespace alpha_pulse::simulator {

std::string ListenKeys::open(AccountId account, Timestamp now) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  Entry& entry = entries_[account];
  if (entry.key.empty() || now >= entry.until) {
    entry.key.clear();
    while (entry.key.size() < 64) entry.key += kLetters[random_.below(kLetters.size())];
  }
  entry.until = now + kValid;
  return entry.key;
}

Api<std::string> ListenKeys::renew(AccountId account, Timestamp now) {
  const auto found = entries_.find(account);
  if (found == entries_.end() || now >= found->second.until) {
    return deny(-1125,
                "This listenKey does not exist. Please use `POST /fapi/v1/listenKey` to recreate listenKey and renew.");
  }
  found->second.until = now + kValid;
  return found->second.key;
}

void ListenKeys::close(AccountId account) {
  const auto found = entries_.find(account);
  if (found == entries_.end()) return;
  closed_.push_back(found->second.key);
  entries_.erase(found);
}

std::optional<AccountId> ListenKeys::owner(std::string_view key, Timestamp now) const {
  for (const auto& [account, entry] : entries_) {
    if (entry.key == key && now < entry.until) return account;
  }
  return {};
}

std::vector<std::string> ListenKeys::take_expired(Timestamp now) {
  std::vector<std::string> expired;
  std::erase_if(entries_, [&](const auto& item) {
    if (now < item.second.until) return false;
    expired.push_back(item.second.key);
    return true;
  });
  return expired;
}

}  // namespace alpha_pulse::simulator
