# A session bus with a keyring for one test, with its files below $HOME and nobody else's.
# Usage: keyring.sh unlocked|locked
# Prints the address of the bus when the keyring is there, and ends with its standard input.
set -eu
# Nothing is started by the bus itself: neither a second keyring nor a window that asks for a password.
export XDG_DATA_DIRS=/nonexistent
rm -f "$HOME/address"
dbus-daemon --session --nofork --nopidfile --print-address 1 >"$HOME/address" 2>/dev/null </dev/null &
bus=$!
# Signals that the tests' process blocks are blocked here too, except for the one that cannot be.
trap 'kill -9 $bus ${keyring:-} 2>/dev/null || true' EXIT
wait_for() {
    tries=0
    until "$@"; do
        tries=$((tries + 1))
        [ "$tries" -lt 400 ] || exit 1
        sleep 0.05
    done
}
wait_for test -s "$HOME/address"
DBUS_SESSION_BUS_ADDRESS=$(cat "$HOME/address")
export DBUS_SESSION_BUS_ADDRESS
case $1 in
unlocked)
    printf 'password of a test' >"$HOME/password"
    gnome-keyring-daemon --foreground --components=secrets --unlock <"$HOME/password" >/dev/null 2>&1 &
    ;;
locked) gnome-keyring-daemon --foreground --components=secrets </dev/null >/dev/null 2>&1 & ;;
esac
keyring=$!
# An answer, also that there is nothing, says that the keyring is there; before, secret-tool says what is wrong.
answers() { [ -z "$(secret-tool lookup service none account none 2>&1)" ]; }
wait_for answers
printf '%s\n' "$DBUS_SESSION_BUS_ADDRESS"
cat >/dev/null
