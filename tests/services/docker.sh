# A private Docker engine for the tests. To be sourced; by hand:
#
#   . tests/services/docker.sh && start_docker "$(mktemp -d)"    # sets ACTORSWEEPER_TEST_DOCKER, or says why it cannot
#   stop_docker
#
# An engine that ACTORSWEEPER_TEST_DOCKER names already is used as it is, and left running. It has no network of its own and
# changes no firewall rule: everything it makes is below the folder that it is given.

docker_image=actorsweeper-test:busybox
docker_pid=
docker_dir=

start_docker() {
  docker_dir=$1/d # Short: the path of a socket is at most 107 bytes long.
  if [ -n "${ACTORSWEEPER_TEST_DOCKER:-}" ]; then
    need_program docker docker.io && need_program busybox busybox-static || return 1
    docker -H "$ACTORSWEEPER_TEST_DOCKER" image inspect "$docker_image" >/dev/null 2>&1 || import_docker_image || {
      echo "the engine that ACTORSWEEPER_TEST_DOCKER names ($ACTORSWEEPER_TEST_DOCKER) does not take the test image"
      return 1
    }
    return 0
  fi
  need_program dockerd docker.io && need_program busybox busybox-static || return 1
  if [ "$(id -u)" != 0 ]; then
    echo "the Docker engine needs root (or name a running one in ACTORSWEEPER_TEST_DOCKER)"
    return 1
  fi
  mkdir -p "$docker_dir"
  # In a session of its own, so that a Ctrl-C reaches us first and the engine is stopped in order.
  setsid dockerd --host "unix://$docker_dir/docker.sock" --pidfile "$docker_dir/pid" \
    --data-root "$docker_dir/data" --exec-root "$docker_dir/exec" --storage-driver vfs \
    --bridge none --iptables=false --ip6tables=false >"$docker_dir/log" 2>&1 </dev/null &
  docker_pid=$!
  export ACTORSWEEPER_TEST_DOCKER="unix://$docker_dir/docker.sock"
  if ! answers_docker || ! import_docker_image; then
    echo "the Docker engine does not start; the end of its log:"
    tail -n 5 "$docker_dir/log"
    stop_docker
    return 1
  fi
}

stop_docker() {
  [ -n "$docker_pid" ] || return 0
  # Killed tests may leave containers that ignore the signal to end: waiting for each would take its whole grace.
  docker -H "$ACTORSWEEPER_TEST_DOCKER" ps -q 2>/dev/null |
    xargs -r docker -H "$ACTORSWEEPER_TEST_DOCKER" kill >/dev/null 2>&1
  kill "$docker_pid" 2>/dev/null
  for _ in $(seq 100); do
    kill -0 "$docker_pid" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL "$docker_pid" 2>/dev/null
  wait "$docker_pid" 2>/dev/null
  awk -v dir="$docker_dir/" 'index($2, dir) == 1 { print $2 }' /proc/mounts | sort -r | xargs -r umount -l 2>/dev/null
  rm -rf "$docker_dir"
  unset ACTORSWEEPER_TEST_DOCKER
  docker_pid=
}

answers_docker() {
  for _ in $(seq 300); do
    docker -H "$ACTORSWEEPER_TEST_DOCKER" version >/dev/null 2>&1 && return
    kill -0 "$docker_pid" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}

# No registry is asked: the image is the one static program that it consists of.
import_docker_image() (
  root=$(mktemp -d)
  trap 'rm -rf "$root"' EXIT
  mkdir -p "$root/bin" "$root/tmp"
  chmod 755 "$root" # mktemp's is closed to everybody else, and tests run as other users.
  chmod 1777 "$root/tmp"
  cp "$(command -v busybox)" "$root/bin/busybox"
  for applet in $(busybox --list); do
    [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"
  done
  tar -C "$root" -c . | docker -H "$ACTORSWEEPER_TEST_DOCKER" import - "$docker_image" >/dev/null
)

# need_program PROGRAM PACKAGE: installs the Debian package if the program is missing and we may.
need_program() {
  command -v "$1" >/dev/null && return
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "$1 is missing: install the package $2"
    return 1
  fi
  echo "installing $2" >&2
  # RUNLEVEL=1 keeps the package from starting a service of its own.
  export RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive
  { apt-get install -qy --no-install-recommends "$2" ||
    { apt-get update -q && apt-get install -qy --no-install-recommends "$2"; }; } >/dev/null 2>&1
  unset RUNLEVEL DEBIAN_FRONTEND
  command -v "$1" >/dev/null || { echo "$1 is missing, and the package $2 could not be installed"; return 1; }
}
