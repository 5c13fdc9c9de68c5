"""Capacity: the most requests and streams that are answered on time, and what each takes of the processor, against nginx, a bare C server, and a
bare loop on Netty, which is the least that Java takes.

All load is an open loop at a rate that is fixed beforehand, so that no server gets less to do because it is slow. Each reference runs twice, as two
servers: what they differ by is the noise of the machine.
"""

import servers
from load import LESS, MORE, ratio, rounds, streams, summary

TITLE = "Capacity and processor time"
GAP_MS = 20
REPRISE = "Reprise"
NGINX, NGINX_AGAIN = "nginx `return`", "nginx `return`, a second one"
BARE, BARE_AGAIN = "bare C server", "bare C server, a second one"
NETTY = "bare Netty loop"
CONNECTIONS = 256
REQUESTS_LATE_MS, STREAMS_LATE_MS = 5, 10
STEADY_REQUESTS, STEADY_STREAMS = 20_000, 1_000
MOST_STREAMS = 18_000  # of a process, which may have 20,000 open files
LEAST_STEP = 0.03  # the search ends when the step is less than this part of the rate
WARM_S = 10


class Kind:
    """What is asked of the servers: whole answers or paced streams."""

    def __init__(self, name, unit, late_ms, steady, first, settle_s, again):
        self.name, self.unit, self.late_ms, self.again = name, unit, late_ms, again
        self.steady, self.first, self.settle_s = steady, first, settle_s


REQUESTS = Kind("requests", "requests/s", REQUESTS_LATE_MS, STEADY_REQUESTS, 40_000, 1, (NGINX, NGINX_AGAIN))
STREAMS = Kind("streams", "streams", STREAMS_LATE_MS, STEADY_STREAMS, 3_000, 1.5, (BARE, BARE_AGAIN))


class Target:
    def __init__(self, name, server, path):
        self.name, self.server, self.path = name, server, path


def offered(plan, kind, target, amount, seconds):
    """What the generator says of so many requests a second, or streams at a time."""
    path = target.path + servers.PATH
    if kind is REQUESTS:
        period = {"gap_us": 0, "period_us": int(CONNECTIONS / amount * 1e6)}
        return streams(plan.work, target.server, path, servers.QUESTION, CONNECTIONS, seconds, settle=kind.settle_s, **period)
    return streams(plan.work, target.server, path, servers.QUESTION, int(amount), seconds, settle=kind.settle_s, gap_us=GAP_MS * 1000)


def is_on_time(plan, kind, target, amount):
    """All of it was answered, and 99 % in time; at the second try, too, since the machine may have done something else during the first."""
    seconds = 1 if plan.is_short else 2
    return any(is_in_time(kind, offered(plan, kind, target, amount, seconds), amount) for _ in range(2))


def is_in_time(kind, load, amount):
    complete = load["failed"] == 0 and load["short"] == 0
    done = kind is STREAMS or load["completed"] >= 0.98 * amount * load["seconds"]
    return complete and done and load["lateness"]["p99"] < kind.late_ms


def capacity(plan, kind, target):
    """The largest amount that is answered on time, by bisection: doubled until it is too much, then halved in between."""
    good, bad, amount = 0, None, kind.first
    while bad is None or bad - good > LEAST_STEP * bad:
        if is_on_time(plan, kind, target, amount):
            good = amount
        else:
            bad = amount
        if kind is STREAMS and good == MOST_STREAMS or bad and bad < kind.steady / 10:
            break
        amount = (good + bad) / 2 if bad else min(2 * good, MOST_STREAMS) if kind is STREAMS else 2 * good
    return good


def steady(plan, kind, target):
    """Processor time in µs for one request or chunk, at a load that leaves every server idle for a part of the time."""
    user, system = target.server.cpu_split()
    load = offered(plan, kind, target, kind.steady, plan.seconds)
    after_user, after_system = target.server.cpu_split()
    # the time before counting begins is as busy
    share = load["seconds"] / (load["seconds"] + kind.settle_s)
    count = load["completed"] if kind is REQUESTS else load["events_per_second"] * load["seconds"]
    return {"user_us": (after_user - user) * share / count * 1e6, "system_us": (after_system - system) * share / count * 1e6}


def measured(plan, kind, target):
    return {"capacity": capacity(plan, kind, target), **steady(plan, kind, target)}


def measure(plan):
    return {"requests": measure_requests(plan), "streams": measure_streams(plan)}


def measure_requests(plan):
    reprise = plan.keep(servers.reprise(plan.work, "capacity", "--demo"))
    targets = [Target(REPRISE, reprise, "")]
    for number, name in enumerate(REQUESTS.again):
        targets.append(Target(name, plan.keep(servers.nginx(plan.work, f"capacity-nginx-{number}", plan.answer)), "/return"))
    targets.append(Target(NETTY, plan.keep(servers.netty_pacer(plan.work, "capacity-netty-requests", plan.answer, 0)), ""))
    return interleaved(plan, REQUESTS, targets)


def measure_streams(plan):
    store = servers.steady_recording(plan.work / "capacity-steady", GAP_MS)
    reprise = plan.keep(servers.reprise(plan.work, "paced", "--mode", "replay", "--recordings", store, "--pace", "recorded"))
    targets = [Target(REPRISE, reprise, "")]
    for number, name in enumerate(STREAMS.again):
        targets.append(Target(name, plan.keep(servers.pacer(plan.work, f"capacity-pacer-{number}", plan.answer, "--gap-us", GAP_MS * 1000)), ""))
    targets.append(Target(NETTY, plan.keep(servers.netty_pacer(plan.work, "capacity-netty", plan.answer, GAP_MS * 1000)), ""))
    return interleaved(plan, STREAMS, targets)


def interleaved(plan, kind, targets):
    for target in [target for target in targets if target.name in (REPRISE, NETTY)]:
        for _ in range(1 if plan.is_short else 2):
            offered(plan, kind, target, kind.first, WARM_S // 2)
    values = rounds(targets, plan.rounds, lambda target: measured(plan, kind, target))
    plan.stop_all()
    reference, bare_java = values[kind.again[0]], values[NETTY]
    return {
        name: {
            "capacity": summary([one["capacity"] for one in runs]),
            "capacity_of": ratio([one["capacity"] for one in runs], [one["capacity"] for one in reference]),
            "user_us": summary([one["user_us"] for one in runs]),
            "system_us": summary([one["system_us"] for one in runs]),
            "cpu_of": ratio([total(one) for one in runs], [total(one) for one in reference]),
            "cpu_of_netty": ratio([total(one) for one in runs], [total(one) for one in bare_java]),
        }
        for name, runs in values.items()
    }


def total(one):
    return one["user_us"] + one["system_us"]


def verdicts(result):
    for kind, cpu, capacity_share in ((REQUESTS, 1.15, None), (STREAMS, None, 0.9)):
        entry = result[kind.name][REPRISE]
        if cpu:
            share = entry["cpu_of"]["median"]
            yield f"{kind.name}: processor time, compared with {kind.again[0]}", f"at most {cpu}", share, share <= cpu
        if capacity_share:
            share = entry["capacity_of"]["median"]
            yield f"{kind.name}: capacity, compared with {kind.again[0]}", f"at least {capacity_share}", share, share >= capacity_share
    share = result["streams"][REPRISE]["cpu_of_netty"]["median"]
    yield f"streams: CPU per chunk, compared with the {NETTY}", "at most 1.05", share, share <= 1.05


def table(result):
    for kind, text, each in (
        (REQUESTS, f"The 55-chunk chat answer, everything at once, {CONNECTIONS} connections; capacity: answers within {REQUESTS_LATE_MS} ms at p99", "request"),
        (STREAMS, f"A chunk every {GAP_MS} ms in each stream; capacity: chunks less than {STREAMS_LATE_MS} ms late at p99", "chunk"),
    ):
        reference = kind.again[0]
        yield from (
            f"{text}. Processor time is that at {kind.steady:,} {kind.unit}:",
            "",
            f"| server | capacity, {kind.unit} | compared with {reference} | spread | CPU per {each}, µs: user | system | both, compared with {reference} | spread |",
            "|---|---|---|---|---|---|---|---|",
        )
        for name, entry in result[kind.name].items():
            share, cpu = entry["capacity_of"], entry["cpu_of"]
            yield (
                f"| {name} | {entry['capacity']['median']:,.0f} | {share['median']:.2f} | {share['least']:.2f} to {share['most']:.2f} "
                f"| {entry['user_us']['median']:.2f} | {entry['system_us']['median']:.2f} | {cpu['median']:.2f} | {cpu['least']:.2f} to {cpu['most']:.2f} |"
            )
        yield ""
    for kind, each in ((REQUESTS, "request"), (STREAMS, "chunk")):
        netty = result[kind.name][REPRISE]["cpu_of_netty"]
        yield f"{REPRISE}'s processor time per {each}, compared with the {NETTY}: {netty['median']:.2f} ({netty['least']:.2f} to {netty['most']:.2f})."


def ratios(result):
    for kind in (REQUESTS, STREAMS):
        entry = result[kind.name][REPRISE]
        yield f"{kind.name}: capacity, of {kind.again[0]}", entry["capacity_of"], MORE
        yield f"{kind.name}: processor time, of {kind.again[0]}", entry["cpu_of"], LESS
        yield f"{kind.name}: processor time, of the {NETTY}", entry["cpu_of_netty"], LESS


def plots(result):
    yield "capacity-requests", "Requests/s within 5 ms at p99", [(name, entry["capacity"]["median"]) for name, entry in result["requests"].items()]
    yield "capacity-streams", "Streams less than 10 ms late at p99", [(name, entry["capacity"]["median"]) for name, entry in result["streams"].items()]
