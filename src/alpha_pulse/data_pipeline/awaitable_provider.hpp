#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "alpha_pulse/data_pipeline/exchange_data_provider.hpp"

/// The two calls of a data provider that the original waits for, as coroutines of Boost.Asio. The functions of the
/// class are their blocking twins: same results, same errors. The built-in market answers at once, so neither suspends.
/// Apart from the class, so that only who awaits includes Asio. The provider outlives the coroutine; one thread.
/// Tested by data_pipeline/awaitable_provider_test.cpp.
namespace alpha_pulse::data_pipeline {

inline boost::asio::awaitable<Result<void>> async_initialize(ExchangeDataProvider& provider) {
  co_return provider.initialize();
}

inline boost::asio::awaitable<Result<Price>> async_get_current_price(const ExchangeDataProvider& provider,
                                                                     std::string symbol) {
  co_return provider.get_current_price(symbol);
}

}  // namespace alpha_pulse::data_pipeline
