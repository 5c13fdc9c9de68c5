#!/usr/bin/env python3
"""The peers of the benchmark: other products that replay or record HTTP answers, fetched from the package registries, each with the settings
that its own documentation recommends for load.

    bench/measure/peers.py --check [--large] [--only NAME]     starts, asks and stops each, and prints what it does

`PEERS` compare the bytes of a body, the fastest way that each has; `JSON_PEERS` compare JSON, as their recorders would have it and as Reprise does.
"""

import base64
import json
import pathlib
import platform
import tempfile
import zipfile

from peer_process import Running, Unavailable, ask, events, java, maven_jar, npm_package, run, text
from servers import PATH, free_port

WIREMOCK = ("org.wiremock:wiremock-standalone", "3.13.2")
MOCKSERVER = ("org.mock-server:mockserver-netty-no-dependencies", "5.15.0")
HOVERFLY = ("io.specto:hoverfly-java", "0.20.2")
HOVERFLY_PROGRAM = "1.10.13"  # what hoverfly-java 0.20.2 carries
AIMOCK = ("@copilotkit/aimock", "1.43.0")

PROBE = b'{"model":"llama3.2:1b","messages":[{"role":"user","content":"probe"}],"stream":true,"stream_options":{"include_usage":true}}'
MOST_STREAMS = 6000


def ready_seconds(questions):
    """How long a peer may take until it answers; the slowest needs 3 s for 10,000."""
    return 60 + len(questions) / 100


class Peer:
    """A product that can be measured in the place of Reprise."""

    name = ""
    unpaced = ""  # why a stream of events cannot be had from it, or ""

    def is_available(self):
        """Empty, or why it cannot be used; fetches it."""
        try:
            self.fetch()
            return ""
        except (Unavailable, OSError, zipfile.BadZipFile, KeyError) as reason:
            return str(reason) or repr(reason)

    def replay(self, work, answer, questions, streams_ms=None):
        """Answers each question of POST /v1/chat/completions with the stream `answer`; an event every `streams_ms`, if given."""
        directory = pathlib.Path(tempfile.mkdtemp(dir=work, prefix="peer-"))
        port = free_port()
        command, note = self.replaying(directory, port, answer, questions, streams_ms)
        running = Running(directory, command, port, note)
        running.wait_for(questions[0], answer, ready_seconds(questions))
        return running.wait_for(questions[-1], answer, ready_seconds(questions))

    def record(self, work, upstream):
        """Forwards to `upstream`, for example http://127.0.0.1:8080, and records. The first recording is that of the probe."""
        directory = pathlib.Path(tempfile.mkdtemp(dir=work, prefix="peer-"))
        port = free_port()
        command, note, recordings = self.recording(directory, port, upstream)
        running = Running(directory, command, port, note, recordings)
        return running.wait_for(PROBE, ask(upstream, PROBE)[1], 60)

    def recording(self, directory, port, upstream):
        raise NotImplementedError(f"{self.name} cannot record")


def version_in(jar, version):
    """Requires that a jar says itself which version it is."""
    with zipfile.ZipFile(jar) as files:
        found = [name for name in files.namelist() if name.startswith("META-INF/maven/") and name.endswith("pom.properties")]
        manifest = files.read("META-INF/MANIFEST.MF").decode()
        said = manifest + "".join(files.read(name).decode() for name in found)
    if version not in said:
        raise Unavailable(f"{jar.name} does not say that it is version {version}")


def by_json(by):
    return ", comparing JSON" if by == "json" else ""


class WireMock(Peer):
    """Standalone, one file of mappings, answers in memory."""

    def __init__(self, by):
        self.by = by
        self.name = f"WireMock {WIREMOCK[1]}" + by_json(by)

    def fetch(self):
        self.jar = maven_jar(*WIREMOCK)
        run(java(), "-jar", str(self.jar), "--version")

    def command(self, directory, port, *options):
        # its documentation for performance tests: no request log; Jetty's threads only "under significant loads"
        # (more than its 25 for 64 connections, and asynchronous responses, measured slower)
        return [java(), "-jar", self.jar, "--port", port, "--bind-address", "127.0.0.1", "--root-dir", directory,
            "--disable-request-logging", "--disable-banner", *options]

    def replaying(self, directory, port, answer, questions, streams_ms):
        count = len(events(answer))
        response = {"status": 200, "headers": {"Content-Type": "text/event-stream"}, "base64Body": base64.b64encode(answer).decode()}
        if streams_ms is not None:
            response["chunkedDribbleDelay"] = {"numberOfChunks": count, "totalDuration": count * streams_ms}
        mappings = [{"request": {"method": "POST", "urlPath": PATH, "bodyPatterns": [self.pattern(question)]}, "response": response}
            for question in questions]
        (directory / "mappings").mkdir()
        (directory / "mappings/all.json").write_text(json.dumps({"mappings": mappings}))
        # a dribbling response keeps a thread busy
        threads = [] if streams_ms is None else ["--container-threads", MOST_STREAMS]
        note = "" if streams_ms is None else f"cuts the bytes into {count} equal pieces, one each {streams_ms} ms, not at events"
        return self.command(directory, port, "--no-request-journal", *threads), note

    def pattern(self, question):
        return {"equalTo" if self.by == "bytes" else "equalToJson": question.decode()}

    def recording(self, directory, port, upstream):
        # the journal finds out what is recorded already: without a bound each recording takes longer than the one before
        command = self.command(directory, port, "--record-mappings", "--proxy-all", upstream, "--max-request-journal-entries", 100)
        return command, "two files for each recording, at once, without fsync; buffers the stream", lambda: files_in(directory / "mappings")


def files_in(directory):
    return sum(path.is_file() for path in directory.rglob("*"))


class MockServer(Peer):
    """Expectations from a file, logging off."""

    unpaced = "it has no delay between parts of a body"

    def __init__(self, by):
        self.by = by
        self.name = f"MockServer {MOCKSERVER[1]}" + by_json(by)

    def fetch(self):
        self.jar = maven_jar(*MOCKSERVER)
        version_in(self.jar, MOCKSERVER[1])
        run(java(), "-version")

    def command(self, port, *options, **properties):
        settings = {"localBoundIP": "127.0.0.1", "disableSystemOut": "true", **properties}
        return [java(), *(f"-Dmockserver.{name}={value}" for name, value in settings.items()), "-jar", self.jar, "-serverPort", port, *options]

    def replaying(self, directory, port, answer, questions, streams_ms):
        # as bytes: it would encode text again for each response
        response = {"statusCode": 200, "headers": {"content-type": ["text/event-stream"]},
            "body": {"type": "BINARY", "base64Bytes": base64.b64encode(answer).decode()}}
        note = ""
        if streams_ms is not None:
            total = len(events(answer)) * streams_ms
            response["delay"] = {"timeUnit": "MILLISECONDS", "value": total}
            note = f"{self.unpaced}: the whole answer comes after {total} ms"
        expectations = [{"httpRequest": {"method": "POST", "path": PATH, "body": self.matcher(question)}, "httpResponse": response}
            for question in questions]
        (directory / "expectations.json").write_text(json.dumps(expectations))
        # its page on performance: disableLogging; the limit on expectations depends on the heap and drops the oldest
        return self.command(port, logLevel="OFF", disableLogging="true", maxExpectations=2 * len(questions) + 100,
            initializationJsonPath=directory / "expectations.json"), note

    def matcher(self, question):
        if self.by == "bytes":
            return {"type": "STRING", "string": question.decode()}
        return {"type": "JSON", "json": json.loads(question), "matchType": "STRICT"}

    def recording(self, directory, port, upstream):
        host, upstream_port = upstream.split("//")[1].split(":")
        # logging is what records; WARN prints nothing of it
        command = self.command(port, "-proxyRemotePort", upstream_port, "-proxyRemoteHost", host, logLevel="WARN")
        note = "in memory, as many as its log holds; nothing is written"
        return command, note, lambda: recorded_expectations(f"http://127.0.0.1:{port}")


def recorded_expectations(url):
    path = "/mockserver/retrieve?type=RECORDED_EXPECTATIONS&format=JSON"
    return len(json.loads(ask(url, b"", method="PUT", path=path)[1] or b"[]"))


class Hoverfly(Peer):
    """The program inside hoverfly-java, as a web server with a simulation."""

    unpaced = "it has no delay between parts of a body"

    def __init__(self, by):
        self.by = by
        self.name = f"Hoverfly {HOVERFLY_PROGRAM}" + by_json(by)

    def fetch(self):
        jar = maven_jar(*HOVERFLY)
        machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
        self.program = jar.with_name(f"hoverfly-{HOVERFLY[1]}")
        if not self.program.exists():
            with zipfile.ZipFile(jar) as files:
                unfinished = self.program.with_suffix(".part")
                unfinished.write_bytes(files.read(f"binaries/hoverfly_linux_{machine}"))
                unfinished.chmod(0o755)
                unfinished.rename(self.program)
        said = run(str(self.program), "-version")
        if HOVERFLY_PROGRAM not in said:
            raise Unavailable(f"hoverfly says that it is {said}, not {HOVERFLY_PROGRAM}")

    def replaying(self, directory, port, answer, questions, streams_ms):
        response = {"status": 200, "headers": {"Content-Type": ["text/event-stream"]}, "body": answer.decode()}
        note = ""
        if streams_ms is not None:
            response["fixedDelay"] = len(events(answer)) * streams_ms
            note = f"{self.unpaced}: the whole answer comes after {response['fixedDelay']} ms"
        pairs = [{"request": {"method": [exact("POST")], "path": [exact(PATH)], "body": [self.matcher(question)]}, "response": response}
            for question in questions]
        simulation = {"data": {"pairs": pairs, "globalActions": {"delays": []}}, "meta": {"schemaVersion": "v5.3"}}
        (directory / "simulation.json").write_text(json.dumps(simulation))
        # without journal and log it is 1.8 times as fast; its cache holds a request that was answered, so all of them fit
        return [self.program, "-webserver", "-pp", port, "-ap", free_port(), "-import", directory / "simulation.json", "-no-import-check",
            "-journal-size", 0, "-log-level", "error", "-cache-size", max(1000, 2 * len(questions))], note

    def matcher(self, question):
        return {"matcher": "exact" if self.by == "bytes" else "json", "value": question.decode()}

    def record(self, work, upstream):
        raise NotImplementedError("Hoverfly records only as a proxy that its clients are configured to use, not as a server that forwards")


def exact(value):
    return {"matcher": "exact", "value": value}


class Aimock(Peer):
    """Fixtures from a file; it keeps what the model said and builds the stream for each answer."""

    name = f"aimock {AIMOCK[1]}"

    def fetch(self):
        package = npm_package(*AIMOCK)
        said = json.loads((package / "package.json").read_text())["version"]
        if said != AIMOCK[1]:
            raise Unavailable(f"aimock says that it is {said}, not {AIMOCK[1]}")
        self.program = package / "dist/cli.js"
        run("node", str(self.program), "--help")

    def replaying(self, directory, port, answer, questions, streams_ms):
        said = text(answer)
        # beside the text it sends the role, the finish reason, the usage and [DONE]
        size = -(-len(said) // max(1, len(events(answer)) - 4))
        fixtures = [{"match": self.match(json.loads(question)), "response": {"content": said}, "chunkSize": size} for question in questions]
        # it takes the first fixture whose text is contained in the question's: longer ones first, or one would answer for another
        fixtures.sort(key=lambda fixture: -len(fixture["match"]["userMessage"]))
        (directory / "fixtures.json").write_text(json.dumps({"fixtures": fixtures}))
        note = "matches model and a part of the last user message, not the body"
        pace = []
        if streams_ms is not None:
            pace = ["--latency", streams_ms]
            note += f"; waits {streams_ms} ms before each event but the last two, after the one before"
        return ["node", self.program, "--port", port, "--fixtures", directory / "fixtures.json", "--log-level", "silent", *pace], note

    def match(self, question):
        asked = [message["content"] for message in question["messages"] if message["role"] == "user"]
        return {"userMessage": asked[-1], "model": question["model"]}

    def recording(self, directory, port, upstream):
        (directory / "fixtures").mkdir()
        command = ["node", self.program, "--port", port, "--fixtures", directory / "fixtures", "--log-level", "silent", "--record",
            "--provider-openai", upstream]
        return command, "keeps the text, not the stream; no fsync", lambda: files_in(directory / "fixtures")


PEERS = [WireMock("bytes"), MockServer("bytes"), Hoverfly("bytes"), Aimock()]
JSON_PEERS = [WireMock("json"), MockServer("json"), Hoverfly("json")]

if __name__ == "__main__":
    import peer_check

    peer_check.main()
