"""The environment variables by which SDKs find a server and a key."""

import os
import re
from pathlib import Path

_LOOPBACK = "127.0.0.1,localhost,::1"

# What each variable has after the base URL. `reprise run` sets the same ones for a command; the last group is for Python.
_URLS = {
    "OPENAI_BASE_URL": "/v1",
    "OPENAI_API_BASE": "/v1",
    "AZURE_OPENAI_ENDPOINT": "",
    "ANTHROPIC_BASE_URL": "",
    "ANTHROPIC_BEDROCK_BASE_URL": "",
    "ANTHROPIC_VERTEX_BASE_URL": "/v1",
    "GOOGLE_GEMINI_BASE_URL": "",
    "GOOGLE_VERTEX_BASE_URL": "",
    "OLLAMA_HOST": "",
    "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": "",
    "CO_API_URL": "",
    "HF_INFERENCE_ENDPOINT": "",
    "GROQ_BASE_URL": "",
    "CEREBRAS_BASE_URL": "",
    "TOGETHER_BASE_URL": "/v1",
    "LLAMA_STACK_CLIENT_BASE_URL": "",
    "REPRISE_BASE_URL": "",
    "ANTHROPIC_API_URL": "",
    "ANTHROPIC_API_BASE": "",
    "OLLAMA_BASE_URL": "/v1",
    "OLLAMA_API_BASE": "",
    "CO_BASE_URL": "",
}

# Variables with a key, and others that make it needless.
_KEYS = {
    "OPENAI_API_KEY": ("OPENAI_ADMIN_KEY",),
    "AZURE_OPENAI_API_KEY": ("AZURE_OPENAI_AD_TOKEN",),
    "ANTHROPIC_API_KEY": ("ANTHROPIC_AUTH_TOKEN",),
    "GOOGLE_API_KEY": ("GEMINI_API_KEY", "GOOGLE_GENAI_USE_VERTEXAI"),
    "MISTRAL_API_KEY": (),
    "CO_API_KEY": (),
    "COHERE_API_KEY": (),
    "GROQ_API_KEY": (),
    "CEREBRAS_API_KEY": (),
    "TOGETHER_API_KEY": (),
    "AWS_BEARER_TOKEN_BEDROCK": ("AWS_ACCESS_KEY_ID", "AWS_PROFILE"),
}

# SDKs find credentials also elsewhere, such as in files, and take this one before them.
_BEFORE_OTHERS = "AWS_BEARER_TOKEN_BEDROCK"

_DOTENV_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*[^\s#]")
_LARGEST_DOTENV = 1 << 20  # bytes; larger files hold something else


def variables(url, start, changes=()):
    """What is to be set for a test.

    url: the base URL of the test. start: the server's answer to its start. changes: `NAME=TEXT`, where {url} stands for the URL, or
    `NAME`, which stays as it is.
    """
    values = {name: url + path for name, path in _URLS.items()}
    values.update(_placeholders(start["mode"], start.get("key_placeholder")))
    if any(os.environ.get(name) for each in ("http_proxy", "https_proxy", "all_proxy") for name in (each, each.upper())):
        values["no_proxy"] = _without_proxy("no_proxy", "NO_PROXY")
        values["NO_PROXY"] = _without_proxy("NO_PROXY", "no_proxy")
    for change in changes:
        name, sign, text = change.partition("=")
        if sign:
            values[name.strip()] = text.strip().replace("{url}", url)
        else:
            values.pop(name.strip(), None)
    return values


def _without_proxy(name, otherwise):
    """The hosts that need no proxy. Some clients look at one spelling first, others at the other: where only one is set, it counts for both."""
    hosts = os.environ.get(name, "").strip() or os.environ.get(otherwise, "").strip()
    if hosts == "*":
        return hosts  # clients know it only where it stands alone
    return hosts + "," + _LOOPBACK if hosts else _LOOPBACK


def _placeholders(mode, text):
    """For keys that the user has not set. A key that a test may still load from a file `.env` is not hidden, unless none is needed."""
    if text is None:
        return {}
    loaded = set() if mode == "replay" else {_BEFORE_OTHERS, *_dotenv_variables(Path.cwd())}
    return {
        name: text
        for name, others in _KEYS.items()
        if not any(os.environ.get(each) or each in loaded for each in (name, *others))
    }


def _dotenv_variables(directory):
    """The variables that files `.env` and `.env.*` set, in a directory and in those above it, as far as the one that is a git repository."""
    names = set()
    for current in (directory, *directory.parents):
        for file in [*current.glob(".env"), *current.glob(".env.*")]:
            try:
                if file.is_file() and file.stat().st_size <= _LARGEST_DOTENV:
                    lines = file.read_text(encoding="latin-1").splitlines()
                    names.update(match[1] for match in map(_DOTENV_LINE.match, lines) if match)
            except OSError:
                continue  # whoever wants to read it says so
        if (current / ".git").exists():
            break
    return names


class Setting:
    """Variables of this process that can be put back as they were."""

    def __init__(self, values):
        self._values = values
        self._before = {}

    def apply(self):
        self._before = {name: os.environ.get(name) for name in self._values}
        os.environ.update(self._values)

    def restore(self):
        """Leaves alone what someone else has changed meanwhile."""
        for name, before in self._before.items():
            if os.environ.get(name) != self._values[name]:
                continue
            if before is None:
                del os.environ[name]
            else:
                os.environ[name] = before
        self._before = {}
