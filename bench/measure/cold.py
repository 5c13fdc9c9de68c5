"""The first 1,000 answers of a server that has just started, while Java still interprets its code; by how the program was prepared (starting.py).

    bench/measure/cold.py [ROUNDS]
"""

import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import servers
import starting
from load import LESS, ratio, summary

TITLE = "The first 1,000 answers"
COUNT = 1_000
CONNECTIONS = (1, 16)
WAYS = ("reference", "plain", "class archive", "AOT cache", "prepared")
TRAINED = "AOT cache, trained with such answers"
TRAINING = 3_000


def compiled(work):
    subprocess.run(["cc", "-O2", "-o", work / "bulk", servers.SOURCES / "bulk.c", "-lpthread"], check=True)
    (work / "question").write_bytes(servers.QUESTION)
    return work / "bulk"


def trained(work, tool, jdk, version):
    """Starts with a cache whose training has answered thousands of such requests; `--prepare` trains with 20."""
    program, cache = str(work / "bare" / "bin" / "reprise"), work / "trained.aot"
    command = [program, "serve", "--demo", "--port", "0"]
    making = starting.Variant("training", command, starting.environment_of(jdk, f"-XX:AOTCacheOutput={cache}"))
    first_answers(tool, making, 1, TRAINING)
    if not cache.exists():
        raise RuntimeError("the training has written no cache")
    return starting.Variant(f"{version} {TRAINED}", command, starting.environment_of(jdk, f"-XX:AOTCache={cache}"))


def first_answers(tool, variant, connections, count=COUNT):
    """Starts the server, and asks at once; milliseconds at p50, p99 and most, and of the processor from the start to the last answer."""
    begin = time.perf_counter()
    process = subprocess.Popen(variant.command, env=variant.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        port = process.stdout.readline().decode().rsplit(":", 1)[1].strip()
        ready = (time.perf_counter() - begin) * 1000
        command = [tool, "load", "--port", port, "--path", servers.PATH, "--body", tool.parent / "question", "--count", str(count)]
        command += ["--connections", str(connections), "--seconds", "60"]
        result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        result["ready_ms"] = ready
        result["cpu_ms"] = servers.Server(variant.name, "", process.pid, None).cpu_seconds() * 1000
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=servers.PATIENCE_S)
    if result["answers"] != count:
        raise RuntimeError(f"{variant.name}: {result}")
    return result


def measured(tool, variants, rounds):
    values = {}
    for number in range(rounds + 1):
        for connections in CONNECTIONS:
            for variant in variants if number % 2 == 0 else reversed(variants):
                one = first_answers(tool, variant, connections)
                if number > 0:  # the first round fills the caches of the system
                    values.setdefault(f"{variant.name}, {connections}", []).append(one)
    return {name: combined(name, values) for name in values}


def combined(name, values):
    reference = values[f"{name.split()[0]} reference, {name.rsplit(' ', 1)[1]}"]
    return {
        **{which: summary([one[which] for one in values[name]]) for which in ("p50_ms", "p99_ms", "most_ms", "cpu_ms", "ready_ms")},
        "of_reference": {which: ratio([one[which] for one in values[name]], [one[which] for one in reference]) for which in ("p50_ms", "p99_ms", "cpu_ms")},
    }


def measure(plan):
    with tempfile.TemporaryDirectory(prefix="reprise-cold-") as name:
        work = pathlib.Path(name)
        newest = max(starting.jdks())
        wanted = [f"{newest} {way}" for way in WAYS]
        chosen = [variant for variant in starting.variants(work) if variant.name in wanted]
        tool = compiled(work)
        if newest >= starting.FIRST_AOT_CACHE:
            chosen.append(trained(work, tool, starting.jdks()[newest], newest))
        return measured(tool, chosen, plan.rounds)


def verdicts(result):
    return []


def table(result):
    yield from (
        f"`reprise serve --demo`, asked its 55-chunk chat answer {COUNT:,} times as soon as it listens, by one connection and by 16 that ask again at once; the reference is the JDK's own HTTP server, "
        "with an answer of one event. Milliseconds for one answer:",
        "",
        "| started | connections | start to `listening on` | p50 | p99 | spread | most | p50 and p99 of the JDK's server | processor, start included | of the JDK's server |",
        "|---|---|---|---|---|---|---|---|---|---|",
    )
    for name, one in result.items():
        way, connections = name.rsplit(", ", 1)
        share, p99 = one["of_reference"], one["p99_ms"]
        yield (
            f"| {way} | {connections} | {one['ready_ms']['median']:.0f} | {one['p50_ms']['median']:.2f} | {p99['median']:.2f} | {p99['least']:.2f} to {p99['most']:.2f} | {one['most_ms']['median']:.1f} "
            f"| {share['p50_ms']['median']:.2f}, {share['p99_ms']['median']:.2f} | {one['cpu_ms']['median']:,.0f} | {share['cpu_ms']['median']:.2f} |"
        )
    yield ""


def ratios(result):
    for name, one in result.items():
        if " prepared," in name:
            yield f"first {COUNT:,} answers, {name} at a time: processor time, of the JDK's server", one["of_reference"]["cpu_ms"], LESS


def plots(result):
    return []


if __name__ == "__main__":
    class Rounds:
        rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5

    print("\n".join(table(measure(Rounds))))
