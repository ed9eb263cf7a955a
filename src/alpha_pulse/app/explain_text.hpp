#pragma once

#include <iosfwd>

#include "alpha_pulse/session/explain.hpp"

/// The answers of `explain` in sentences. Tested by app/explain_text_test.cpp.
namespace alpha_pulse::app {

/// What an order was, why it was sent, what became of it and what that changed.
void print_order(std::ostream& out, const session::CaseFile& file, const session::OrderStory& order);

/// One command that left: the order, told from the end that was asked for.
void print_step(std::ostream& out, const session::CaseFile& file, const session::Step& step);

/// Why the hedge ratio is what it is.
void print_unhedged(std::ostream& out, const session::CaseFile& file);

/// Where the exits stand, from what, and what a hit does; or why none stands.
void print_protection(std::ostream& out, const session::CaseFile& file);

/// `the mark 97110.00`, `a fill of order 3`: what a moment's telling event was.
std::string event_text(const Event& event, const Instrument& hedge);

}  // namespace alpha_pulse::app
