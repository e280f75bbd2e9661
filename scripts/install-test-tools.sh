#!/usr/bin/env bash
# Installs the programs that some tests start for real, from Debian's own packages, where they are missing and where
# we may. Where we may not, it says what is left out and still ends with 0: those tests then skip with a reason,
# unless FOXLOAD_REQUIRE_TOOLS=1 makes them fail.
set -u

# program:package:what the program is needed for
tools=(
  "prometheus:prometheus:the tests of metrics, rules and dashboards against a real Prometheus"
  "amtool:prometheus-alertmanager:the tests of who is told of which alert by a real Alertmanager"
  "chromium:chromium:the tests that open the reports in a real browser"
)

missing=()
for tool in "${tools[@]}"; do
  IFS=: read -r program package purpose <<<"$tool"
  command -v "$program" >/dev/null 2>&1 && continue
  missing+=("$package")
  echo "test tools: $program is missing; it is needed for $purpose" >&2
done
[ "${#missing[@]}" -eq 0 ] && exit 0

leave_out() {
  echo "test tools: ${missing[*]} not installed, because $1; the tests that need it are left out" >&2
  exit 0
}

command -v apt-get >/dev/null 2>&1 || leave_out "this system has no apt-get"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  sudo -n true 2>/dev/null || leave_out "we are neither root nor allowed to use sudo without a password"
  as_root=(sudo -n)
fi

# Debian starts a package's service on installation. Only the binaries are wanted here: the tests start their own
# servers on free loopback ports. A policy file that says 101 forbids the start; one that is already there is kept.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod 755 "$policy"
  trap '"${as_root[@]}" rm -f "$policy"' EXIT
fi

apt() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
    apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 -o Acquire::http::Timeout=30 "$@" 2>&1
}
install() { apt install -y --no-install-recommends "${missing[@]}"; }

echo "test tools: installing ${missing[*]} with apt-get" >&2
if ! install >/dev/null && ! said="$(apt update && install)"; then
  printf '%s\n' "$said" >&2
  leave_out "apt-get could not install it (see above)"
fi

# Where systemd runs, the service would start at the next boot.
if command -v systemctl >/dev/null 2>&1; then
  for package in "${missing[@]}"; do "${as_root[@]}" systemctl --quiet disable "$package" >/dev/null 2>&1; done
fi
exit 0
