#include "alpha_pulse/data_pipeline/awaitable_provider.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>

namespace alpha_pulse::data_pipeline {
namespace {

TEST(AwaitableProvider, AnswersAsItsBlockingTwinDoes) {
  ExchangeDataProvider provider(ExchangeType::SIM);
  ExchangeDataProvider venue(ExchangeType::BINANCE);
  bool ended = false;
  const auto talk = [&]() -> boost::asio::awaitable<void> {
    const auto early = co_await async_get_current_price(provider, "BTCUSDT");
    EXPECT_EQ(early.error().code, ErrorCode::kInvalidArgument);
    EXPECT_TRUE(co_await async_initialize(provider));
    EXPECT_EQ((co_await async_get_current_price(provider, "BTCUSDT")).value(), provider.get_current_price("BTCUSDT"));
    EXPECT_EQ((co_await async_initialize(venue)).error().message, venue.initialize().error().message);
    ended = true;
  };
  boost::asio::io_context context(1);
  boost::asio::co_spawn(context, talk(), [](std::exception_ptr thrown) { EXPECT_EQ(thrown, nullptr); });
  context.run();
  EXPECT_TRUE(ended);
}

}  // namespace
}  // namespace alpha_pulse::data_pipeline
