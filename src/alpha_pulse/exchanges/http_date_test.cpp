#include "alpha_pulse/exchanges/http_date.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::exchanges {
namespace {

TEST(HttpDate, IsReadInTheOneFormThatServersSend) {
  EXPECT_EQ(parse_http_date("Thu, 01 Jan 1970 00:00:00 GMT")->ms(), 0);
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT")->ms(), 784'111'777'000);
  EXPECT_EQ(parse_http_date("Wed, 01 Mar 2000 00:00:00 GMT")->ms(), 951'868'800'000);
  EXPECT_EQ(parse_http_date("Mon, 01 Mar 2100 00:00:00 GMT")->ms(), 4'107'542'400'000);
  EXPECT_EQ(parse_http_date("Thu, 26 Nov 2026 18:27:56 GMT")->ms(), 1'795'717'676'000);
  EXPECT_EQ(parse_http_date("Thu, 29 Feb 2024 23:59:60 GMT")->ms(), 1'709'251'200'000) << "a leap second";
}

TEST(HttpDate, IsNothingInAnyOther) {
  for (const char* text :
       {"", "now", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 6 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 31 Feb 1994 08:49:37 GMT", "Mon, 29 Feb 2100 00:00:00 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 06 Nov 1969 08:49:37 GMT", "Sun, +6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08.49.37 GMT", "Sun, 06 Nov 19x4 08:49:37 GMT"}) {
    EXPECT_FALSE(parse_http_date(text)) << text;
  }
}

}  // namespace
}  // namespace alpha_pulse::exchanges
