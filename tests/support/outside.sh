# Sourced, at the root of the project, by tests that meet the program from outside: a folder to work in, of which nothing
# stays behind, and what is asked of a run. All failures are told; `finish` ends the script, with 1 if there is one.
root=$PWD
program=${REGIMEN_PROGRAM:-build/dev/regimen}
case $program in /*) ;; *) program=$root/$program ;; esac
work=$(mktemp -d)
export XDG_CACHE_HOME="$work/.cache" PYTHONDONTWRITEBYTECODE=1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
: >out
: >err
patience=60  # seconds that a run may take
what=nothing
failures=0
checks=0

fail() {
  failures=$((failures + 1))
  echo "FAILED: $*"
  sed 's/^/  out: /' out | cut -c 1-200 | head -n 3
  sed 's/^/  err: /' err | cut -c 1-200 | head -n 5
}
# run STATUS COMMAND...: the command with its output in the files out and err
run() {
  wanted=$1
  shift
  what="$*"
  status=0
  timeout $patience "$@" >out 2>err </dev/null || status=$?
  checks=$((checks + 1))
  [ "$status" = "$wanted" ] || fail "exit $status instead of $wanted: $what"
}
# The same of commands of the program, with the data of this tree: STATUS ARGUMENTS...
evaluates() { wanted=$1; shift; run "$wanted" "$program" evaluate --data "$root" "$@"; }
screens() { wanted=$1; shift; run "$wanted" "$program" screen --data "$root" "$@"; }

# says FILE TEXT: the text stands in it, such as out or err
says() {
  checks=$((checks + 1))
  grep -qF -- "$2" "$1" || fail "$1 does not say \`$2\`: $what"
}
# In whatever case.
hides() {
  checks=$((checks + 1))
  ! grep -qiF -- "$2" "$1" || fail "$1 says \`$2\`: $what"
}
silent() {
  checks=$((checks + 1))
  [ ! -s "$1" ] || fail "$1 is not empty: $what"
}
same() {
  checks=$((checks + 1))
  cmp -s "$1" "$2" || fail "$(cmp "$1" "$2" 2>&1): $what"
}
# holds TEXT CONDITION...: a command that succeeds
holds() {
  what=$1
  shift
  checks=$((checks + 1))
  "$@" || fail "$what"
}
finish() {
  echo "$checks checks, $failures failed"
  [ $failures = 0 ] || exit 1
  exit 0
}
