import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

ROOT = Path(__file__).resolve().parents[2]
SOURCES = Path(__file__).resolve().parents[1] / "src"
sys.path.insert(0, str(SOURCES))  # for tests of single modules

# What the code under test has of a client: nothing but urllib.
CLIENT = '''
import json, os, urllib.error, urllib.request

def ask(prompt, base=None, timeout=20):
    base = base or os.environ["OPENAI_BASE_URL"]
    body = {"model": "tiny", "messages": [{"role": "user", "content": prompt}]}
    request = urllib.request.Request(
        base + "/chat/completions",
        json.dumps(body).encode(),
        {"Content-Type": "application/json", "Authorization": "Bearer " + os.environ.get("OPENAI_API_KEY", "")},
    )
    with urllib.request.urlopen(request, timeout=timeout) as answer:
        return json.load(answer)["choices"][0]["message"]["content"]

def ask_or_shrug(prompt):
    try:
        return ask(prompt)
    except urllib.error.HTTPError:
        return "whatever"
'''


class Upstream:
    """Plays a model API: its answers count how often it was asked."""

    def __init__(self):
        self.asked = []
        self.says = None
        self.refuses = None  # a prompt
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                prompt = body["messages"][-1]["content"]
                upstream.asked.append(prompt)
                words = upstream.says or f"{prompt}: answer {len(upstream.asked)}"
                message = {"role": "assistant", "content": words}
                answer = {
                    "id": "chatcmpl-1",
                    "object": "chat.completion",
                    "created": 1,
                    "model": "tiny",
                    "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                    "usage": {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12},
                }
                text = json.dumps(answer).encode()
                self.send_response(500 if prompt == upstream.refuses else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def upstream():
    one = Upstream()
    yield one
    one.close()


class Project:
    """A stranger's project, whose tests run in a process of their own."""

    def __init__(self, pytester, upstream):
        self.pytester = pytester
        self.upstream = upstream
        self.recordings = pytester.path / "recordings"
        self.configure()
        pytester.makepyfile(joke_client=CLIENT)

    def configure(self, *lines):
        self.pytester.makeini(
            "\n".join(["[pytest]", "pythonpath = .", f"reprise_upstream = {self.upstream.url}", *lines])
        )

    def run(self, *arguments):
        return self.pytester.runpytest_subprocess("-p", "reprise_pytest.plugin", "-p", "no:cacheprovider", *arguments)

    def recorded(self):
        return sorted(path.relative_to(self.recordings).as_posix() for path in self.recordings.rglob("*.json"))


@pytest.fixture
def project(pytester, upstream, monkeypatch):
    for name in [*os.environ]:
        if name == "CI" or name.startswith(("REPRISE_URL", "REPRISE_MODE", "PYTEST_", "OPENAI_", "ANTHROPIC_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PYTHONPATH", str(SOURCES))
    if "REPRISE_HOME" not in os.environ:
        monkeypatch.setenv("REPRISE_HOME", str(ROOT))
    return Project(pytester, upstream)
