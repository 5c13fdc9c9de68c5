"""What a test sees of its run."""

from types import SimpleNamespace
from urllib.parse import quote


class Request(SimpleNamespace):
    """A request that the code under test has sent.

    Its members are those of docs/test-protocol.md: outcome, method, path, model, status, messages, tools, body and others.
    A message has role, text and tool_calls; these have name and arguments.
    """

    def __repr__(self):
        said = "".join(f"\n  {message.role}: {message.text}" for message in self.messages)
        tools = f"\n  tools: {', '.join(self.tools)}" if self.tools else ""
        return f"{self.outcome} {self.method} {self.path} model={self.model}{said}{tools}"


def _request(row):
    messages = [
        SimpleNamespace(**{**message, "tool_calls": [SimpleNamespace(**call) for call in message.get("tool_calls") or ()]})
        for message in row["messages"]
    ]
    return Request(**{**row, "messages": messages})


class Reprise:
    """Records and replays the requests of one test."""

    def __init__(self, active):
        self._active = active

    @property
    def test_id(self):
        return self._active.test

    @property
    def mode(self):
        """`record-if-missing`, `replay`, `record` or `live`."""
        return self._active.mode

    @property
    def base_url(self):
        """Without a slash at its end, and without /v1. All requests to it belong to this test, on whatever thread."""
        return self._active.url

    def upstream(self, name):
        """The base URL for requests to the upstream of this name, where there are several."""
        return f"{self.base_url}/u/{quote(name, safe='')}"

    def requests(self):
        """The requests of this run that have ended, in this order. What was sent, not what was recorded."""
        return [_request(row) for row in self._active.control.requests(self._active.run)]

    def fault(self, *rules):
        """From now on, this goes wrong in this test: `status=429,retry-after=1; first=1`. Without rules, nothing does."""
        self._active.control.set_rules("faults", self.test_id, rules)

    def pace(self, *rules):
        """From now on, chunks of replayed streams come at this pace: `recorded`, `ttft=300ms,tps=50`."""
        self._active.control.set_rules("pace", self.test_id, rules)

    def allow_misses(self):
        """Requests of this test without a recording are no failure."""
        self._active.allows_misses = True
