"""Which mode a test runs in, and who chose it."""

import os
from typing import NamedTuple, Optional

MODES = ("record-if-missing", "replay", "record", "live")

# The modes of other tools, and what they are called here.
_ELSEWHERE = {
    "none": "replay",
    "lockdown": "replay",
    "once": "record-if-missing",
    "auto": "record-if-missing",
    "new_episodes": "record-if-missing",
    "all": "record",
    "rewrite": "record",
    "update": "record",
    "passthrough": "live",
    "bypass": "live",
}


class ChosenMode(NamedTuple):
    """mode: None leaves it to the server. origin: for people, such as `--reprise-mode`."""

    mode: Optional[str]
    origin: str


def parsed(text, origin):
    """Raises ValueError with the modes there are if this is none."""
    mode = text.strip().lower()
    if mode in MODES:
        return ChosenMode(mode, origin)
    meant = _ELSEWHERE.get(mode.replace("-", "_"))
    hint = f"; what other tools call '{text.strip()}' is '{meant}'" if meant else ""
    raise ValueError(f"{origin}: '{text}' is not a mode. A mode is {', '.join(MODES[:-1])} or {MODES[-1]}{hint}")


def is_ci():
    return os.environ.get("CI", "").strip().lower() not in ("", "false", "0")


def is_chosen_by_run():
    """Whether the server is that of `reprise run`, which has looked at CI itself: what it was told counts more, as by `--mode record`."""
    url = os.environ.get("REPRISE_URL")
    return bool(url) and url == os.environ.get("REPRISE_RUN_URL")


def chosen(option, ini, marker):
    """The command line counts most, then REPRISE_MODE, then the marker, then the configuration file.

    Where CI is set, the latter two do not record, nor does a server that runs already, unless `reprise run` has started it.
    """
    if option:
        return parsed(option, "--reprise-mode")
    variable = os.environ.get("REPRISE_MODE", "")
    if variable.strip():
        return parsed(variable, "the environment variable REPRISE_MODE")
    for text, origin in ((marker, "the marker of the test"), (ini, "reprise_mode in the configuration of pytest")):
        if text:
            choice = parsed(text, origin)
            if is_ci() and choice.mode.startswith("record"):
                break
            return choice
    if is_ci() and not is_chosen_by_run():
        return ChosenMode("replay", "the environment variable CI is set")
    return ChosenMode(None, "the server at REPRISE_URL" if os.environ.get("REPRISE_URL") else "the settings of the server")
