#!/usr/bin/env bash
# The same decisions on every compiler: builds tests/determinism_test.cpp and everything it stands on with
# {g++, clang++-19} x {-O0, -O2} and runs the four against the same constants. Builds live in build/determinism.
#   scripts/determinism.sh           build and compare
#   scripts/determinism.sh --renew   write the constants anew (g++ -O2), then build and compare all four
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
JOBS="${JOBS:-$(nproc)}"
readonly GOLDEN=tests/determinism/golden.inc

# build COMPILER LEVEL: the test binary, at build/determinism/COMPILER-LEVEL/bin.
build() {
  local compiler="$1" level="$2" tree="build/determinism/$1-$2"
  mkdir -p "$tree"
  [[ -f "$tree/build.ninja" ]] ||
    cmake -S . -B "$tree" -G Ninja -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_BUILD_TYPE=Fixed \
      -DCMAKE_CXX_FLAGS="-$level" -DALPHA_PULSE_BENCH=OFF -DALPHA_PULSE_WARNINGS_AS_ERRORS=OFF >"$tree/configure.log" 2>&1 ||
    { cat "$tree/configure.log" >&2; return 1; }
  ninja -C "$tree" -j "$JOBS" determinism_test >"$tree/build.log" 2>&1 || { tail -50 "$tree/build.log" >&2; return 1; }
}

if [[ "${1:-}" == --renew ]]; then
  build g++ O2
  ALPHA_PULSE_PRINT_GOLDEN=1 build/determinism/g++-O2/bin/determinism_test --gtest_brief=1 >build/determinism/printed
  grep '^ *[{"]' build/determinism/printed >"$GOLDEN"
  echo "$GOLDEN written" >&2
elif (($#)); then
  echo "determinism.sh: unknown argument '$1' (only --renew is known)" >&2
  exit 2
fi

failed=0
for compiler in g++ clang++-19; do
  for level in O0 O2; do
    build "$compiler" "$level"
    log="build/determinism/$compiler-$level/run.log"
    if "build/determinism/$compiler-$level/bin/determinism_test" --gtest_brief=1 >"$log" 2>&1; then
      printf 'equal    %-10s -%s\n' "$compiler" "$level"
    else
      printf 'DIFFERS  %-10s -%s\n' "$compiler" "$level"
      cat "$log" >&2
      failed=1
    fi
  done
done
exit "$failed"
