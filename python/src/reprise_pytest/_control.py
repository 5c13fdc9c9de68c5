"""The protocol for test frameworks (docs/test-protocol.md of Reprise), over HTTP."""

import json
import os

# The classes of the moment: libraries such as vcrpy replace those of http.client while a test runs.
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import quote, urlsplit

WAIT_MS = 2000
_TIMEOUT_SECONDS = 60


class RepriseError(Exception):
    """The server of Reprise cannot be started or asked, or refuses what it is asked."""


class Control:
    """Asks one server.

    url: such as http://127.0.0.1:41873, without a slash at its end.
    """

    def __init__(self, url):
        self.url = url
        self._parts = urlsplit(url)

    def start(self, test, mode=None, faults=(), pace=(), alone_ms=0):
        """Starts a run of a test; the answer has `run`, `mode`, `path` and `key_placeholder`.

        alone_ms: how long to wait until no other server records the test.
        """
        body = {"faults": list(faults), "pace": list(pace), "alone_ms": alone_ms}
        if mode is not None:
            body["mode"] = mode
        return self._send("POST", "tests/start?test=" + quote(test, safe=""), body)

    def end(self, run, unused=True, delete_unused=False):
        """The outcome of a run, as the server has it now."""
        body = {"run": run, "wait_ms": WAIT_MS, "unused": unused, "delete_unused": delete_unused}
        return self._send("POST", "tests/end", body)

    def requests(self, run):
        return self._send("GET", "tests/requests?run=" + quote(run, safe=""))["requests"]

    def set_rules(self, kind, test, rules):
        """kind: `faults` or `pace`."""
        self._send("POST", kind + "?test=" + quote(test, safe=""), {"rules": list(rules)})

    def _send(self, method, path, body=None):
        connection_type = HTTPSConnection if self._parts.scheme == "https" else HTTPConnection
        connection = connection_type(self._parts.hostname, self._parts.port, timeout=_TIMEOUT_SECONDS)
        headers = {"Content-Type": "application/json"}
        if os.environ.get("REPRISE_TOKEN"):
            headers["X-Reprise-Token"] = os.environ["REPRISE_TOKEN"]
        try:
            connection.request(
                method,
                self._parts.path.rstrip("/") + "/__reprise/" + path,
                body=None if body is None else json.dumps(body).encode("utf-8"),
                headers=headers,
            )
            answer = connection.getresponse()
            status, text = answer.status, answer.read().decode("utf-8", "replace")
        except (OSError, HTTPException) as gone:
            raise RepriseError(f"the server of Reprise does not answer at {self.url}: {gone!r}") from gone
        finally:
            connection.close()
        try:
            value = json.loads(text)
        except ValueError:
            raise RepriseError(f"{self.url} answers with status {status} and no JSON; is it a server of Reprise?") from None
        if status != 200:
            raise RepriseError(str(value.get("error", text) if isinstance(value, dict) else text))
        return value
