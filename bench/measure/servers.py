"""What is measured: Reprise as it is packaged, and the references beside it. All listen on loopback, on free ports, and end with `stop`."""

import os
import pathlib
import re
import shutil
import socket
import subprocess
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCES = pathlib.Path(__file__).resolve().parent / "c"
QUESTION = (
    b'{"model":"llama3.2:1b","messages":[{"role":"user","content":"tell me a joke"}],'
    b'"stream":true,"stream_options":{"include_usage":true}}'
)
PATH = "/v1/chat/completions"
EVENTS = 55
PATIENCE_S = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def compile_tools(work):
    """Builds the load generator and the reference server; returns the directory that has them."""
    for name in ("streams", "pacer"):
        compiler = os.environ.get("CC", "cc")
        subprocess.run([compiler, "-O2", "-o", work / name, SOURCES / f"{name}.c", "-lpthread"], check=True)
    return work


def resident_mib(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) / 1024


class Server:
    """A running server, with the processor time and the memory of its process and that one's children."""

    def __init__(self, name, url, pid, stop, note=""):
        self.name, self.url, self.pid, self.stop, self.note = name, url, pid, stop, note

    def pids(self):
        children = pathlib.Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [self.pid, *map(int, children)]

    def cpu_seconds(self):
        return sum(self.cpu_split())

    def cpu_split(self):
        """User and system time so far, in seconds."""
        user = system = 0
        for pid in self.pids():
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            user, system = user + int(fields[11]), system + int(fields[12])
        return user / os.sysconf("SC_CLK_TCK"), system / os.sysconf("SC_CLK_TCK")

    def resident_mib(self):
        return sum(map(resident_mib, self.pids()))


def launch(name, command, work, environment=None):
    """Starts a program that says `listening on URL`, and waits for that."""
    errors, output = work / f"{name}.err", work / f"{name}.out"
    with open(output, "wb") as out, open(errors, "wb") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, env=environment)

    def stop():
        process.terminate()
        process.wait(PATIENCE_S)

    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        listening = re.search(r"listening on (\S+)", output.read_text())
        if listening:
            return Server(name, listening[1], process.pid, stop)
        time.sleep(0.02)
    process.kill()
    raise RuntimeError(f"{name} did not start: {errors.read_text()[:2000]}")


def reprise(work, name, *arguments):
    environment = {key: value for key, value in os.environ.items() if key != "CI"}
    return launch(name, [ROOT / "reprise", "serve", "--quiet", "--port", "0", *map(str, arguments)], work, environment)


def pacer(work, name, answer, *arguments):
    """The bare server in C."""
    events = work / "events"
    events.write_bytes(answer)
    return launch(name, [work / "pacer", "--events", events, *map(str, arguments)], work)


def libraries():
    """The jars of Reprise."""
    return ROOT / "reprise-cli" / "target" / "reprise" / "lib" / "*"


def bare_java(class_path):
    """The command of a program with the Java of Reprise, and its jars beside the class path."""
    home, major = launcher_java()
    options = ["-XX:+UseParallelGC"]
    if major >= 24:
        options += ["--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"]
    return [home / "bin" / "java", *options, "-cp", ":".join(map(str, [*class_path, libraries()]))]


def netty_pacer(work, name, answer, gap_us):
    """The bare loop on Netty."""
    events = work / "events"
    events.write_bytes(answer)
    return launch(name, [*bare_java([]), SOURCES.parent / "java" / "Pacer.java", events, str(gap_us)], work)


def compile_file_writers(work):
    """The directory with the classes of the programs in Java that write durable files."""
    classes = work / "classes"
    sources = [SOURCES.parent / "java" / f"{name}.java" for name in ("DurableFiles", "Durable", "FileProxy")]
    subprocess.run([launcher_java()[0] / "bin" / "javac", "-d", classes, "-cp", libraries(), *sources], check=True)
    return classes


def ask(url, question=QUESTION):
    request = urllib.request.Request(url + PATH, question, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
        return answer.read()


def demo_answer(work):
    """The 55-chunk chat answer of the demo."""
    demo = reprise(work, "demo", "--demo")
    try:
        answer = ask(demo.url)
    finally:
        demo.stop()
    if answer.count(b"\n\n") != EVENTS:
        raise RuntimeError(f"the demo did not answer with its stream: {answer[:300]!r}")
    return answer


def steady_recording(directory, gap_ms):
    """Keeps the demo's answer in a store, with a chunk every so many milliseconds; the first one is due at once."""
    source = next((ROOT / "reprise-cli/src/main/resources/demo/recordings").glob("openai-chat-llama3.2-1b-*"))
    count = iter(range(1 << 20))
    text = re.sub(r'\{"at": \d+', lambda found: '{"at": %d' % (gap_ms * next(count)), source.read_text("utf-8"))
    directory.mkdir()
    (directory / source.name).write_text(text, "utf-8")
    return directory


def returning(body):
    """The directives of nginx that return a body; it takes at most 4 KiB per parameter."""
    pieces = [body[i : i + 1500] for i in range(0, len(body), 1500)]
    quoted = (piece.replace("\\", "\\\\").replace('"', '\\"').replace("$", "${dollar}") for piece in pieces)
    lines = [f'set $body{i} "{piece}";' for i, piece in enumerate(quoted)]
    return "\n".join(lines) + '\nreturn 200 "' + "".join(f"$body{i}" for i in range(len(pieces))) + '";\n'


def nginx(work, name, answer, upstream=None):
    """nginx that returns the answer under /return, serves it from a file under /file, and passes everything else to the upstream."""
    home = work / name
    asked = home / "www" / "file" / PATH[1:]  # with POST, which a file refuses: then comes the answer
    asked.parent.mkdir(parents=True)
    asked.write_bytes(answer)
    (home / "www" / "answer").write_bytes(answer)
    for place in (work, home, *home.rglob("*")):
        place.chmod(0o755)
    port = free_port()
    up = f"upstream up {{ server {upstream.split('//')[1]}; keepalive 256; keepalive_requests 100000000; }}" if upstream else ""
    passing = 'location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; }'
    temporary = " ".join(f"{kind}_temp_path {home}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (home / "nginx.conf").write_text(f"""
daemon off;
worker_processes 2;
pid {home}/nginx.pid;
error_log {home}/nginx.err;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    keepalive_requests 100000000;
    sendfile on;
    tcp_nopush on;
    open_file_cache max=10;
    {temporary}
    geo $dollar {{ default "$"; }}
    {up}
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        default_type text/event-stream;
        location = /return{PATH} {{ {returning(answer.decode())} }}
        location = /file{PATH} {{ error_page 405 =200 /answer; root {home}/www; }}
        location = /answer {{ root {home}/www; }}
        {passing if upstream else ""}
    }}
}}
""")
    process = subprocess.Popen(["nginx", "-c", home / "nginx.conf", "-e", home / "nginx.err"])

    def stop():
        process.terminate()
        process.wait(PATIENCE_S)

    server = Server(name, f"http://127.0.0.1:{port}", process.pid, stop)
    for _ in range(200):
        try:
            if ask(server.url + "/return") == answer and ask(server.url + "/file") == answer:
                return server
            break
        except OSError:
            time.sleep(0.05)
    stop()  # a kill would leave its workers behind
    raise RuntimeError(f"nginx does not return the same bytes: {(home / 'nginx.err').read_text()}")


def launcher_java():
    """The home of the Java that Reprise's launcher takes, and its number."""
    trace = subprocess.run(["bash", "-x", ROOT / "reprise-cli/target/reprise/bin/reprise", "--version"], capture_output=True, text=True, check=False).stderr
    home = pathlib.Path(re.search(r"exec '?(/[^ ']*)/bin/java", trace)[1])
    return home, int(re.search(r'^JAVA_VERSION="(\d+)', (home / "release").read_text(), re.M)[1])


def missing(*tools):
    """Of these programs, those that are not installed."""
    return [tool for tool in tools if shutil.which(tool) is None]
