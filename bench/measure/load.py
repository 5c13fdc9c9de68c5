"""Load: wrk for what is limited by the machine, `streams` (c/streams.c) for what has to be on time."""

import json
import random
import re
import statistics
import subprocess

CONNECTIONS = 64

# Whether more or less of a ratio is better.
MORE, LESS = "more", "less"


def wrk(url, script, seconds, *arguments, threads=2, connections=CONNECTIONS, patience="2s"):
    """Requests per second, and what wrk says of errors; empty if there were none. `arguments` go to the script."""
    command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--timeout", patience, "-s", script, url, "--", *arguments]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    errors = re.findall(r"Non-2xx.*|Socket errors.*", output)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1]), "; ".join(errors)


class Wrk:
    """Closed loop: each connection asks again as soon as it was answered. Refuses to count errors."""

    def __init__(self, work, connections=CONNECTIONS):
        self.work, self.connections = work, connections

    def script(self, questions):
        """Asks one question, or one after the other of several, each thread from another start; JSON without line breaks."""
        name = self.work / f"{random.randrange(1 << 31)}.lua"
        (self.work / "questions").write_text("\n".join(question.decode() for question in questions))
        text = 'wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\n'
        if len(questions) == 1:
            text += f"wrk.body = [==[{questions[0].decode()}]==]\n"
        else:
            text += f"""
local requests, at = {{}}, 0
function init()
    -- spelled out: wrk.format gives the headers of each thread, and of each run, another order
    local start = "POST " .. wrk.path .. " HTTP/1.1\\r\\nHost: " .. wrk.headers["Host"] .. "\\r\\nContent-Type: application/json\\r\\nContent-Length: "
    for line in io.lines("{self.work}/questions") do requests[#requests + 1] = start .. #line .. "\\r\\n\\r\\n" .. line end
    at = tonumber(tostring({{}}):match("0x(%x+)"), 16) % #requests
end
function request()
    at = (at + 7919) % #requests
    return requests[at + 1]
end
"""
        name.write_text(text)
        return name

    def rate(self, url, script, seconds):
        rate, errors = wrk(url, script, seconds, connections=self.connections, patience="30s")
        if errors:
            raise RuntimeError(f"{url}: {errors}")
        return rate


def rounds(servers, count, once):
    """Calls `once(server)` for each in turn, forwards and backwards, so that none always follows the same other one."""
    values = {server.name: [] for server in servers}
    for number in range(count):
        for server in servers if number % 2 == 0 else reversed(servers):
            values[server.name].append(once(server))
    return values


def summary(values):
    ordered = sorted(values)
    return {"median": statistics.median(ordered), "least": ordered[0], "most": ordered[-1]}


def ratio(values, reference):
    """Of what was measured in the same round."""
    return summary([one / other if other else float("inf") for one, other in zip(values, reference)])


def streams(work, server, path, body, count, seconds, **options):
    """A run of the open-loop generator; options are those of c/streams.c, with _ for -."""
    (work / "body").write_bytes(body)
    command = [work / "streams", "--port", server.url.rsplit(":", 1)[1].split("/")[0], "--path", path, "--body", work / "body"]
    command += ["--streams", str(count), "--seconds", str(seconds)]
    for name, value in options.items():
        for one in value if isinstance(value, list) else [value]:
            command += ["--" + name.replace("_", "-"), str(one)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
