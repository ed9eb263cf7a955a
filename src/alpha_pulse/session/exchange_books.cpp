#include "alpha_pulse/session/exchange_books.hpp"

#include "alpha_pulse/backtest/closed_loop.hpp"

namespace alpha_pulse::session {
namespace {

void compare(std::vector<std::string>& out, const char* what, const std::string& exchange, const std::string& bot) {
  if (exchange != bot) out.push_back(std::string(what) + ": " + exchange + " at the exchange, " + bot + " here");
}

}  // namespace

Books books_of(const backtest::ClosedLoop& loop) {
  const engine::Portfolio& portfolio = loop.engine().portfolio();
  const engine::AccountTerms terms = portfolio.terms();
  return {.position = portfolio.position().quantity(),
          .open_orders = loop.engine().tracker().live().size(),
          .fees = terms.fees,
          .funding = terms.funding};
}

std::vector<std::string> BooksCompared::differences() const {
  std::vector<std::string> out;
  compare(out, "position", exchange.position.to_string(), bot.position.to_string());
  compare(out, "open orders", std::to_string(exchange.open_orders), std::to_string(bot.open_orders));
  compare(out, "fees", exchange.fees.to_string(), bot.fees.to_string());
  compare(out, "funding", exchange.funding.to_string(), bot.funding.to_string());
  return out;
}

}  // namespace alpha_pulse::session
