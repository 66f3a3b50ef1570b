#!/usr/bin/env bash
# Builds everything once, starts what the tests need, and runs all tests. See --help.
set -u
cd "$(dirname "$0")" || exit 2

usage() {
  cat <<'TEXT'
usage: ./test.sh [--filter TEXT] [--format] [--no-build]
       ./test.sh --services
       ./test.sh --help

Installs what is missing (as root, with apt), starts a private Docker engine, builds the solution, runs all test projects one
after the other, stops what it started, and ends with one line: N passed, N failed, N skipped.
Exit code: 0 when nothing failed, 1 when something did (a build that fails is one failure), 2 for wrong usage.

  --filter TEXT  run only tests whose full name contains TEXT
  --format       check the formatting first (always done when CI=true); what is not clean is one failure
  --no-build     run what was built before
  --services     only start the services, print what to export, and keep them until Ctrl-C
  --help         show this

Where a service cannot be had, the tests that need it are skipped and say why; with CI=true that is a failure.
Results are left in TestResults/.

Example: ./test.sh --filter F25
TEXT
}

filter=''
format=${CI:-false}
build=true
services_only=false
while [ $# -gt 0 ]; do
  case $1 in
    --filter)
      [ $# -ge 2 ] || { usage >&2; exit 2; }
      filter=$2
      shift
      ;;
    --format) format=true ;;
    --no-build) build=false ;;
    --services) services_only=true ;;
    --help | -h)
      usage
      exit 0
      ;;
    *)
      echo "unknown option: $1" >&2
      usage >&2
      exit 2
      ;;
  esac
  shift
done

# One file in tests/services/ for each, with a function start_NAME DIR that exports what the tests ask for, or prints why it
# cannot and fails; and a function stop_NAME.
services=(docker)
started=()
missing=()
work=$(mktemp -d /tmp/as.XXXXXX)
passed=0
failed=0
skipped=0

stop_services() {
  trap '' INT TERM
  local name
  for name in "${started[@]+"${started[@]}"}"; do
    "stop_$name"
  done
  started=()
  rm -rf "$work"
}

start_services() {
  local name
  for name in "${services[@]}"; do
    # shellcheck source=/dev/null
    . "tests/services/$name.sh"
    started+=("$name")
    if "start_$name" "$work" >"$work/$name.reason"; then
      echo "service $name: started"
    else
      missing+=("$name")
      echo "service $name: cannot be had, its tests are skipped: $(cat "$work/$name.reason")"
    fi
  done
}

# count NAME FILE: the value of an attribute of the one <Counters> element of a result file.
count() {
  sed -n "s/.*<Counters[^>]* $1=\"\([0-9]*\)\".*/\1/p" "$2"
}

run_project() {
  local project=$1 name program results code
  name=$(basename "$project")
  program=$project/bin/Debug/net10.0/$name
  results=$PWD/TestResults/$name.trx
  if [ ! -x "$program" ]; then
    echo "$name: not built"
    failed=$((failed + 1))
    return
  fi
  local arguments=(-noLogo -noColor -trx "$results")
  [ -z "$filter" ] || arguments+=(-method "*$filter*")
  rm -f "$results"
  # A test that hangs must not keep the others from being told.
  timeout --foreground --kill-after=10 900 "$program" "${arguments[@]}" </dev/null
  code=$?
  if [ ! -s "$results" ]; then
    echo "$name: ended with exit code $code and without results"
    failed=$((failed + 1))
    return
  fi
  local bad=$(($(count failed "$results") + $(count error "$results") + $(count timeout "$results") + $(count aborted "$results")))
  # An error outside of any test, in a fixture say, is in the exit code only.
  [ "$bad" -gt 0 ] || [ "$code" -eq 0 ] || bad=1
  passed=$((passed + $(count passed "$results")))
  failed=$((failed + bad))
  skipped=$((skipped + $(count notExecuted "$results")))
}

# Says how it ended: nothing is printed after this line.
finish() {
  stop_services
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ]
  exit
}

fail() {
  echo "$1"
  failed=$((failed + 1))
  finish
}

trap stop_services EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if $services_only; then
  start_services
  env | grep '^ACTORSWEEPER_TEST_' | sed 's/^/export /'
  [ ${#missing[@]} -eq 0 ] || exit 1
  echo 'services are up; Ctrl-C stops them'
  while :; do sleep 1; done
fi

command -v dotnet >/dev/null || fail 'dotnet is missing: install the .NET SDK 10'
if [ "$format" = true ]; then
  if ! dotnet restore ActorSweeper.sln -v quiet || ! dotnet format ActorSweeper.sln --no-restore --verify-no-changes; then
    echo 'the formatting is not clean: run dotnet format'
    failed=$((failed + 1))
  fi
fi
if $build; then
  dotnet build ActorSweeper.sln --nologo -v quiet || fail 'the build failed'
fi

start_services
mkdir -p TestResults
for project in tests/*.Tests; do
  run_project "$project"
done
[ "${CI:-}" != true ] || failed=$((failed + ${#missing[@]}))
finish
