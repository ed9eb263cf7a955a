#pragma once

#include "alpha_pulse/domain/names.hpp"

/// The room speaks the vocabulary of `domain`, as every room does.
namespace alpha_pulse::control {
using namespace domain;
}
