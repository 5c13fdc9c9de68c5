"""Streams with a chunk every 20 ms: how late each chunk comes, against a bare C server and the peers; and what open streams cost."""

import resource
import time
from concurrent.futures import ThreadPoolExecutor

import servers
from load import ratio, rounds, streams, summary

TITLE = "Paced streams"
GAP_MS = 20
REPRISE, BARE = "Reprise", "bare C server"
# Files that a process needs beside its streams.
SPARE_FILES = 500
OPEN = 20_000


def measure(plan):
    store = servers.steady_recording(plan.work / "steady", GAP_MS)
    result = {}
    for count in (1000, 5000):
        entries = [
            plan.keep(servers.reprise(plan.work, REPRISE, "--mode", "replay", "--recordings", store, "--pace", "recorded")),
            plan.keep(servers.pacer(plan.work, BARE, plan.answer, "--gap-us", GAP_MS * 1000)),
        ]
        for peer in [peer for peer in plan.peers() if not peer.unpaced] if count == 1000 else []:
            running = plan.keep_peer(peer, lambda: peer.replay(str(plan.work), plan.answer, [servers.QUESTION], GAP_MS))
            if running:
                running.name = peer.name
                entries.append(running)
        for entry in entries:
            if entry.name != BARE:
                streams(plan.work, entry, servers.PATH, servers.QUESTION, 500, 2 if plan.is_short else 5, gap_us=GAP_MS * 1000)
        values = rounds(entries, plan.rounds, lambda entry: run(plan, entry, count))
        result[str(count)] = combined(values)
        plan.stop_all()
    if not plan.is_short:
        result["open"] = measure_open(plan, store)
    return result


def run(plan, server, count):
    before = server.cpu_seconds()
    load = streams(plan.work, server, servers.PATH, servers.QUESTION, count, plan.seconds + 3, gap_us=GAP_MS * 1000)
    load["cpu"] = (server.cpu_seconds() - before) / (load["seconds"] + 2)
    load["resident_mib"] = server.resident_mib()
    return load


def combined(values):
    def quantile(name, which):
        return [one["since_sent"][which] for one in values[name]]

    return {
        name: {
            **{which: summary(quantile(name, which)) for which in ("p50", "p99", "p999")},
            "of_bare": {which: ratio(quantile(name, which), quantile(BARE, which)) for which in ("p50", "p99")},
            "events_per_second": summary([one["events_per_second"] for one in runs]),
            "early": sum(one["since_sent"]["early"] for one in runs),
            "failed": sum(one["failed"] + one["short"] for one in runs),
            "cpu": summary([one["cpu"] for one in runs]),
            "generator_cpu": summary([one["cpu_share"] for one in runs]),
            "generator_lag": summary([one["own_lag"]["p50"] for one in runs]),
            "resident_mib": runs[-1]["resident_mib"],
        }
        for name, runs in values.items()
    }


def measure_open(plan, store):
    """Opens as many streams as the machine lets a process have, up to 20,000; in each, a chunk every ten seconds."""
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    count = OPEN if allowed == resource.RLIM_INFINITY else min(OPEN, allowed - SPARE_FILES)
    server = plan.keep(servers.reprise(plan.work, "open", "--mode", "replay", "--recordings", store, "--pace", "x0.002"))
    before = server.resident_mib()
    slow = {"gap_us": 10_000_000, "period_us": 900_000_000, "ramp_us": 5_000_000, "settle": 0}
    most = 0
    with ThreadPoolExecutor() as pool:
        # a process each, since it has no more files than the server
        halves = [pool.submit(streams, plan.work, server, servers.PATH, servers.QUESTION, half, 25, **slow) for half in (count // 2, count - count // 2)]
        while not all(half.done() for half in halves):
            time.sleep(0.5)
            most = max(most, server.resident_mib())
    for half in halves:
        half.result()  # fails if not all streams could be opened
    plan.stop_all()
    return {"streams": count, "resident_mib": most, "resident_before_mib": before}


def verdicts(result):
    thousand, opened = result["1000"][REPRISE], result.get("open")
    yield "1,000 streams: lateness at p50, ms", "under 0.5", thousand["p50"]["median"], thousand["p50"]["median"] < 0.5
    yield "1,000 streams: lateness at p99, ms", "under 5", thousand["p99"]["median"], thousand["p99"]["median"] < 5
    if opened:
        yield f"{opened['streams']:,} open streams: resident, MiB", "under 600 for 20,000", opened["resident_mib"], opened["resident_mib"] * OPEN / opened["streams"] < 600


def table(result):
    for count in ("1000", "5000"):
        yield from (
            f"{int(count):,} streams, a chunk every {GAP_MS} ms each; lateness of chunks in milliseconds, counted from start + i × {GAP_MS} ms:",
            "",
            "| server | p50 | spread | p99 | spread | p99.9 | p50 and p99 of the bare C server's | chunks/s | CPU, cores | resident, MiB | generator: cores, own lag at p50 |",
            "|---|---|---|---|---|---|---|---|---|---|---|",
        )
        for name, entry in result[count].items():
            p50, p99, of = entry["p50"], entry["p99"], entry["of_bare"]
            trouble = f" ({entry['failed']} answers were not of 55 events)" if entry["failed"] else ""
            yield (
                f"| {name}{trouble} | {p50['median']:.2f} | {p50['least']:.2f} to {p50['most']:.2f} | {p99['median']:.1f} | {p99['least']:.1f} to {p99['most']:.1f} "
                f"| {entry['p999']['median']:.0f} | {of['p50']['median']:.2f}, {of['p99']['median']:.2f} | {entry['events_per_second']['median']:,.0f} "
                f"| {entry['cpu']['median']:.2f} | {entry['resident_mib']:.0f} | {entry['generator_cpu']['median']:.2f}, {entry['generator_lag']['median']:.2f} ms |"
            )
        yield ""
    opened = result.get("open")
    if not opened:
        return
    yield f"{opened['streams']:,} streams open at once: {opened['resident_mib']:.0f} MiB resident ({opened['resident_before_mib']:.0f} without any)."
    if opened["streams"] < OPEN:
        yield f"Not {OPEN:,}, because the system allows a process only {opened['streams'] + SPARE_FILES:,} open files."
    yield ""


def ratios(result):
    """None: at a load that is given, lateness is that of the worse day of the two. `capacity` has what holds on each day."""
    return []


def plots(result):
    for count in ("1000", "5000"):
        for which in ("p50", "p99"):
            bars = [(name, entry[which]["median"]) for name, entry in result[count].items()]
            yield f"late-{count}-{which}", f"{int(count):,} streams: lateness at {which}, ms", bars
