#include "alpha_pulse/storage/note_file.hpp"

#include "alpha_pulse/telemetry/test_folder.hpp"

namespace alpha_pulse::storage {
namespace {

class NoteFile : public telemetry::InATemporaryFolder {
 protected:
  const std::filesystem::path folder_ = folder();
  const std::filesystem::path note_ = note_beside(folder_ / "journal.apj");
};

TEST_F(NoteFile, IsReadOnceByTheNextRun) {
  EXPECT_FALSE(take_note(note_).has_value());
  ASSERT_TRUE(leave_note(note_, "first").has_value());
  ASSERT_TRUE(leave_note(note_, "second").has_value());
  EXPECT_EQ(take_note(note_), "second");
  EXPECT_FALSE(take_note(note_).has_value());
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(NoteFile, ThatCannotBeWrittenIsAnErrorThatNamesTheFile) {
  const auto left = leave_note(folder_ / "nowhere" / "a.note", "text");
  ASSERT_FALSE(left.has_value());
  EXPECT_EQ(left.error().code, ErrorCode::kIo);
  EXPECT_NE(left.error().message.find("a.note"), std::string::npos);
}

}  // namespace
}  // namespace alpha_pulse::storage
