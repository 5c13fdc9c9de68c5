"""Finds the program, and runs a server for one session."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from ._control import RepriseError

_START_SECONDS = 120
_STOP_SECONDS = 20
# others than this process reach it by its URL, whatever the environment says about other servers
_OF_OTHER_SERVERS = re.compile("REPRISE_(HOST|PORT|TOKEN|TLS(_.*)?|HOME)")
_NOT_FOUND = """the program 'reprise' was not found. One of these helps:
  put the directory 'bin' of the distribution on PATH
  set REPRISE_HOME to the directory of the distribution, or to its jar
  start a server yourself, and set REPRISE_URL to its URL"""


def program():
    """The beginning of the command line that runs Reprise."""
    home = os.environ.get("REPRISE_HOME", "")
    if home:
        command = _program_of(Path(home).expanduser())
        if command is None:
            raise RepriseError(f"REPRISE_HOME is '{home}', but there is neither bin/reprise nor lib/reprise-cli-*.jar")
        return command
    found = shutil.which("reprise")
    if found:
        return [found]
    command = _program_of(Path(__file__).parent / "distribution")
    if command is None:
        raise RepriseError(_NOT_FOUND)
    return command


def _program_of(home):
    if home.is_file():
        return _java(home) if home.suffix == ".jar" else [str(home)]
    launchers = [home / "bin" / "reprise", home / "reprise"]
    if os.name != "nt":
        for launcher in launchers:
            if launcher.is_file() and os.access(launcher, os.X_OK):
                return [str(launcher)]
    jars = sorted(home.glob("lib/reprise-cli-*.jar")) or sorted(home.glob("reprise-cli-*.jar"))
    return _java(jars[-1]) if jars else None


def _java(jar):
    home = os.environ.get("REPRISE_JAVA_HOME") or os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=os.path.join(home, "bin")) if home else None
    java = java or shutil.which("java")
    if java is None:
        raise RepriseError("Java was not found. Reprise needs Java 17 or later: put it on PATH, or set JAVA_HOME")
    return [java, "-jar", str(jar)]


class Server:
    """A server on a free port of 127.0.0.1, which ends with this process, however that ends."""

    def __init__(self, directory, flags):
        self._log = tempfile.TemporaryFile()
        command = [*program(), "serve", "--host", "127.0.0.1", "--port", "0", "--quiet", "--drain", "2s", *flags]
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(Path(__file__).with_name("_supervisor.py")), *command],
            cwd=directory,
            env={name: value for name, value in os.environ.items() if not _OF_OTHER_SERVERS.fullmatch(name)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            start_new_session=True,  # Ctrl-C is for pytest, which then asks for outcomes
        )
        self.url = self._read_url(command)

    def _read_url(self, command):
        lines = []
        reader = threading.Thread(target=lambda: lines.append(self._process.stdout.readline()), daemon=True)
        reader.start()
        reader.join(_START_SECONDS)
        line = lines[0].decode("utf-8", "replace").strip() if lines else ""
        if not line.startswith("listening on "):
            said = self.stop()
            why = said or f"no word of it within {_START_SECONDS} seconds"
            raise RepriseError(f"the server of Reprise did not start: {why}\nthe command was: {' '.join(command)}")
        return line.split()[2].rstrip("/")

    def stop(self):
        """Returns what the server has said on standard error."""
        self._process.stdin.close()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._log.seek(0)
        said = self._log.read().decode("utf-8", "replace").strip()
        self._log.close()
        return said
