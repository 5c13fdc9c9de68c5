#!/usr/bin/env python3
"""Recordings per second: 64 connections, a different question each time, an upstream without gaps (nginx), against what nginx proxies, what
live mode forwards and what the disk makes durable, alternating in one run.

    bench/measure/recording.py [--rounds N] [--seconds S] [--directory D]

The directory ought to lie on the disk that recordings are kept on; a file system in memory has no cost of fsync.
"""

import argparse
import json
import os
import pathlib
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

import servers
from load import wrk

THREADS = 16  # of the programs that measure the disk
WARM_S = 40  # until the JVM has compiled what it compiles; what it does meanwhile is measured too
BARE_JAVA = "disk, 16 threads of Java"
BARE_PROXY = "bare proxy in Java that writes files"
JSON_ANSWER = json.dumps(
    {"id": "chatcmpl-1", "object": "chat.completion", "created": 1764000000, "model": "llama3.2:1b", "choices": [
        {"index": 0, "message": {"role": "assistant", "content": "Why did the chicken cross the road?"}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 12, "completion_tokens": 9, "total_tokens": 21}}, separators=(",", ":"))

LUA = """
local count, run = 0, ""
function init(arguments) run = arguments[1] end
function request()
    count = count + 1
    return wrk.format("POST", nil, {["Content-Type"] = "application/json"},
        '{"model":"llama3.2:1b","messages":[{"role":"user","content":"tell me joke ' .. count .. ' of ' .. run .. '"}],%s}')
end
"""
STREAMED = '"stream":true,"stream_options":{"include_usage":true}'


def start_nginx(work, stream):
    upstream, proxy = servers.free_port(), servers.free_port()
    (work / "nginx.conf").write_text(f"""
daemon off;
worker_processes 1;
pid {work}/nginx.pid;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    keepalive_requests 100000000;
    client_body_temp_path {work}/n1; proxy_temp_path {work}/n2; fastcgi_temp_path {work}/n3; uwsgi_temp_path {work}/n4; scgi_temp_path {work}/n5;
    geo $dollar {{ default "$"; }}
    upstream up {{ server 127.0.0.1:{upstream}; keepalive 256; keepalive_requests 100000000; }}
    server {{
        listen 127.0.0.1:{upstream} backlog=4096;
        location = /v1/chat/completions {{ default_type text/event-stream; {servers.returning(stream)} }}
        location = /v1/json/chat/completions {{ default_type application/json; {servers.returning(JSON_ANSWER)} }}
    }}
    server {{
        listen 127.0.0.1:{proxy} backlog=4096;
        location / {{ proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; }}
    }}
}}
""")
    process = subprocess.Popen(["nginx", "-c", work / "nginx.conf", "-e", work / "nginx.err"])
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", upstream)).close()
            break
        except OSError:
            time.sleep(0.05)
    return process, f"http://127.0.0.1:{upstream}", f"http://127.0.0.1:{proxy}"


class Load:
    """Closed loop with wrk; refuses to count errors."""

    def __init__(self, work, seconds):
        self.work, self.seconds = work, seconds
        (work / "stream.lua").write_text(LUA % STREAMED)
        (work / "json.lua").write_text(LUA % '"stream":false')

    def rate(self, url, script="stream"):
        run = f"{random.randrange(1 << 40):x}"
        rate, errors = wrk(url, self.work / f"{script}.lua", self.seconds, run, threads=1)
        if errors:
            raise RuntimeError(f"{url}: {errors}")
        return rate


def recordings(directory):
    if not directory.exists():  # nothing was recorded yet
        return 0
    return sum(1 for file in os.scandir(directory) if file.name.endswith(".json"))


def recorded(load, server, url, directory, script):
    """A round of recording: files per second, CPU per file, bytes per file."""
    before, cpu = recordings(directory), server.cpu_seconds()
    load.rate(url, script)
    time.sleep(1)  # for those that were under way
    made = recordings(directory) - before
    newest = max(os.scandir(directory), key=lambda file: file.stat().st_mtime if file.name.endswith(".json") else 0)
    return {"rate": made / load.seconds, "cpu_us": (server.cpu_seconds() - cpu) / made * 1e6, "bytes": newest.stat().st_size}


def durable_rate(program, directory, size, threads, seconds):
    """What the disk allows. Files are left until the end, since deleting them would slow down the next round."""
    target = tempfile.mkdtemp(dir=directory)
    return float(subprocess.run([*program, target, str(size), str(threads), str(seconds)], check=True, capture_output=True, text=True).stdout)


def measure(rounds, seconds, directory=None):
    """The values of each round by name, and what else is worth telling."""
    work = pathlib.Path(tempfile.mkdtemp(prefix="reprise-recording-", dir=directory))
    work.chmod(0o755)
    running = []
    try:
        program, classes = [work / "durable"], servers.compile_file_writers(work)
        bare_java = [*servers.bare_java([classes]), "Durable"]
        subprocess.run([os.environ.get("CC", "cc"), "-O2", "-o", *program, servers.ROOT / "bench/measure/c/durable.c", "-lpthread"], check=True)
        nginx, upstream, proxy = start_nginx(work, servers.demo_answer(work).decode())
        running.append(lambda: (nginx.terminate(), nginx.wait()))
        streams, answers = work / "streams", work / "answers"
        record = servers.reprise(work, "record", "--mode", "record", "--recordings", streams, "--upstream", f"up={upstream}/v1")
        running.append(record.stop)
        record_json = servers.reprise(work, "json", "--mode", "record", "--recordings", answers, "--upstream", f"up={upstream}/v1/json")
        running.append(record_json.stop)
        live = servers.reprise(work, "live", "--mode", "live", "--recordings", work / "none", "--upstream", f"up={upstream}/v1")
        running.append(live.stop)
        load, path = Load(work, seconds), "/v1/chat/completions"
        begin = recorded(load, record, record.url + path, streams, "stream")
        warm = Load(work, WARM_S)
        for server in (live, record, record_json):
            warm.rate(server.url + path, "json" if server is record_json else "stream")
        files = work / "bare"
        bare = servers.launch("bare", [*servers.bare_java([classes]), "FileProxy", files, str(begin["bytes"]), upstream], work)
        running.append(bare.stop)
        warm.rate(bare.url + path)
        values = {}
        for _ in range(rounds):
            stream = recorded(load, record, record.url + path, streams, "stream")
            small = recorded(load, record_json, record_json.url + path, answers, "json")
            proxied = recorded(load, bare, bare.url + path, files, "stream")
            one = {
                "straight": load.rate(upstream + path),
                "nginx proxying": load.rate(proxy + path),
                "reprise live": load.rate(live.url + path),
                "reprise recording": stream["rate"],
                "reprise recording small JSON": small["rate"],
                BARE_PROXY: proxied["rate"],
                "disk, 16 threads": durable_rate(program, work, stream["bytes"], THREADS, seconds),
                BARE_JAVA: durable_rate(bare_java, work, stream["bytes"], THREADS, seconds),
                "disk, 16 threads, small JSON": durable_rate(program, work, small["bytes"], THREADS, seconds),
                "disk, 1 thread": durable_rate(program, work, stream["bytes"], 1, seconds),
                "CPU µs per recording": stream["cpu_us"],
                "CPU µs per small recording": small["cpu_us"],
                "CPU µs per file of the bare proxy": proxied["cpu_us"],
            }
            for name, value in one.items():
                values.setdefault(name, []).append(value)
            print(", ".join(f"{name} {value:,.0f}" for name, value in one.items()), file=sys.stderr)
        resident = record.resident_mib()
        while running:
            running.pop()()
        for store in (streams, answers):
            subprocess.run([servers.ROOT / "reprise", "lint", "--recordings", store], check=True, stdout=subprocess.DEVNULL)
        return {"values": values, "resident_mib": resident, "recordings": recordings(streams) + recordings(answers), "begin": begin}
    finally:
        while running:
            running.pop()()
        shutil.rmtree(work)


def ratios(values, name, reference):
    return [a / b for a, b in zip(values[name], values[reference])]


def table(result):
    """The result in lines for people."""
    values = result["values"]
    yield f"{'':<30} {'a second':>10}   spread"
    for name, all_of_name in values.items():
        yield f"{name:<30} {statistics.median(all_of_name):>10,.0f}   {min(all_of_name):,.0f} to {max(all_of_name):,.0f}"
    for name, reference in (
        ("reprise recording", BARE_JAVA),
        ("reprise recording", BARE_PROXY),
        (BARE_PROXY, BARE_JAVA),
        ("reprise recording", "disk, 16 threads"),
        ("reprise recording small JSON", "disk, 16 threads, small JSON"),
        ("reprise recording", "nginx proxying"),
        ("reprise recording", "reprise live"),
        ("reprise live", "nginx proxying"),
    ):
        shares = ratios(values, name, reference)
        yield f"{name} compared with {reference}: {statistics.median(shares):.2f} ({min(shares):.2f} to {max(shares):.2f})"
    begin = result["begin"]
    yield f"after a warm-up of {WARM_S} s; in the first seconds of the server, {begin['rate']:,.0f} recordings a second, each {begin['cpu_us']:,.0f} µs of CPU"
    yield f"{result['recordings']:,} recordings, all in order (lint); {result['resident_mib']:.0f} MiB resident"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--seconds", type=int, default=5)
    arguments.add_argument("--directory", help="where recordings are kept meanwhile (default: the directory for temporary files)")
    given = arguments.parse_args()
    for line in table(measure(given.rounds, given.seconds, given.directory)):
        print(line)


if __name__ == "__main__":
    main()
