"""Large bodies: requests and answers of 20 MB beside a bare C server that only copies them (c/bulk.c); and a stream of 200 MB, recorded and replayed with a small heap."""

import base64
import hashlib
import http.client
import json
import os
import pathlib
import random
import re
import subprocess
import time

import servers
from load import LESS, MORE, ratio, rounds, summary

TITLE = "Large bodies"
MB = 1_000_000
PICTURE = 15 * MB  # in base64, 20 MB
HEAP = "64m"
CONNECTIONS = (1, 2)
ANSWERS, REQUESTS = "answers of 20 MB", "requests of 20 MB"
REPRISE, BARE = "Reprise", "bare C server"
STREAM = 200 * MB
# the smallest heap for the stream is looked for among these, in MiB
HEAPS = (64, 128, 256, 512, 1024, 2048, 3072, 4096)
EVENT = b'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"%s"},"finish_reason":null}]}\n\n'


class Kind:
    """A large question with a small answer, or the reverse."""

    def __init__(self, name, path, question, answer):
        self.name, self.path, self.question, self.answer = name, path, question, answer

    def write(self, work):
        """Puts both into files, for c/bulk.c."""
        self.question_file, self.answer_file = (work / f"{self.path.split('/')[-1]}-{side}" for side in ("question", "answer"))
        self.question_file.write_bytes(self.question)
        self.answer_file.write_bytes(self.answer)


def kinds():
    picture = base64.b64encode(random.Random(7).randbytes(PICTURE)).decode()
    made = json.dumps({"created": 1764000000, "data": [{"b64_json": picture}]}).encode()
    parts = [{"type": "text", "text": "What is in this picture?"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64," + picture}}]
    asked = json.dumps({"model": "gpt-4o", "messages": [{"role": "user", "content": parts}]}).encode()
    said = {"index": 0, "message": {"role": "assistant", "content": "A cat."}, "finish_reason": "stop"}
    answer = json.dumps({"id": "chatcmpl-1", "object": "chat.completion", "created": 1764000000, "model": "gpt-4o", "choices": [said]}).encode()
    return (
        Kind(ANSWERS, "/v1/images/generations", b'{"model":"gpt-image-1","prompt":"a cat"}', made),
        Kind(REQUESTS, "/v1/chat/completions", asked, answer),
    )


def bulk(plan, name, answer, content_type):
    """The bare C server, which has the answer in memory."""
    return plan.keep(servers.launch(name, [plan.work / "bulk", "serve", "--answer", answer, "--type", content_type], plan.work))


def load(plan, server, kind, connections, seconds):
    before = server.cpu_seconds()
    command = [plan.work / "bulk", "load", "--port", server.url.rsplit(":", 1)[1], "--path", kind.path, "--body", kind.question_file]
    command += ["--expect", kind.answer_file, "--connections", str(connections), "--seconds", str(seconds)]
    result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    if result["wrong"] or not result["answers"]:
        raise RuntimeError(f"{server.name}, {kind.name}: {result}")
    result["rate"] = result["answers"] / result["seconds"]
    result["cpu_ms"] = (server.cpu_seconds() - before) / result["answers"] * 1000
    return result


def digest_ms(content):
    """What SHA-256 alone takes, by OpenSSL, in milliseconds."""
    begin = time.perf_counter()
    hashlib.sha256(content).digest()
    return (time.perf_counter() - begin) * 1000


def measure(plan):
    compiler = os.environ.get("CC", "cc")
    subprocess.run([compiler, "-O2", "-o", plan.work / "bulk", servers.SOURCES / "bulk.c", "-lpthread"], check=True)
    store, all_kinds = plan.work / "large", kinds()
    recorded = {kind.name: record(plan, kind, store) for kind in all_kinds}
    result = {"kinds": {}, "recorded_ms": recorded}
    reprise = plan.keep(servers.reprise(plan.work, "large", "--mode", "replay", "--recordings", store))
    reprise.name = REPRISE
    for kind in all_kinds:
        bare = bulk(plan, f"bare-{kind.path.split('/')[-1]}", kind.answer_file, "application/json")
        bare.name = BARE
        for connections in CONNECTIONS:
            load(plan, reprise, kind, connections, 3 if plan.is_short else 6)
            values = rounds([bare, reprise], plan.rounds, lambda server: load(plan, server, kind, connections, plan.seconds))
            result["kinds"][f"{kind.name}, {connections} at a time"] = combined(values)
    result["digest_ms"] = summary([digest_ms(all_kinds[1].question) for _ in range(plan.rounds)])
    result["resident_mib"] = reprise.resident_mib()
    plan.stop_all()
    result["stream"] = measure_stream(plan)
    return result


def record(plan, kind, store):
    """Milliseconds until a client has an answer that is being recorded, of a server that has answered nothing before."""
    kind.write(plan.work)
    upstream = bulk(plan, f"upstream-{kind.path.split('/')[-1]}", kind.answer_file, "application/json")
    reprise = plan.keep(servers.reprise(plan.work, f"record-{kind.path.split('/')[-1]}", "--mode", "record", "--recordings", store, "--upstream", upstream.url + "/v1"))
    took = load(plan, reprise, kind, 1, 0.001)["p50_ms"]
    plan.stop_all()
    return took


def combined(values):
    def of(name, which):
        return [one[which] for one in values[name]]

    return {
        name: {
            **{which: summary(of(name, which)) for which in ("rate", "p50_ms", "p99_ms", "cpu_ms")},
            "of_bare": ratio(of(name, "rate"), of(BARE, "rate")),
            "cpu_of_bare": ratio(of(name, "cpu_ms"), of(BARE, "cpu_ms")),
        }
        for name in values
    }


def stream_of(size):
    """Server-sent events of about so many bytes, no two alike, that end as a chat does."""
    words = random.Random(7)
    block = b"".join(EVENT % (b"w%x " % words.getrandbits(64)) for _ in range(20_000))
    return block * (size // len(block)) + EVENT.replace(b"null", b'"stop"') % b"" + b"data: [DONE]\n\n"


def measure_stream(plan):
    """With 64 MiB of heap; and, where that does not do, the smallest heap that does."""
    content = stream_of(STREAM // 10 if plan.is_short else STREAM)
    file = plan.work / "stream"
    file.write_bytes(content)
    upstream = bulk(plan, "stream-upstream", file, "text/event-stream")
    expected = hashlib.sha256(content).hexdigest()
    result = {"bytes": len(content), "events": content.count(b"\n\n")}
    for what in ("record", "replay"):
        result[what] = least_heap(plan, what, upstream.url, expected)
    plan.stop_all()
    return result


def least_heap(plan, what, upstream, expected):
    tried = []
    for heap in HEAPS:
        # what is replayed was recorded last, with the smallest heap that recorded it
        store = plan.work / (f"stream-{heap}" if what == "record" else "stream-kept")
        one = attempt(plan, what, heap, store, upstream, expected)
        tried.append({"heap_mib": heap, **one})
        if one["is_right"]:
            if what == "record":
                store.rename(plan.work / "stream-kept")
            break
    return tried


def attempt(plan, what, heap, store, upstream, expected):
    environment = {**{name: value for name, value in os.environ.items() if name != "CI"}, "REPRISE_JAVA_OPTS": f"-Xmx{heap}m"}
    command = [servers.ROOT / "reprise", "serve", "--port", "0", "--mode", what, "--recordings", store]
    command += ["--upstream", upstream + "/v1"] if what == "record" else []
    begin, same, resident = time.monotonic(), False, 0.0
    server = servers.launch(f"stream-{what}-{heap}", command, plan.work, environment)
    try:
        same = asked(server.url) == expected
        resident = most_resident_mib(server.pid)
    except (OSError, http.client.HTTPException):
        pass  # as is said: not right
    finally:
        server.stop()
    kept = what == "replay" or any(store.glob("*.json"))
    return {"is_right": same and kept, "is_same": same, "resident_mib": resident, "seconds": time.monotonic() - begin}


def asked(url):
    """SHA-256 of the answer to a question; of what is there of it, if it breaks off."""
    connection = http.client.HTTPConnection(url.split("//")[1], timeout=servers.PATIENCE_S * 5)
    connection.request("POST", servers.PATH, servers.QUESTION, {"content-type": "application/json"})
    answer, digest = connection.getresponse(), hashlib.sha256()
    while part := answer.read(1 << 20):
        digest.update(part)
    return digest.hexdigest()


def most_resident_mib(pid):
    return int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def verdicts(result):
    for name, entry in result["kinds"].items():
        share = entry[REPRISE]["of_bare"]["median"]
        yield f"{name}, compared with a server that only copies them", "at least 0.5", share, share >= 0.5
    for what in ("record", "replay"):
        tried = result["stream"][what]
        heap = tried[-1]["heap_mib"] if tried[-1]["is_right"] else float("inf")
        yield f"{what} a stream of {result['stream']['bytes'] / MB:.0f} MB: heap, MiB", "at most 64", heap, heap <= 64


def table(result):
    yield from (
        "One question again and again. The bare server reads the body into memory, or sends the answer from memory, over loopback: two copies by the kernel, and nothing else. Reprise does the same and "
        "compares a request with the one before, of which it has read the JSON and made the key. For a request that has not come before, the key is SHA-256 of a canonical form that is as long as the request: "
        f"SHA-256 alone takes {result['digest_ms']['median']:.0f} ms for 20 MB (OpenSSL, one thread, the same run).",
        "",
        "| what | server | a second | compared with the bare C server | spread | p50, ms | p99, ms | CPU for each, ms |",
        "|---|---|---|---|---|---|---|---|",
    )
    for name, entry in result["kinds"].items():
        for server, one in entry.items():
            yield (
                f"| {name} | {server} | {one['rate']['median']:,.1f} | {one['of_bare']['median']:.2f} | {one['of_bare']['least']:.2f} to {one['of_bare']['most']:.2f} "
                f"| {one['p50_ms']['median']:.1f} | {one['p99_ms']['median']:.1f} | {one['cpu_ms']['median']:.1f} |"
            )
    times = ", ".join(f"{took:,.0f} ms for {name}" for name, took in result["recorded_ms"].items())
    yield from ("", f"{result['resident_mib']:.0f} MiB resident afterwards. Recorded by a server that has just started: {times}.", "")
    stream = result["stream"]
    yield from (
        f"A stream of {stream['bytes'] / MB:.0f} MB, {stream['events']:,} server-sent events, recorded and replayed by servers of their own, with the same bytes (SHA-256). What does not fit into memory passes on and is not kept.",
        "",
        "| | heap (`-Xmx`), MiB | the client's bytes are the same | kept, or replayed | resident at most, MiB | start to end, s |",
        "|---|---|---|---|---|---|",
    )
    for what in ("record", "replay"):
        for one in stream[what]:
            yield f"| {what} | {one['heap_mib']} | {'yes' if one['is_same'] else 'no'} | {'yes' if one['is_right'] else 'no'} | {one['resident_mib']:.0f} | {one['seconds']:.1f} |"
    yield ""


def ratios(result):
    for name, entry in result["kinds"].items():
        yield f"{name}, of the bare C server", entry[REPRISE]["of_bare"], MORE
    for what in ("record", "replay"):
        least = result["stream"][what][-1]["heap_mib"] if result["stream"][what][-1]["is_right"] else 1 << 20
        yield f"{what} a large stream: heap, MiB", {"median": least, "least": least, "most": least}, LESS


def plots(result):
    return []
