"""The part of the report on keys, framing and the file format, measured by JMH (bench/jmh)."""

import json
import subprocess

import servers
from load import LESS

TITLE = "Keys, framing and format, by JMH"
# Counts of allocated bytes are exact but for what happens to fall into the time of measuring.
TOLERANCE = 1.02


def measure(plan):
    output = plan.work / "jmh.json"
    command = [servers.ROOT / "bench/jmh/run", "--iterations", str(plan.rounds), "--json", output]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    allocated = {}
    for one in json.loads(output.read_text("utf-8")):
        group, method = one["benchmark"].split(".")[-2:]
        if not method.startswith("reference"):
            name = " ".join([group, method, *one.get("params", {}).values()])
            allocated[name] = one["secondaryMetrics"]["gc.alloc.rate.norm"]["score"]
    return {"table": [line for line in said.splitlines() if not line.startswith("/")], "allocated": allocated}


def verdicts(result):
    return []


def table(result):
    yield from ("Nanoseconds and allocated bytes for one operation, beside references in the same run:", "", "```", *result["table"], "```", "")


def ratios(result):
    for name, allocated in result["allocated"].items():
        yield f"bytes allocated: {name}", {"median": allocated, "least": allocated, "most": allocated * TOLERANCE}, LESS


def plots(result):
    return []
