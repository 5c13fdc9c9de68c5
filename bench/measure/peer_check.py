"""Starts, asks and stops each peer, and prints what it does: `peers.py --check`."""

import argparse
import contextlib
import http.client
import http.server
import json
import tempfile
import threading
import time

import servers
from load import wrk
from peer_process import ask, events
from peers import JSON_PEERS, PEERS
from servers import PATH, ROOT

SCRIPT = """
local threads = 0
function setup(thread)
    thread:set("count", threads * 500009)
    threads = threads + 1
end
function request()
    count = (count + 7919) %% %d
    return wrk.format("POST", nil, {["Content-Type"] = "application/json"}, (string.gsub([[%s]], "NUMBER", tostring(count))))
end
"""


def demo_answer():
    """The 55-chunk chat answer of the demo, from its recording."""
    recording, = (ROOT / "reprise-cli/src/main/resources/demo/recordings").glob("openai-chat-llama3.2-1b-tell-me-a-joke-*.json")
    chunks = json.loads(recording.read_text())["response"]["chunks"]
    return "".join(chunk.get("raw") or framed(chunk["data"]) for chunk in chunks).encode()


def framed(data):
    return f"data: {json.dumps(data, separators=(',', ':'), ensure_ascii=False)}\n\n"


def question(number):
    """A chat request whose text differs with the number."""
    return (b'{"model":"llama3.2:1b","messages":[{"role":"user","content":"tell me joke %s of many"}],"stream":true,'
        b'"stream_options":{"include_usage":true}}' % str(number).encode())


def load(running, count, seconds=3):
    """Requests per second of wrk, 64 connections, over `count` questions."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT % (count, question("NUMBER").decode()))
        script.flush()
        rate, errors = wrk(running.url + PATH, script.name, seconds)
    return f"{rate:,.0f}/s" + (f" {errors}" if errors else "")


def arrivals(running, body):
    """Milliseconds after the request at which each piece of the answer came, and the whole answer."""
    connection = http.client.HTTPConnection(running.url.split("//")[1], timeout=60)
    connection.request("POST", PATH, body, {"content-type": "application/json"})
    start, response, pieces, times = time.monotonic(), connection.getresponse(), [], []
    while True:
        piece = response.read1(65536)
        if not piece:
            break
        pieces.append(piece)
        times.append((time.monotonic() - start) * 1000)
    connection.close()
    return times, b"".join(pieces)


@contextlib.contextmanager
def upstream(answer):
    """A server that answers each request with a stream."""

    class Answering(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.handle_error = lambda *_: None  # peers that stop reset their connections
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()


def check_replay(peer, work, answer, count):
    with peer.replay(work, answer, [question(number) for number in range(count)]) as running:
        load(running, count)
        rate = load(running, count)
        print(f"  {count:,} recordings: ready after {running.ready_after:.2f} s, {rate}, {servers.resident_mib(running.pid):,.0f} MiB; {running.note or 'same bytes'}")


def check_streams(peer, work, answer):
    with peer.replay(work, answer, [question(0)], streams_ms=20) as running:
        times, given = arrivals(running, question(0))
        print(f"  an event each 20 ms: {len(times)} pieces, {len(events(given))} events, first {times[0]:.0f} ms, last {times[-1]:.0f} ms; {running.note}")


def check_recording(peer, work, answer):
    try:
        with upstream(answer) as url, peer.record(work, url) as running:
            for number in range(20):
                ask(running.url, question(number))
            time.sleep(1)
            print(f"  recording: {running.recordings()} of 21 kept; {running.note}")
    except NotImplementedError as reason:
        print(f"  recording: {reason}")


def main():
    arguments = argparse.ArgumentParser(description="Starts, asks and stops each peer.")
    arguments.add_argument("--check", action="store_true", required=True)
    arguments.add_argument("--large", action="store_true", help="with 10,000 recordings too")
    arguments.add_argument("--only", default="", help="peers whose name starts so")
    chosen = arguments.parse_args()
    answer = demo_answer()
    for peer in PEERS + JSON_PEERS:
        if not peer.name.lower().startswith(chosen.only.lower()):
            continue
        print(f"{peer.name}", flush=True)
        reason = peer.is_available()
        if reason:
            print(f"  not available: {reason}")
            continue
        with tempfile.TemporaryDirectory() as work:
            for count in [1, 100] + [10000] * chosen.large:
                check_replay(peer, work, answer, count)
            if peer in PEERS:
                check_streams(peer, work, answer)
                check_recording(peer, work, answer)
