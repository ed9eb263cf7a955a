#pragma once

#include <utility>  // before Asio's coroutines, which forget it

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"

/// What every header of this room needs of Asio.
///
/// Threading, for the whole room: an object belongs to the executor its first coroutine runs on, which must not run two
/// handlers at once (an `io_context` run by one thread, or a strand). Only `Clock::now` may be asked from anywhere.
namespace alpha_pulse::net {

namespace asio = boost::asio;

}  // namespace alpha_pulse::net
