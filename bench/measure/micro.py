"""The part of the report on keys, framing and the file format, measured by JMH (bench/jmh)."""

import subprocess

import servers

TITLE = "Keys, framing and format, by JMH"


def measure(plan):
    command = [servers.ROOT / "bench/jmh/run", "--iterations", str(plan.rounds), "--json", plan.work / "jmh.json"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {"table": [line for line in said.splitlines() if not line.startswith("/")]}


def verdicts(result):
    return []


def table(result):
    yield from ("Nanoseconds and allocated bytes for one operation, beside references in the same run:", "", "```", *result["table"], "```", "")


def plots(result):
    return []
