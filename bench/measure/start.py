"""The part of the report on start-up, measured by starting.py."""

import starting
from load import LESS

TITLE = "Start"
WITH_CACHE_MS = 300


def measure(plan):
    return starting.measure(plan.rounds)


def verdicts(result):
    newest = max(int(name.split()[0]) for name in result)
    for name, limit in (("plain", 500), ("prepared", WITH_CACHE_MS)):
        first = result[f"{newest} {name}"]["first_answer_ms"]["median"]
        words = "as unpacked" if name == "plain" else "with the ahead-of-time cache"
        yield f"start to first replayed answer on Java {newest}, {words}, ms", f"under {limit}", first, first < limit


def table(result):
    yield from ("`reprise serve --demo`, milliseconds from exec; the reference is the JDK's own HTTP server in one class:", "", "```", *starting.table(result), "```", "")


def ratios(result):
    for name in ("plain", "prepared"):
        newest = f"{max(int(of.split()[0]) for of in result)} {name}"
        reference = result[f"{newest.split()[0]} reference"]["first_answer_ms"]["median"]
        first = result[newest]["first_answer_ms"]
        yield f"start, {newest}: first answer, of the JDK's server", {which: first[which] / reference for which in ("median", "least", "most")}, LESS


def plots(result):
    bars = [(name, entry["first_answer_ms"]["median"]) for name, entry in result.items() if "first_answer_ms" in entry]
    yield "start", "Start to first answer, ms", [("Reprise on " + name if "reference" not in name else name, value) for name, value in bars]
