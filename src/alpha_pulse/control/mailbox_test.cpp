#include "alpha_pulse/control/mailbox.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::control {
namespace {

TEST(Mailbox, HandsWordsOverInOrderAndAnswersBackToWhoAsked) {
  Mailbox box;
  EXPECT_FALSE(box.take().has_value());
  const auto pause = box.put(OperatorAction::PAUSE);
  const auto rearm = box.put(OperatorAction::REARM);
  ASSERT_TRUE(pause && rearm);
  EXPECT_EQ(box.take(), OperatorAction::PAUSE);
  box.answer("paused");
  EXPECT_EQ(box.take(), OperatorAction::REARM);
  EXPECT_FALSE(box.take().has_value());
  box.answer("armed");
  EXPECT_EQ(box.answer_to(*rearm), "armed");
  EXPECT_EQ(box.answer_to(*pause), "paused");
  EXPECT_FALSE(box.answer_to(*pause).has_value());
}

TEST(Mailbox, TakesNoMoreThanItsMaximum) {
  Mailbox box;
  for (std::size_t i = 0; i < Mailbox::kWordsMax; ++i) EXPECT_TRUE(box.put(OperatorAction::PAUSE));
  EXPECT_FALSE(box.put(OperatorAction::PAUSE));
  EXPECT_TRUE(box.take());
  EXPECT_TRUE(box.put(OperatorAction::PAUSE));
}

TEST(Mailbox, DropsTheOldestAnswerThatNobodyFetches) {
  Mailbox box;
  const auto first = box.put(OperatorAction::PAUSE);
  box.take();
  box.answer("first");
  for (std::size_t i = 0; i < Mailbox::kWordsMax; ++i) {
    box.put(OperatorAction::PAUSE);
    box.take();
    box.answer("later");
  }
  EXPECT_FALSE(box.answer_to(*first).has_value());
}

TEST(Mailbox, ShowsTheStatusPublishedLast) {
  Mailbox box;
  EXPECT_EQ(box.status(), "");
  box.publish("one");
  box.publish("two");
  EXPECT_EQ(box.status(), "two");
}

}  // namespace
}  // namespace alpha_pulse::control
