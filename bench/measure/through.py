"""Recording through: how much later the first chunk comes than straight from the upstream; and recordings per second (recording.py)."""

import statistics

import recording
import servers
from load import MORE, rounds, streams, summary

TITLE = "Recording"
STRAIGHT, PROXIED, REPRISE = "straight from the upstream", "through nginx", "through Reprise, recording"
FIRST_MS, GAP_MS, STREAMS = 50, 20, 64
WARM_S = 30  # Reprise's; a compiler has most to do at the beginning
A_SECOND, PERIOD_MS = 1_000, 250
QUESTION = b'{"model":"llama3.2:1b","messages":[{"role":"user","content":"tell me joke SERIAL"}],"stream":true,"stream_options":{"include_usage":true}}'


class Slow:
    """Streams that last about a second."""

    name, gap_us, options = "slow", GAP_MS * 1000, ()
    load = {"count": STREAMS}


class Many:
    """So many questions a second that recording takes all of the machine; the upstream sends its answer in one piece."""

    name, gap_us, options = "many", 0, ("--coalesce",)
    load = {"count": A_SECOND * PERIOD_MS // 1000, "period_us": PERIOD_MS * 1000}


def measure(plan):
    return {
        "first": measure_first(plan, Slow),
        "many": measure_first(plan, Many),
        "rates": None if plan.is_short else recording.measure(plan.rounds, plan.seconds, plan.work),
    }


def measure_first(plan, kind):
    upstream = servers.pacer(plan.work, f"upstream-{kind.name}", plan.answer, "--first-us", FIRST_MS * 1000, "--gap-us", kind.gap_us, *kind.options)
    plan.keep(upstream)
    proxy = plan.keep(servers.nginx(plan.work, f"nginx-through-{kind.name}", plan.answer, upstream.url))
    arguments = ["--mode", "record", "--recordings", plan.work / f"through-{kind.name}", "--upstream", upstream.url + "/v1"]
    reprise = plan.keep(servers.reprise(plan.work, f"through-{kind.name}", *arguments))
    upstream.name, proxy.name, reprise.name = STRAIGHT, PROXIED, REPRISE
    for server in (upstream, proxy, reprise):
        run(plan, kind, server, WARM_S if server is reprise and not plan.is_short else 3)
    values = rounds([upstream, proxy, reprise], plan.rounds, lambda server: run(plan, kind, server, plan.seconds + 3))
    plan.stop_all()
    return combined(values)


def run(plan, kind, server, seconds):
    load = streams(plan.work, server, servers.PATH, QUESTION, seconds=seconds, first_us=FIRST_MS * 1000, gap_us=kind.gap_us, **kind.load)
    if load["failed"] or load["short"]:
        raise RuntimeError(f"{server.name}: {load}")
    return load["first"]


def combined(values):
    def later(name, which):
        return summary([one[which] - straight[which] for one, straight in zip(values[name], values[STRAIGHT])])

    return {
        name: {
            **{which: summary([one[which] for one in runs]) for which in ("p50", "p99")},
            "later": {which: later(name, which) for which in ("p50", "p99")},
            "answers": sum(one["count"] for one in runs),
        }
        for name, runs in values.items()
    }


def verdicts(result):
    for which, limit in (("p50", 1), ("p99", 3)):
        later = result["first"][REPRISE]["later"][which]["median"]
        yield f"recording: first chunk later at {which}, ms", f"under {limit}", later, later < limit
    later = result["many"][REPRISE]["later"]["p99"]["median"]
    yield f"recording {A_SECOND:,} answers a second: first chunk later at p99, ms", "under 2", later, later < 2
    if not result["rates"]:
        return
    made = statistics.median(result["rates"]["values"]["reprise recording"])
    yield "recordings per second, durable", "at least 2,500", made, made >= 2500
    share = statistics.median(recording.ratios(result["rates"]["values"], "reprise recording", recording.BARE_JAVA))
    yield f"recordings per second, compared with {recording.THREADS} bare threads of Java", "at least 0.6", share, share >= 0.6


def table(result):
    yield from first_table(
        f"The first chunk, {STREAMS} streams at a time from an upstream that sends it after {FIRST_MS} ms; each question is new and is recorded:", result["first"]
    )
    yield ""
    yield from first_table(f"The same, with {A_SECOND:,} questions a second, each answered in one piece after {FIRST_MS} ms:", result["many"])
    yield ""
    if not result["rates"]:
        return
    yield from ("Recordings per second, 64 connections, each question new, an upstream without gaps:", "", "```", *recording.table(result["rates"]), "```", "")


def first_table(title, entries):
    yield from (
        title,
        "",
        "| way | later than it was due, p50, ms | p99, ms | later than straight, p50, ms | p99, ms | answers |",
        "|---|---|---|---|---|---|",
    )
    for name, entry in entries.items():
        yield (
            f"| {name} | {entry['p50']['median']:.2f} | {entry['p99']['median']:.2f} | {entry['later']['p50']['median']:.2f} "
            f"| {entry['later']['p99']['median']:.2f} ({entry['later']['p99']['least']:.2f} to {entry['later']['p99']['most']:.2f}) | {entry['answers']:,} |"
        )


def ratios(result):
    if result["rates"]:
        for reference in (recording.BARE_JAVA, recording.BARE_PROXY, "disk, 16 threads", "nginx proxying", "reprise live"):
            yield f"recording, of {reference}", summary(recording.ratios(result["rates"]["values"], "reprise recording", reference)), MORE


def plots(result):
    return []
