#include "alpha_pulse/control/wire.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::control {
namespace {

constexpr OperatorAction kAll[] = {OperatorAction::STOP, OperatorAction::PAUSE, OperatorAction::RESUME,
                                   OperatorAction::REARM, OperatorAction::FLATTEN};

TEST(Wire, ReadsBackEveryRequestItWrites) {
  EXPECT_FALSE(parse_request(request_text({}))->action.has_value());
  for (const OperatorAction action : kAll) {
    EXPECT_EQ(parse_request(request_text({.action = action}))->action, action);
    EXPECT_EQ(action_named(word_of(action)), action);
  }
  EXPECT_EQ(request_text({.action = OperatorAction::PAUSE}), R"({"request":"pause"})");
  EXPECT_FALSE(action_named("status").has_value());
}

TEST(Wire, RefusesWhatIsNoRequestAndSaysWhatWouldPass) {
  for (const char* line :
       {"", "status", "{", "[]", "null", "{}", R"({"request":1})", R"({"request":"PAUSE"})", R"({"request":"sell"})",
        R"({"request":"status"} x)", "\xff\xfe\x01", R"({"request":{"a":{"b":{"c":{"d":1}}}}})"}) {
    const auto refused = parse_request(line);
    ASSERT_FALSE(refused.has_value()) << line;
    EXPECT_NE(refused.error().message.find(R"({"request":"status"} would pass)"), std::string::npos);
  }
  EXPECT_FALSE(parse_request(std::string(2000, '[')).has_value());
}

TEST(Wire, KeepsARefusalOnOneLineWhateverItSays) {
  EXPECT_EQ(error_reply("a \"b\"\nc"), R"({"error":"a \"b\"\nc"})");
  EXPECT_EQ(queued_reply(OperatorAction::REARM), R"({"request":"rearm","queued":true})");
}

}  // namespace
}  // namespace alpha_pulse::control
