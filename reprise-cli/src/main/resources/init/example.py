"""Shows how a test uses Reprise. "reprise init" has written it; delete it when you have tests of your own.

    reprise run -- python3 tests/test_reprise_example.py

It passes without network and without a key: the recording of its answer is in the directory of the recordings.
pytest runs it as well.
"""

import json
import os
import unittest
import urllib.error
import urllib.request

SERVER = os.environ.get("REPRISE_URL", "http://127.0.0.1:8000")

# The test id is part of the base URL, so that recordings of different tests never mix.
BASE_URL = SERVER + "/t/reprise-example/v1"


def ask(question):
    """Sends a chat request, and joins the streamed text."""
    body = {
        "model": "llama3.2:1b",
        "messages": [{"role": "user", "content": question}],
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    request = urllib.request.Request(
        BASE_URL + "/chat/completions",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    words = []
    try:
        answer = urllib.request.urlopen(request)
    except urllib.error.HTTPError as refused:  # a miss says why
        raise AssertionError(refused.read().decode()) from None
    with answer:
        for line in answer:
            if line.startswith(b"data: {"):
                for choice in json.loads(line[len(b"data: ") :])["choices"]:
                    words.append(choice["delta"].get("content") or "")
    return "".join(words)


class RepriseExample(unittest.TestCase):
    def test_tells_a_joke(self):
        # Change the question: the error says which recording is nearest, and what differs.
        self.assertTrue(ask("tell me a joke").startswith("A man walked into a library"))


if __name__ == "__main__":
    unittest.main()
