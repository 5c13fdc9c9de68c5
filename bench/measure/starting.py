#!/usr/bin/env python3
"""Start-up of the packaged program: from exec to its `listening on` line, and to the end of its first replayed answer.

    python3 bench/measure/starting.py [--rounds N] [--json]

For each JDK that is present: the program as it was unpacked, with the class archive, with the ahead-of-time cache where the
JDK has one, and as `bin/reprise --prepare` leaves it; beside them, in the same alternating rounds, the JDK's own HTTP server
in one small class, which says what the machine can do. Nothing is polled: the process that measures sleeps in read().
"""

import argparse
import glob
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from servers import PATIENCE_S, QUESTION, ROOT

DISTRIBUTION = ROOT / "reprise-cli" / "target" / "reprise"
FIRST_AOT_CACHE = 25

# The same two moments, in the least Java that has them.
REFERENCE = """
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;

public class Reference {
    public static void main(String[] arguments) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] answer = "data: [DONE]\\n\\n".getBytes();
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        System.out.println("listening on http://127.0.0.1:" + server.getAddress().getPort());
    }
}
"""


class Variant:
    """One way to start a server, or to run a command that ends by itself."""

    def __init__(self, name, command, environment, serves=True):
        self.name, self.command, self.environment, self.serves = name, command, environment, serves
        self.ready, self.answered, self.ended = [], [], []

    def run(self, keep=True):
        """Runs it once; keeps the milliseconds if wanted."""
        if self.serves:
            ready, answered = start(self.command, self.environment)
            if keep:
                self.ready.append(ready)
                self.answered.append(answered)
            return
        begin = time.perf_counter()
        subprocess.run(self.command, env=self.environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if keep:
            self.ended.append((time.perf_counter() - begin) * 1000)

    def result(self):
        named = {"ready_ms": self.ready, "first_answer_ms": self.answered, "ended_ms": self.ended}
        return {name: summary(values) for name, values in named.items() if values}


def summary(values):
    ordered = sorted(values)
    return {
        "median": round(statistics.median(ordered), 1),
        "least": round(ordered[0], 1),
        "most": round(ordered[-1], 1),
        "rounds": len(ordered),
    }


def start(command, environment):
    """Milliseconds from exec to the line that says it listens, and to the last byte of the first answer."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        line = process.stdout.readline()
        ready = time.perf_counter()
        if not line.startswith(b"listening on http://"):
            raise RuntimeError(f"{command} said {line!r} and {process.stderr.read()!r}")
        ask(int(line.rsplit(b":", 1)[1]))
        return (ready - begin) * 1000, (time.perf_counter() - begin) * 1000
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE_S)


def ask(port):
    """Asks the demo's question, and reads its answer to the end."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE_S) as connection:
        connection.sendall(
            b"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (len(QUESTION), QUESTION)
        )
        answer = b""
        while b"data: [DONE]\n\n" not in answer:
            part = connection.recv(1 << 16)
            if not part:
                raise RuntimeError(f"the answer broke off: {answer[:300]!r}")
            answer += part
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"not a replay: {answer[:300]!r}")


def jdks():
    """The newest JDK of each feature version that is present, as {version: directory}."""
    found = {}
    places = [os.environ.get("JAVA_HOME", ""), *sorted(glob.glob("/usr/lib/jvm/*")), *glob.glob("/opt/java/*"),
              *glob.glob("/opt/jdk*"), *glob.glob(os.path.expanduser("~/.sdkman/candidates/java/*"))]
    for place in filter(None, places):
        release = Path(place, "release")
        if Path(place, "bin", "javac").exists() and release.exists():
            version = int(re.search(r'JAVA_VERSION="(\d+)', release.read_text()).group(1))
            if version >= 17:
                found.setdefault(version, os.path.realpath(place))
    return dict(sorted(found.items()))


def environment_of(jdk, options=""):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("REPRISE_", "JAVA_")) and name != "CI"}
    return {**kept, "REPRISE_JAVA_HOME": jdk, "REPRISE_JAVA_OPTS": options}


def copy_of_distribution(to):
    """The program as it is unpacked: without what was prepared for a JDK."""
    shutil.copytree(DISTRIBUTION, to, ignore=lambda place, names: [
        name for name in names if Path(place).name == "lib" and not name.endswith((".jar", "built"))])
    return str(to / "bin" / "reprise")


def variants(work):
    bare, prepared = copy_of_distribution(work / "bare"), copy_of_distribution(work / "prepared")
    serve = ["serve", "--demo", "--port", "0"]
    (work / "Reference.java").write_text(REFERENCE)
    made = []
    for version, jdk in jdks().items():
        java = str(Path(jdk, "bin", "java"))
        subprocess.run([str(Path(jdk, "bin", "javac")), "-d", str(work / str(version)), str(work / "Reference.java")], check=True)
        subprocess.run([prepared, "--prepare"], env=environment_of(jdk), check=True)
        archive, cache = work / f"{version}.jsa", work / f"{version}.aot"
        start([bare, *serve], environment_of(jdk, f"-XX:ArchiveClassesAtExit={archive}"))
        made += [
            Variant(f"{version} reference", [java, "-Xshare:auto", "-cp", str(work / str(version)), "Reference"], environment_of(jdk)),
            Variant(f"{version} plain", [bare, *serve], environment_of(jdk)),
            Variant(f"{version} class archive", [bare, *serve], environment_of(jdk, f"-XX:SharedArchiveFile={archive}")),
        ]
        if version >= FIRST_AOT_CACHE:
            start([bare, *serve], environment_of(jdk, f"-XX:AOTCacheOutput={cache}"))
            made.append(Variant(f"{version} AOT cache", [bare, *serve], environment_of(jdk, f"-XX:AOTCache={cache}")))
        made.append(Variant(f"{version} prepared", [prepared, *serve], environment_of(jdk)))
        made.append(Variant(f"{version} prepared, --version", [prepared, "--version"], environment_of(jdk), serves=False))
        listing = [prepared, "list", "--recordings", str(ROOT / "reprise-cli/src/main/resources/demo/recordings")]
        made.append(Variant(f"{version} prepared, list", listing, environment_of(jdk), serves=False))
    return made


def measure(rounds=11):
    """Medians and extremes in milliseconds, by variant; a first round of each is not counted."""
    with tempfile.TemporaryDirectory(prefix="reprise-starting-") as name:
        made = variants(Path(name))
        for round_number in range(rounds + 1):
            # forwards and backwards, so that none always follows the same other one
            for variant in made if round_number % 2 == 0 else reversed(made):
                variant.run(keep=round_number > 0)
        results = {variant.name: variant.result() for variant in made}
    for name, result in results.items():
        reference = results[name.split()[0] + " reference"]["first_answer_ms"]["median"]
        if "first_answer_ms" in result:
            result["first_answer_to_reference"] = round(result["first_answer_ms"]["median"] / reference, 2)
    return results


def table(results):
    def cell(entry):
        return f"{entry['median']:.0f} ({entry['least']:.0f}-{entry['most']:.0f})" if entry else ""

    yield f"{'':<28}{'ready, ms':>18}{'first answer, ms':>20}{'ended, ms':>18}{'to reference':>14}"
    for name, result in results.items():
        cells = (cell(result.get(key)) for key in ("ready_ms", "first_answer_ms", "ended_ms"))
        yield "{:<28}{:>18}{:>20}{:>18}{:>14}".format(name, *cells, result.get("first_answer_to_reference", ""))


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    arguments.add_argument("--rounds", type=int, default=11)
    arguments.add_argument("--json", action="store_true")
    chosen = arguments.parse_args()
    subprocess.run([str(ROOT / "reprise"), "--version"], check=True, stdout=subprocess.DEVNULL)
    results = measure(chosen.rounds)
    print(json.dumps(results, indent=2) if chosen.json else "\n".join(table(results)))


if __name__ == "__main__":
    sys.exit(main())
