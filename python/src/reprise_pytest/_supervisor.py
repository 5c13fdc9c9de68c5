"""Runs a command until standard input ends, then stops it.

Standard input is a pipe from pytest. It ends when pytest closes it, and also when pytest is killed: so no server is left behind.
The file runs as a program of its own and imports nothing of this package.
"""

import subprocess
import sys
import threading

_GRACE_SECONDS = 15


def main(command):
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)

    def stop_at_the_end():
        while sys.stdin.buffer.read(4096):
            pass
        process.terminate()
        try:
            process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()

    threading.Thread(target=stop_at_the_end, daemon=True).start()
    return process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
