"""A PostgreSQL server of its own, from Debian's package, on loopback: what is committed is durable, as by default."""

import glob
import os
import pathlib
import pwd
import shutil
import subprocess

import servers

USER = "postgres"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "1GB",
    "max_wal_size": "8GB",
    "max_connections": "200",
    "autovacuum_vacuum_insert_scale_factor": "0.05",
}


def tools():
    """The directory of the newest version that is installed; empty if there is none."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))
    return pathlib.Path(found[-1]) if found else None


class Postgres:
    """Runs until `stop`. Its superuser needs no password: nobody but this machine reaches it."""

    def __init__(self, work):
        self.port = servers.free_port()
        self.home = work / "postgres"
        self.home.mkdir()
        if os.getuid() == 0:  # it refuses to run as root
            shutil.chown(self.home, USER, USER)
            for place in (work, *work.parents):
                place.chmod(place.stat().st_mode | 0o011) if place.stat().st_uid == 0 and place != place.parent else None
        self.run(tools() / "initdb", "-D", self.home / "data", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C")
        options = " ".join(f"-c {name}='{value}'" for name, value in {**SETTINGS, "port": self.port}.items())
        self.run(tools() / "pg_ctl", "-D", self.home / "data", "-w", "-l", self.home / "log", "-o", options, "start")
        self.pid = int((self.home / "data" / "postmaster.pid").read_text().splitlines()[0])

    def run(self, *command):
        as_user = ["setpriv", f"--reuid={USER}", f"--regid={pwd.getpwnam(USER).pw_gid}", "--clear-groups"] if os.getuid() == 0 else []
        done = subprocess.run([*as_user, *map(str, command)], cwd=self.home, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{command[0]}: {done.stdout}")
        return done.stdout

    def url(self, schema):
        return f"postgresql://{USER}@127.0.0.1:{self.port}/postgres?schema={schema}"

    def sql(self, text, schema="public"):
        """The rows of the last statement, each a list of texts."""
        command = ["psql", "-XAtq", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(self.port), "-U", USER, "postgres"]
        done = subprocess.run(command, input=f'set search_path to "{schema}";\n{text}', capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return [line.split("\t") for line in done.stdout.splitlines()]

    def settings(self, assignment):
        """Changes a setting of the running server."""
        self.sql(f"alter system set {assignment}")
        self.sql("select pg_reload_conf()")

    def pgbench(self, script, seconds, connections, schema):
        """Transactions per second of a script; milliseconds of each, on average."""
        command = [tools() / "pgbench", "-n", "-M", "prepared", "-T", str(seconds), "-c", str(connections), "-j", "2", "-f", script]
        command += ["-h", "127.0.0.1", "-p", str(self.port), "-U", USER, "postgres"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PGOPTIONS": f"-c search_path={schema}"})
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        words = done.stdout.split()
        return float(words[words.index("tps") + 2]), float(words[words.index("average", words.index("latency")) + 2])

    def cpu_seconds(self):
        """Of all its processes that still run."""
        total = 0
        for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[1]) == self.pid or int(stat.parent.name) == self.pid:
                total += int(fields[11]) + int(fields[12])
        return total / os.sysconf("SC_CLK_TCK")

    def stop(self):
        self.run(tools() / "pg_ctl", "-D", self.home / "data", "-w", "-m", "fast", "stop")
