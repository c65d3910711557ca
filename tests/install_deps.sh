#!/bin/sh
# Installs what is missing on Debian 12. `sh tests/install_deps.sh` is for building and testing; `ci` adds what the
# slower gates need, `extended` what tests/extended.sh measures with.
set -eu

packages="g++ cmake ninja-build ccache pkg-config
  libyaml-cpp-dev libicu-dev libsimdjson-dev libssl-dev libsqlite3-dev zlib1g-dev libboost-dev nlohmann-json3-dev libcli11-dev libcpp-httplib-dev libmimalloc-dev doctest-dev sqlite3 openssl python3"
for set in "$@"; do
  case $set in
    ci) packages="$packages git clang clang-tidy clang-format libclang-rt-14-dev abigail-tools" ;;
    extended)
      packages="$packages clang libclang-rt-14-dev valgrind time wrk python3-venv r-base-core nodejs openjdk-17-jdk-headless libjna-java"
      command -v npm >/dev/null || packages="$packages npm"  # a nodejs that is not Debian's brings it along
      ;;
    *) echo "install_deps.sh: unknown set: $set (ci, extended)" >&2; exit 2 ;;
  esac
done

if ! command -v dpkg-query >/dev/null; then
  echo "install_deps.sh: this is no Debian; continuing with what is here. Needed:" $packages >&2
  exit 0
fi

missing=
for package in $packages; do
  case " $(dpkg-query -W -f '${db:Status-Status} ' "$package" 2>/dev/null)" in
    *" installed "*) ;;  # and not " not-installed "
    *) missing="$missing $package" ;;
  esac
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
  as_root="env"
elif command -v sudo >/dev/null; then
  as_root="sudo env"
else
  echo "install_deps.sh: not root and no sudo; please install:$missing" >&2
  exit 1
fi

echo "installing:$missing"
# An old or foreign package list may fail to refresh; what counts is whether the packages can be installed.
$as_root apt-get update -q >/dev/null || true
$as_root DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing </dev/null >/dev/null
