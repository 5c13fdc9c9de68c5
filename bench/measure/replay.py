"""Instant replay of the 55-chunk chat answer, 64 connections: requests per second and CPU per request, of nginx's and of the peers'."""

import servers
from load import MORE, Wrk, ratio, rounds, summary

TITLE = "Instant replay"
RETURN, FILE, REPRISE = "nginx `return`", "nginx, a file", "Reprise"
FLUSHED, PROXIED, BARE = "Reprise, a flush per chunk", "nginx proxying it", "bare C server, a flush per chunk"
WARM_S = 12


def measured(server, path, wrk, script, seconds):
    before = server.cpu_seconds()
    rate = wrk.rate(server.url + path + servers.PATH, script, seconds)
    return {"rate": rate, "cpu_us": (server.cpu_seconds() - before) / (rate * seconds) * 1e6}


def measure(plan):
    wrk, work = Wrk(plan.work), plan.work
    script = wrk.script([servers.QUESTION])
    nginx = plan.keep(servers.nginx(work, "nginx", plan.answer))
    reprise = plan.keep(servers.reprise(work, "reprise", "--demo"))
    entries = [Entry(RETURN, nginx, "/return"), Entry(FILE, nginx, "/file"), Entry(REPRISE, reprise, "")]
    for peer in plan.peers():
        running = plan.keep_peer(peer, lambda: peer.replay(str(work), plan.answer, [servers.QUESTION]))
        if running:
            entries.append(Entry(peer.name, running, ""))
    for entry in entries:
        wrk.rate(entry.server.url + entry.path + servers.PATH, script, warm_seconds(plan, entry))
    values = rounds(entries, plan.rounds, lambda entry: measured(entry.server, entry.path, wrk, script, plan.seconds))
    resident = {entry.name: entry.server.resident_mib() for entry in entries}
    plan.stop_all()
    result = {"entries": combined(values, RETURN, FILE, resident)}
    result["flushed"] = measure_flushed(plan, wrk, script)
    return result


def warm_seconds(plan, entry):
    """Just-in-time compilers need their time; the others are as fast as they get."""
    return 1 if entry.name in (RETURN, FILE, PROXIED, BARE) else WARM_S // 2 if plan.is_short else WARM_S


def measure_flushed(plan, wrk, script):
    pacer = plan.keep(servers.pacer(plan.work, "pacer", plan.answer, "--gap-us", 0))
    proxy = plan.keep(servers.nginx(plan.work, "nginx-proxy", plan.answer, pacer.url))
    reprise = plan.keep(servers.reprise(plan.work, "flushed", "--demo", "--pace", "flushed"))
    entries = [Entry(PROXIED, proxy, ""), Entry(BARE, pacer, ""), Entry(FLUSHED, reprise, "")]
    for entry in entries:
        wrk.rate(entry.server.url + servers.PATH, script, warm_seconds(plan, entry))
    values = rounds(entries, plan.rounds, lambda entry: measured(entry.server, "", wrk, script, plan.seconds))
    resident = {entry.name: entry.server.resident_mib() for entry in entries}
    plan.stop_all()
    return combined(values, PROXIED, BARE, resident)


class Entry:
    def __init__(self, name, server, path):
        self.name, self.server, self.path = name, server, path


def combined(values, reference, second, resident):
    def rates(name):
        return [one["rate"] for one in values[name]]

    return {
        name: {
            "rate": summary(rates(name)),
            "of": {other: ratio(rates(name), rates(other)) for other in (reference, second)},
            "cpu_us": summary([one["cpu_us"] for one in values[name]]),
            "resident_mib": resident[name],
        }
        for name in values
    }


def verdicts(result):
    share = result["entries"][REPRISE]["of"]
    yield "instant replay, compared with nginx serving a file", "at least 1.0", share[FILE]["median"], share[FILE]["median"] >= 1
    yield "instant replay, compared with nginx's `return`", "aim: 1.0", share[RETURN]["median"], share[RETURN]["median"] >= 1
    flushed = result["flushed"][FLUSHED]["of"][PROXIED]["median"]
    yield "a flush per chunk, compared with nginx proxying the same flushed stream", "at least 2", flushed, flushed >= 2


def table(result):
    for part, entries, reference, second in (
        ("The 55-chunk chat answer, everything at once, 64 connections", result["entries"], RETURN, FILE),
        ("The same with a flush per chunk (`--pace flushed`)", result["flushed"], PROXIED, BARE),
    ):
        yield from (f"{part}:", "", f"| server | requests/s | compared with {reference} | spread | compared with {second} | CPU per request, µs | resident, MiB |", "|---|---|---|---|---|---|---|")
        for name, entry in entries.items():
            first, other = entry["of"][reference], entry["of"][second]
            yield (
                f"| {name} | {entry['rate']['median']:,.0f} | {first['median']:.2f} | {first['least']:.2f} to {first['most']:.2f} "
                f"| {other['median']:.2f} | {entry['cpu_us']['median']:.1f} | {entry['resident_mib']:.0f} |"
            )
        yield ""


def ratios(result):
    for reference in (RETURN, FILE):
        yield f"replay, of {reference}", result["entries"][REPRISE]["of"][reference], MORE
    yield f"flushed, of {PROXIED}", result["flushed"][FLUSHED]["of"][PROXIED], MORE


def plots(result):
    yield "replay", "Instant replay, compared with nginx `return`", [(name, entry["of"][RETURN]["median"]) for name, entry in result["entries"].items()]
