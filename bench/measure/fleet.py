"""A fleet on one PostgreSQL database: replay from memory, first replay, recordings per second, and misses among millions, against a directory and
against what the database does with the same statements (pgbench), in the same run."""

import json
import random
import subprocess
import time
import urllib.error
import urllib.request

import many
import postgres
import servers
from load import MORE, Wrk, ratio, rounds, summary
from recording import LUA, STREAMED

TITLE = "A fleet on one database"
SERVERS = 4
CONNECTIONS = 64
BASE = 10_000
MISSES = 300
CHANGED = " please"
DIRECTORY, DATABASE = "a server with a directory", "a server with the database"
FLEET, PGBENCH = f"{SERVERS} servers with the database", "pgbench, the same statements"

def measure(plan):
    if not postgres.tools():
        raise RuntimeError("bench: needs PostgreSQL (Debian: apt-get install postgresql)")
    database = postgres.Postgres(plan.work)
    plan.running.insert(0, database)  # stopped last
    directory = plan.work / "fleet-base"
    base = min(BASE, plan.recordings)
    many.fill(str(directory), base)
    url = database.url("fleet")
    command("store", "init", "--recordings", url)
    command("sync", directory, url)
    result = {
        "base": base,
        "replay": replay(plan, directory, url, base),
        "first": first(plan, directory, database, url, base),
        "recording": recording(plan, database),
        "misses": misses(plan, database, url, base),
    }
    plan.stop_all()
    return result


def command(*words):
    subprocess.run([servers.ROOT / "reprise", *map(str, words)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def server(plan, name, store, *words):
    return plan.keep(servers.reprise(plan.work, name, "--recordings", store, *words))


def stop(plan, *running):
    for each in running:
        plan.running.remove(each)
        each.stop()


def replay(plan, directory, url, base):
    """Any of the recorded questions, all of which are in memory."""
    tool = Wrk(plan.work)
    script = tool.script([many.text(i) for i in range(base)])
    both = [server(plan, "replay-directory", directory, "--mode", "replay"), server(plan, "replay-database", url, "--mode", "replay")]
    both[0].name, both[1].name = DIRECTORY, DATABASE
    for each in both:
        tool.rate(each.url + servers.PATH, script, 8)
    values = rounds(both, plan.rounds, lambda each: tool.rate(each.url + servers.PATH, script, plan.seconds))
    stop(plan, *both)
    return {"rates": {name: summary(of) for name, of in values.items()}, "of_directory": ratio(values[DATABASE], values[DIRECTORY])}


def ask(server, body):
    """Milliseconds, and what came."""
    start = time.perf_counter()
    request = urllib.request.Request(server.url + servers.PATH, body, {"content-type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=servers.PATIENCE_S) as answer:
            said = answer.read()
    except urllib.error.HTTPError as refused:
        said = json.load(refused)["error"]["message"]
    return (time.perf_counter() - start) * 1000, said


def percentiles(values):
    ordered = sorted(values)
    return {name: ordered[min(len(ordered) - 1, int(len(ordered) * share))] for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))}


def first(plan, directory, database, url, base):
    """Each question for the first time: one after the other."""
    values = {}
    for name, store in ((DIRECTORY, directory), (DATABASE, url)):
        one = server(plan, "first", store, "--mode", "replay")
        for i in range(200):  # the program is warm, and these questions are not asked again
            ask(one, many.text(i))
        took = []
        for i in range(200, base):
            milliseconds, said = ask(one, many.text(i))
            if said != many.stream(i):
                raise RuntimeError(f"{i} is answered by {said}")
            took.append(milliseconds)
        values[name] = percentiles(took)
        stop(plan, one)
    script = plan.work / "select.sql"
    script.write_text(
        f"\\set n random(1, {base})\n"
        "select r.id, r.revision, r.location, r.upstream, r.occurrence, r.written_at, r.document, r.size from recording_key k"
        " join recording r on r.id = k.recording where k.recording = :n order by r.occurrence, r.upstream, r.id;\n"
    )
    values[PGBENCH] = {"mean": database.pgbench(script, plan.seconds, 1, "fleet")[1]}
    return values


def recording(plan, database):
    """Recordings per second: each question is new, the upstream has no gaps."""
    upstream = plan.keep(servers.nginx(plan.work, "nginx-fleet", many.stream(0)))
    words = ("--mode", "record", "--upstream", upstream.url + "/return/v1")
    url = database.url("recorded")
    command("store", "init", "--recordings", url)
    script = plan.work / "record.lua"
    script.write_text(LUA % STREAMED)
    alone = server(plan, "record-directory", plan.work / "recorded", *words)
    one = server(plan, "record-one", url, *words)
    fleet = [server(plan, f"record-{number}", url, *words) for number in range(SERVERS)]
    statements = same_statements(plan, database)
    ways = {
        DIRECTORY: lambda seconds: asked(script, [alone], seconds),
        DATABASE: lambda seconds: asked(script, [one], seconds),
        FLEET: lambda seconds: asked(script, fleet, seconds),
        PGBENCH: lambda seconds: database.pgbench(statements, seconds, CONNECTIONS, "recorded")[0],
    }
    values = {name: [] for name in ways}
    for way in ways.values():
        way(5 if plan.is_short else 20)  # the compiler of the JVM is slow on a busy machine
    for number in range(plan.rounds):
        for name in ways if number % 2 == 0 else reversed(ways):
            values[name].append(ways[name](plan.seconds))
    kept = int(database.sql("select count(*) from recording where location not like 'pgbench%'", "recorded")[0][0])
    stop(plan, alone, one, *fleet, upstream)
    return {
        "rates": {name: summary(of) for name, of in values.items()},
        "of_pgbench": ratio(values[FLEET], values[PGBENCH]),
        "of_directory": ratio(values[DATABASE], values[DIRECTORY]),
        "kept": kept,
    }


def asked(script, asked_servers, seconds):
    """Requests per second of all together, which must all succeed."""
    runs = []
    for each in asked_servers:
        words = ["wrk", "-t1", f"-c{CONNECTIONS // len(asked_servers)}", f"-d{seconds}s", "--timeout", "30s", "-s", str(script), each.url + servers.PATH, "--"]
        runs.append(subprocess.Popen([*words, str(random.randrange(1 << 40))], stdout=subprocess.PIPE, text=True))
    total = 0
    for run in runs:
        said = run.communicate()[0]
        if "Non-2xx" in said or "Socket errors" in said:
            raise RuntimeError(said)
        total += float(said.split("Requests/sec:")[1].split()[0])
    return total


def same_statements(plan, database):
    """What a server sends for one recording, with the sizes of a recording that a server has just made."""
    ids = database.sql("select coalesce(min(id), 0) from rule_set", "recorded")[0][0]
    document = database.sql("select encode(document, 'hex'), size from recording limit 1", "fleet")[0]
    columns = {row[0] for row in database.sql("select column_name from information_schema.columns where table_schema = 'recorded' and table_name = 'recording'")}
    further = "".join(f", {name}" for name in ("fingerprint",) if name in columns)
    values = ", decode(repeat('ab', 80), 'hex')" if "fingerprint" in columns else ""
    key = "sha256((:client_id || '-' || :n)::bytea)"
    script = plan.work / "insert.sql"
    script.write_text(
        "\\set n random(1, 9000000000000000000)\n"
        "begin;\n"
        f"insert into lease (rule_set, key, token, address, expires) values ({ids}, {key}, 'token', 'address', clock_timestamp() + interval '5 s')"
        " on conflict (rule_set, key) do nothing;\n"
        f"select from lease where rule_set = {ids} and key = {key} for update;\n"
        f"insert into series (rule_set, key, upstream, last) values ({ids}, {key}, '', 1) on conflict (rule_set, key, upstream) do update set last = series.last + 1;\n"
        f"insert into recording (project, location, test, upstream, occurrence, size, document{further})"
        f" values ('default', 'pgbench-' || :client_id || '-' || :n, '', '', 1, {document[1]}, decode('{document[0]}', 'hex'){values}) returning id \\gset\n"
        f"insert into recording_key (rule_set, key, recording, digest) values ({ids}, {key}, :id, :n);\n"
        "insert into band (hash, recording) select :n::bigint + i, :id::bigint from generate_series(1, 15) i;\n"
        f"insert into change (project, rule_set, key, recording, location, kind) values ('default', {ids}, {key}, :id, 'pgbench', 'ADDED');\n"
        f"delete from lease where rule_set = {ids} and key = {key};\n"
        "commit;\n"
    )
    return script


def misses(plan, database, url, base):
    """The recordings that can be found have words; the others have their documents, and numbers of random words in the index."""
    total = plan.recordings
    begin = time.monotonic()
    grow(database, base, total)
    filled = time.monotonic() - begin
    size = int(database.sql("select sum(pg_total_relation_size(oid)) from pg_class where relnamespace = 'fleet'::regnamespace and relkind = 'r'")[0][0])
    start = time.perf_counter()
    one = server(plan, "misses", url, "--mode", "replay")
    ready = (time.perf_counter() - start) * 1000
    seed = random.randrange(1 << 30)
    chance, took, found = random.Random(seed), [], 0
    for number in range(MISSES + 50):
        i = chance.randrange(base)
        milliseconds, said = ask(one, many.text(i, CHANGED))
        if number >= 50:
            took.append(milliseconds)
            found += f"what-is-{i}-plus-" in str(said) or f"what is {i} plus" in str(said)
    resident = one.resident_mib()
    stop(plan, one)
    return {"recordings": total, "bytes_each": size / total, "filled_s": filled, "ready_ms": ready, "ms": percentiles(took), "found": found / MISSES, "resident_mib": resident, "seed": seed}


INDEXES = (
    ("band", "band_pkey", "alter table band add primary key (hash, recording)"),
    ("recording_key", "recording_key_pkey", "alter table recording_key add primary key (rule_set, key, recording)"),
)


def grow(database, base, total, step=1_000_000):
    """Adds recordings that differ from the others in their keys and in their numbers in the index. Without the largest indexes and without fsync,
    which come back before anything is measured: millions of rows one by one would take an hour."""
    copied = [row[0] for row in database.sql(
        "select column_name from information_schema.columns where table_schema = 'fleet' and table_name = 'recording'"
        " and column_name not in ('id', 'location', 'revision', 'written_at')")]
    columns = ", ".join(copied)
    ids = database.sql("select min(rule_set) from recording_key", "fleet")[0][0]
    database.sql(f"create table example as select row_number() over (order by id) as number, {columns} from recording limit {base}; create index on example (number)", "fleet")
    further = [row[0] for row in database.sql("select indexname from pg_indexes where schemaname = 'fleet' and tablename = 'recording_key' and indexname <> 'recording_key_pkey'")]
    made_again = [row[0] for row in database.sql("select indexdef from pg_indexes where schemaname = 'fleet' and tablename = 'recording_key' and indexname <> 'recording_key_pkey'")]
    database.settings("fsync = off")
    database.sql("\n".join([f"alter table {table} drop constraint {name};" for table, name, _ in INDEXES] + [f"drop index {name};" for name in further]), "fleet")
    for begin in range(base, total, step):
        end = min(total, begin + step)
        database.sql(
            f"""with made as (insert into recording (location, {columns})
              select 'grown-' || n || '.json', {columns} from generate_series({begin + 1}, {end}) n join example on number = 1 + n % {base} returning id),
            keys as (insert into recording_key (rule_set, key, recording, digest)
              select {ids}, sha256(id::text::bytea), id, hashtextextended(id::text, 1) from made)
            insert into band (hash, recording) select hashint8extended(id, i), id from made, generate_series(1, 15) i""", "fleet")
    database.sql("set maintenance_work_mem = '2GB';\n" + ";\n".join([make for _, _, make in INDEXES] + made_again) + ";\nanalyze recording; analyze recording_key; analyze band;", "fleet")
    database.settings("fsync = on")


def verdicts(result):
    found = result["misses"]
    yield f"misses among {found['recordings']:,} recordings in a database at p95, ms", "under 100", found["ms"]["p95"], found["ms"]["p95"] < 100
    share = result["recording"]["of_pgbench"]["median"]
    yield "recordings per second of a fleet, of what pgbench does", "at least 0.5", share, share >= 0.5
    share = result["replay"]["of_directory"]["median"]
    yield "replay from memory with a database, of that with a directory", "at least 0.9", share, share >= 0.9


def spread(entry):
    return f"{entry['median']:,.0f} ({entry['least']:,.0f} to {entry['most']:,.0f})"


def table(result):
    yield from (f"Replay of any of {result['base']:,} questions, all in memory; recordings, {CONNECTIONS} connections, each question new, an upstream without gaps. Each a second:", "")
    yield from ("| | replayed | recorded, durable |", "|---|---|---|")
    for name in (DIRECTORY, DATABASE, FLEET, PGBENCH):
        replayed = result["replay"]["rates"].get(name)
        yield f"| {name} | {spread(replayed) if replayed else ''} | {spread(result['recording']['rates'][name])} |"
    yield from ("", "The first answer to a question that a server has not in memory, one after the other, ms:", "", "| | p50 | p95 | p99 |", "|---|---|---|---|")
    for name, entry in result["first"].items():
        yield f"| {name} | {entry['mean']:.2f} on average | | |" if "mean" in entry else f"| {name} | {entry['p50']:.2f} | {entry['p95']:.2f} | {entry['p99']:.2f} |"
    found = result["misses"]
    yield from (
        "",
        f"Misses with {found['recordings']:,} recordings in the database ({found['bytes_each']:,.0f} bytes each, with all indexes): p50 {found['ms']['p50']:.1f} ms, "
        f"p95 {found['ms']['p95']:.1f} ms, p99 {found['ms']['p99']:.1f} ms; the right recording was named in {found['found']:.0%}. The server was ready after {found['ready_ms']:,.0f} ms "
        f"and took {found['resident_mib']:,.0f} MiB. {result['base']:,} of the recordings have requests with words of their own; the others have random numbers in the index.",
        "",
    )


def ratios(result):
    yield "fleet: recordings, of pgbench", result["recording"]["of_pgbench"], MORE
    yield "fleet: replay from memory, of a directory", result["replay"]["of_directory"], MORE


def plots(result):
    return []
