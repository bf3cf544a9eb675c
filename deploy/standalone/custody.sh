#!/bin/sh
# Starts the packaged standalone with an AOT cache (JDK 25): what the JVM finds out while it starts is
# kept for the next start. The first call makes the cache by starting and stopping Custody once on
# data of its own, which are removed; so does the first call after an update. Arguments are Custody's;
# JAVA_OPTS are the JVM's. CUSTODY_HOME is where the unpacked program and the cache are kept.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# A JDK says in a file which one it is, which is sooner read than asked.
jdk=$(dirname "$(readlink -f "$(command -v "$java" || echo "$java")")")/..
version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$jdk/release" 2> /dev/null || true)
if [ "${version:-25}" -lt 25 ]; then
  echo "Custody needs Java 25 or newer, and $java is Java $version. Let JAVA_HOME name a newer one." >&2
  exit 1
fi
packaged=$(ls "$here"/target/standalone-*.jar | head -n 1)
home=${CUSTODY_HOME:-$here/target/custody}
jar=$home/$(basename "$packaged")
cache=$home/custody.aot
lock=$home/lock

is_prepared() {
  [ "$home/extracted" -nt "$packaged" ] && [ -f "$cache" ]
}

# The link names the process that prepares. One that was killed has left it behind; in a container it may
# have had the number that this one has.
take_lock() {
  until ln -s "$$" "$lock" 2> /dev/null; do
    holder=$(readlink "$lock" || true)
    if [ -n "$holder" ] && { [ "$holder" = "$$" ] || ! kill -0 "$holder" 2> /dev/null; }; then
      rm -f "$lock"
    else
      sleep 1
    fi
  done
}

# Only what an earlier version has left is removed: the directory may hold something else.
unpack() {
  rm -rf "$home/lib" "$home"/standalone-*.jar "$cache" "$home/extracted"
  "$java" -Djarmode=tools -jar "$packaged" extract --force --destination "$home"
  touch "$home/extracted"
}

make_cache() {
  echo "Making the AOT cache. This takes a moment, once."
  # Without the optimising compiler: what it compiled while the cache was made it would compile again in
  # every start, which takes more time than the start gains by it.
  "$java" -XX:TieredStopAtLevel=1 -XX:AOTCacheOutput="$cache" ${JAVA_OPTS:-} -jar "$jar" --server.port=0 \
    --management.server.port=0 --custody.data-dir="$home/training" > "$home/training.log" 2>&1 &
  training=$!
  until grep -q "Custody is running" "$home/training.log" || ! kill -0 $training 2> /dev/null; do
    sleep 1
  done
  kill $training 2> /dev/null || true
  wait $training || true
  training=
  rm -rf "$home/training"
  [ -f "$cache" ] || echo "No cache came of it, see $home/training.log; Custody starts without."
}

if ! is_prepared; then
  mkdir -p "$home"
  take_lock
  training=
  trap '[ -z "$training" ] || kill $training; rm -f "$lock"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  [ "$home/extracted" -nt "$packaged" ] || unpack
  [ -f "$cache" ] || make_cache
  trap - EXIT INT TERM
  rm -f "$lock"
fi

# A cache that does not fit this JVM is ignored by it.
exec "$java" -XX:AOTCache="$cache" @"$here/../jvm.options" ${JAVA_OPTS:-} -jar "$jar" "$@"
