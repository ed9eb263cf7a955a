#include "alpha_pulse/exchanges/client_id.hpp"

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <regex>

namespace alpha_pulse::exchanges {
namespace {

WireId any_id() {
  const auto number = rc::gen::inRange<std::uint64_t>(0, Epoch::kMax + 1);
  const std::uint64_t epoch = *number;
  const std::uint64_t intent = *number;
  const auto book = *rc::gen::element(OrderBook::PLAIN, OrderBook::CONDITIONAL);
  const int attempt = *rc::gen::inRange(0, WireId::kAttemptMax + 1);
  return {.epoch = {epoch}, .intent = {intent}, .book = book, .attempt = attempt};
}

RC_GTEST_PROP(ClientId, ReadsBackWhatItWrote, ()) {
  const WireId id = any_id();
  const auto origin = read_wire_text(wire_text(id), id.epoch);
  const auto* own = std::get_if<OwnId>(&origin);
  RC_ASSERT((own != nullptr));
  RC_ASSERT((own->id == id));
}

RC_GTEST_PROP(ClientId, IsAllowedByTheVenue, ()) {
  const std::string text = wire_text(any_id());
  RC_ASSERT((text.size() == 21U));
  RC_ASSERT((std::regex_match(text, std::regex(R"(^[\.A-Z\:/a-z0-9_-]{1,36}$)"))));
}

RC_GTEST_PROP(ClientId, OfAnotherStartIsToldApart, ()) {
  const WireId id = any_id();
  const Epoch other{id.epoch.value ^ 1U};
  RC_ASSERT((std::holds_alternative<OtherEpochId>(read_wire_text(wire_text(id), other))));
}

RC_GTEST_PROP(ClientId, WithOneCharacterChangedIsForeign, ()) {
  const WireId id = any_id();
  std::string text = wire_text(id);
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  const char other = *rc::gen::elementOf(std::string("0123456789abcdefghijklmnopqrstuvwxyzABCXYZ_-:./"));
  RC_PRE(text[at] != other);
  text[at] = other;
  RC_ASSERT((std::holds_alternative<ForeignId>(read_wire_text(text, id.epoch))));
}

RC_GTEST_PROP(ClientId, OfAnybodyElseIsForeign, (const std::string& text)) {
  RC_ASSERT((std::holds_alternative<ForeignId>(read_wire_text(text, Epoch{1}))));
}

TEST(ClientId, KnowsThoseOfTheVenueAndOfPeopleAsForeign) {
  for (const std::string_view text :
       {"autoclose-1568879465651", "adl_autoclose", "web_AbCd", "", "h", "6gCrw2kRUAF9CvJDGP16IP"}) {
    EXPECT_TRUE(std::holds_alternative<ForeignId>(read_wire_text(text, Epoch{})));
  }
}

TEST(ClientId, HasAFixedForm) {
  const WireId id{.epoch = {1}, .intent = {33}, .book = OrderBook::CONDITIONAL, .attempt = 2};
  EXPECT_EQ(wire_text(id).substr(0, 19), "h0000000100000011c2");
}

}  // namespace
}  // namespace alpha_pulse::exchanges
