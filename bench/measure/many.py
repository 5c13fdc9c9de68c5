"""Many recordings: time to ready, first and later answers, misses, memory, and throughput against a store of one and against peers with 10,000."""

import json
import os
import random
import sys
import time
import types
import urllib.error

import servers
from load import MORE, Wrk, ratio, rounds, summary

sys.path.insert(0, str(servers.ROOT / "docs"))
import key  # noqa: E402  (the published reference implementation)

TITLE = "Many recordings"
REPRISE, NGINX = "Reprise", "nginx `return`, one answer"
ONE_QUESTION = "Reprise, one question"
ASKED = 10_000
SLOWEST_INDEX_S = 1800
END = b"data: [DONE]\n\n"


def request(i, extra=""):
    return {"model": "m", "messages": [{"role": "user", "content": f"what is {i} plus {i * 7 % 1000}?{extra}"}], "stream": True}


def event(i):
    return {"id": f"c{i}", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [
        {"index": 0, "delta": {"role": "assistant", "content": f"answer {i}"}, "finish_reason": "stop"}]}


def stream(i):
    """The answer, as it is on the wire."""
    return b"data: " + json.dumps(event(i), separators=(",", ":")).encode() + b"\n\n" + END


def text(i, extra=""):
    return json.dumps(request(i, extra), separators=(",", ":")).encode()


def write(directory, i):
    digest = key.digest_and_key(key.canonical("POST", servers.PATH, "", [], text(i)), "")[1]
    document = {"reprise": 1, "request": {"method": "POST", "path": servers.PATH, "body": request(i)},
        "response": {"status": 200, "headers": {"content-type": "text/event-stream"}, "framing": "sse",
            "chunks": [{"at": 5, "data": event(i)}, {"at": 5, "raw": END.decode()}]}}
    with open(f"{directory}/openai-chat-m-what-is-{i}-plus-{i * 7 % 1000}-{digest[:12]}.json", "w") as file:
        json.dump(document, file, indent=2)
        file.write("\n")


def fill(directory, count):
    if os.path.isdir(directory):
        return
    os.makedirs(directory)
    for i in range(count):
        write(directory, i)
        if i % 50_000 == 0:
            print(f"\rwriting {i:,} of {count:,}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def measure(plan):
    count = plan.recordings
    store = plan.store or plan.work / "many"
    fill(store, count)
    fill(plan.work / "one", 1)
    result = {"recordings": count, "ready": readiness(plan, store)}
    one = plan.keep(servers.reprise(plan.work, "one", "--mode", "replay", "--recordings", plan.work / "one"))
    many = plan.keep(servers.reprise(plan.work, "many", "--mode", "replay", "--recordings", store))
    result["answers"] = answers(many, count)
    result["resident_mib"] = many.resident_mib()
    result["same_question"] = same_question(plan, one, many)
    result["resident_after_mib"] = many.resident_mib()
    plan.stop_all()
    result["any_question"] = any_question(plan, store)
    return result


def readiness(plan, store):
    """Milliseconds from exec to the line that says it listens, by rounds."""
    values = {"one": [], "many": []}
    for _ in range(plan.rounds):
        for name, directory in (("one", plan.work / "one"), ("many", store)):
            start = time.perf_counter()
            server = servers.reprise(plan.work, f"ready-{name}", "--mode", "replay", "--recordings", directory)
            values[name].append((time.perf_counter() - start) * 1000)
            server.stop()
    return {name: summary(of) for name, of in values.items()}


def timed(server, body):
    start = time.perf_counter()
    try:
        said = servers.ask(server.url, body)
    except urllib.error.HTTPError as refused:
        said = json.load(refused)["error"]["message"]
    return (time.perf_counter() - start) * 1000, said


def answers(server, count):
    first, said = timed(server, text(count // 2))
    if said != stream(count // 2):
        raise RuntimeError(said)
    seed = random.randrange(1 << 30)
    chance, later = random.Random(seed), []
    for _ in range(2000):
        i = chance.randrange(count)
        took, said = timed(server, text(i))
        if said != stream(i):
            raise RuntimeError(f"seed {seed}: {i} is answered by {said}")
        later.append(took)
    early_miss, said = timed(server, text(123, " please"))
    begin = time.monotonic()
    while "recordings so far" in said:
        if time.monotonic() - begin > SLOWEST_INDEX_S:
            raise RuntimeError("the index was not complete after half an hour")
        time.sleep(1)
        said = timed(server, text(123, " please"))[1]
    misses = [timed(server, text(chance.randrange(count), " please"))[0] for _ in range(50)]
    return {"first_ms": first, "later_ms": summary(later), "early_miss_ms": early_miss, "misses_ms": summary(misses), "seed": seed}


def same_question(plan, one, many):
    """Throughput of a single question, with and without all the others beside it."""
    wrk = Wrk(plan.work)
    script = wrk.script([text(0)])
    for server in (one, many):
        wrk.rate(server.url + servers.PATH, script, 6)
    values = rounds([one, many], plan.rounds, lambda server: wrk.rate(server.url + servers.PATH, script, plan.seconds))
    return {"one": summary(values["one"]), "many": summary(values["many"]), "of_one": ratio(values["many"], values["one"])}


def any_question(plan, store):
    """Throughput where any of 10,000 questions is asked: of Reprise with all recordings, of peers with just those."""
    questions = [text(i) for i in range(min(ASKED, plan.recordings))]
    wrk = Wrk(plan.work)
    script = wrk.script(questions)
    reprise = plan.keep(servers.reprise(plan.work, REPRISE, "--mode", "replay", "--recordings", store))
    ceiling = plan.keep(servers.nginx(plan.work, "nginx-any", stream(0)))
    ceiling.name, ceiling.url = NGINX, ceiling.url + "/return"
    # in the same way as many, so that the generator has as much to do for it
    alone = types.SimpleNamespace(name=ONE_QUESTION, url=reprise.url, resident_mib=reprise.resident_mib)
    one = wrk.script([text(0), text(0)])
    entries = [reprise, alone, ceiling]
    for peer in plan.peers(also_by_json=True):
        running = plan.keep_peer(peer, lambda: peer.replay(str(plan.work), stream(0), questions))
        if running:
            running.name = peer.name
            entries.append(running)
    for entry in entries:
        wrk.rate(entry.url + servers.PATH, one if entry is alone else script, 20 if entry is reprise else 3)
    values = rounds(entries, plan.rounds, lambda entry: wrk.rate(entry.url + servers.PATH, one if entry is alone else script, plan.seconds))
    counts = {REPRISE: plan.recordings, ONE_QUESTION: plan.recordings, NGINX: 1}
    result = {name: {"rate": summary(of), "recordings": counts.get(name, len(questions))} for name, of in values.items()}
    for entry in entries:
        result[entry.name]["resident_mib"] = entry.resident_mib()
        result[entry.name]["of_reprise"] = ratio(values[entry.name], values[REPRISE])
    result[REPRISE]["of_one"] = ratio(values[REPRISE], values[ONE_QUESTION])
    plan.stop_all()
    return result


def verdicts(result):
    share = result["same_question"]["of_one"]["median"]
    yield f"{result['recordings']:,} recordings: throughput compared with 1 recording", "at least 0.9", share, share >= 0.9
    ready = result["ready"]["many"]["median"]
    yield f"{result['recordings']:,} recordings: ready, ms", "under 1,000", ready, ready < 1000
    of_one = result["any_question"][REPRISE].get("of_one")
    if of_one:
        yield f"{ASKED:,} questions in turn, compared with one", "at least 0.9", of_one["median"], of_one["median"] >= 0.9
    peers = [entry["rate"]["median"] for name, entry in result["any_question"].items() if name not in (REPRISE, ONE_QUESTION, NGINX)]
    if peers:
        times = result["any_question"][REPRISE]["rate"]["median"] / max(peers)
        yield f"{result['recordings']:,} recordings: throughput compared with the best peer with 10,000", "at least 50", times, times >= 50


def table(result):
    ready, answered, same = result["ready"], result["answers"], result["same_question"]
    yield from (f"A directory of {result['recordings']:,} recordings:", "", "| what | measured |", "|---|---|")
    yield f"| ready to serve | {ready['many']['median']:.0f} ms; with one recording {ready['one']['median']:.0f} ms |"
    yield f"| first answer after that | {answered['first_ms']:.0f} ms |"
    yield f"| 2,000 others, one after the other, all right (seed {answered['seed']}) | {answered['later_ms']['median']:.1f} ms at the median, {answered['later_ms']['most']:.0f} at most |"
    yield f"| a miss, at once | {answered['early_miss_ms']:.0f} ms |"
    yield f"| 50 misses once all have been read for the index | {answered['misses_ms']['median']:.0f} ms at the median, {answered['misses_ms']['most']:.0f} at most |"
    yield f"| resident | {result['resident_mib']:.0f} MiB after that, {result['resident_after_mib']:.0f} after load |"
    yield f"| throughput of one question, compared with a store of one recording | {same['of_one']['median']:.2f} ({same['of_one']['least']:.2f} to {same['of_one']['most']:.2f}) |"
    yield from ("", f"Any of {ASKED:,} questions, 64 connections:", "", "| server | recordings | requests/s | Reprise is faster | resident, MiB |", "|---|---|---|---|---|")
    for name, entry in result["any_question"].items():
        times = f"{1 / entry['of_reprise']['median']:,.1f} times" if name not in (REPRISE, ONE_QUESTION) else ""
        yield f"| {name} | {entry['recordings']:,} | {entry['rate']['median']:,.0f} | {times} | {entry['resident_mib']:.0f} |"
    yield ""


def ratios(result):
    yield "many: throughput of one question, of a store of one", result["same_question"]["of_one"], MORE
    if "of_one" in result["any_question"][REPRISE]:
        yield "many: throughput of 10,000 questions, of one", result["any_question"][REPRISE]["of_one"], MORE


def plots(result):
    yield "many", "Any of 10,000 questions, requests/s", [
        (f"{name}, {entry['recordings']:,}", entry["rate"]["median"]) for name, entry in result["any_question"].items()
    ]
