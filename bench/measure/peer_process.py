"""What every peer of the benchmark needs: its package fetched, its process started, asked until it answers right, and stopped."""

import atexit
import ctypes
import http.client
import json
import os
import pathlib
import shutil
import signal
import subprocess
import time

from servers import PATH, ROOT

CACHE = pathlib.Path(os.environ.get("REPRISE_BENCH_PEERS", ROOT / "bench/target/peers"))
FETCH_SECONDS = 300
DEATH_SIGNAL = 1  # prctl's PR_SET_PDEATHSIG


class Unavailable(Exception):
    """A peer cannot be used here; the message says why."""


def run(*command):
    """Output of a command that ends soon, or Unavailable with its last lines."""
    if shutil.which(command[0]) is None:
        raise Unavailable(f"{command[0]} is not installed")
    try:
        CACHE.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(command, cwd=CACHE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=FETCH_SECONDS)
    except subprocess.TimeoutExpired:
        raise Unavailable(f"{command[0]} did not end within {FETCH_SECONDS} s")
    output = done.stdout.decode(errors="replace").strip()
    if done.returncode != 0:
        errors = [line for line in output.splitlines() if "ERR" in line] or output.splitlines()
        raise Unavailable(f"{pathlib.Path(command[0]).name} failed: {' '.join(errors[:2])[:300]}")
    return output


def maven_jar(artifact, version):
    """A jar of Maven's repositories, `artifact` as group:name, in the cache."""
    jar = CACHE / f"{artifact.split(':')[1]}-{version}.jar"
    if not jar.exists():
        run("mvn", "-q", "-B", "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy",
            f"-Dartifact={artifact}:{version}", f"-DoutputDirectory={CACHE}")
    return jar


def npm_package(name, version):
    """The directory of a package of npm's registry, in the cache."""
    prefix = CACHE / f"{name.split('/')[-1]}-{version}"
    package = prefix / "node_modules" / name
    if not (package / "package.json").exists():
        prefix.mkdir(parents=True, exist_ok=True)
        run("npm", "install", "--prefix", str(prefix), "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", f"{name}@{version}")
    return package


def java():
    home = os.environ.get("JAVA_HOME")
    return f"{home}/bin/java" if home else shutil.which("java")


def ask(url, body, seconds=60, method="POST", path=PATH):
    """Status and body of the answer to a request of JSON."""
    connection = http.client.HTTPConnection(url.split("//")[1], timeout=seconds)
    try:
        connection.request(method, path, body, {"content-type": "application/json"})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def events(stream):
    """The data of each event of a stream."""
    return [line[6:] for line in stream.decode().split("\n") if line.startswith("data: ")]


def text(stream):
    """What the model says in a stream of chat completion chunks."""
    chunks = (json.loads(data) for data in events(stream) if data != "[DONE]")
    return "".join(choice["delta"].get("content") or "" for chunk in chunks for choice in chunk["choices"])


def difference(answer, given):
    """None if `given` is not the answer at all, "" if it has the same bytes, else what differs."""
    if given == answer:
        return ""
    try:
        if events(given) == events(answer):
            return f"frames the events its own way ({len(given):,} bytes instead of {len(answer):,})"
        if text(given) and text(given) == text(answer):
            return f"builds the stream from its text: {len(events(given))} events instead of {len(events(answer))}, {len(given):,} bytes instead of {len(answer):,}"
    except (ValueError, KeyError):
        pass
    return None


def die_with_parent():
    """Has the kernel kill this process when the thread that started it ends, whatever the reason."""
    ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGKILL)


class Running:
    """A peer that serves; a context manager that stops it."""

    def __init__(self, work, command, port, note="", recordings=None):
        self.url = f"http://127.0.0.1:{port}"
        self.note = note
        self.recordings = recordings or (lambda: 0)  # how many it has recorded
        self.log = pathlib.Path(work) / "log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [str(word) for word in command], cwd=work, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=die_with_parent)
        self.pid = self.process.pid
        self.started = time.monotonic()
        self.ready_after = None  # seconds
        atexit.register(self.stop)

    def wait_for(self, question, answer, seconds):
        """Asks until the answer comes, and notes what differs in it; stops the peer if it does not come in time."""
        last = "nothing"
        while time.monotonic() - self.started < seconds and self.process.poll() is None:
            try:
                status, given = ask(self.url, question)
                differs = difference(answer, given)
                if differs is not None:
                    self.ready_after = self.ready_after or time.monotonic() - self.started
                    if differs and differs not in self.note:
                        self.note = "; ".join(filter(None, (self.note, differs)))
                    return self
                last = f"{status} {given[:200]!r}"
            except (OSError, http.client.HTTPException) as failure:
                last = repr(failure)
            time.sleep(0.02)
        self.stop()
        raise RuntimeError(f"no right answer within {seconds} s, last {last}; {self.log.read_text(errors='replace')[-300:]}")

    def stop(self):
        atexit.unregister(self.stop)
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(3)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
