"""Writes docs/performance.md, and the plots beside it, from the results of the parts."""

import html
import json
import os
import pathlib
import re
import subprocess
import time

import servers

PAGE = servers.ROOT / "docs" / "performance.md"
PLOTS = servers.ROOT / "docs" / "performance"
INTRODUCTION = """# Performance

[`bench/run`](../bench/README.md) writes this page; do not edit it. All figures come from one run on one shared machine, where the load generator, the servers and the references run
at the same time. So absolute figures say little; compare the ratios to a reference in the same round. Each value is the median of several rounds. The spread is that of the rounds.

A figure that misses its target is marked with **no**.
"""


def version(*command):
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return "not there"
    return next((line.strip() for line in (said.stdout + said.stderr).splitlines() if line.strip()), "unknown")


def machine():
    """What the figures depend on; no names of hosts or directories."""
    cpu = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = int(re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text())[1]) / (1 << 20)
    return {
        "processor": f"{os.cpu_count()} × {cpu[1] if cpu else 'unknown'}",
        "memory": f"{memory:.0f} GiB",
        "system": f"Linux {os.uname().release}",
        "Reprise": version(servers.ROOT / "reprise", "--version"),
        "Java": java(),
        "nginx": version("nginx", "-v").removeprefix("nginx version: "),
        "wrk": version("wrk", "-v").split(" [")[0],
        "compiler": version(os.environ.get("CC", "cc"), "--version"),
    }


def java():
    """The Java that the launcher takes."""
    trace = subprocess.run(["bash", "-x", servers.ROOT / "reprise-cli/target/reprise/bin/reprise", "--version"], capture_output=True, text=True, check=False).stderr
    home = re.search(r"exec '?(/[^ ']*)/bin/java", trace)
    release = pathlib.Path(home[1], "release").read_text() if home else ""
    found = dict(re.findall(r'^(\w+)="(.*)"$', release, re.M))
    return f"{found.get('IMPLEMENTOR', '')} {found.get('JAVA_VERSION', 'unknown')}".strip()


def bar_chart(title, bars):
    """Horizontal bars with their values, as SVG that reads on light and dark pages."""
    width, row, left = 720, 26, 250
    most = max((value for _, value in bars), default=0) or 1
    height = 40 + row * len(bars)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13" role="img">',
        f"<title>{html.escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="10" y="22" font-weight="bold">{html.escape(title)}</text>',
    ]
    for number, (name, value) in enumerate(bars):
        top = 36 + number * row
        length = max(1, (width - left - 90) * value / most)
        colour = "#2563eb" if name.startswith("Reprise") else "#94a3b8"
        lines.append(f'<text x="{left - 8}" y="{top + 14}" text-anchor="end">{html.escape(name)}</text>')
        lines.append(f'<rect x="{left}" y="{top}" width="{length:.1f}" height="18" fill="{colour}"/>')
        lines.append(f'<text x="{left + length + 6:.1f}" y="{top + 14}">{spelled(value)}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"


def spelled(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def write(parts, results, command):
    """`parts` are the modules in their order, `results` what each has measured, by its name."""
    lines = [INTRODUCTION, f"Measured on {time.strftime('%-d %B %Y')} by `{command}`.", ""]
    lines += ["| | |", "|---|---|", *(f"| {name} | {text} |" for name, text in machine().items()), ""]
    lines += ["## Targets", "", "| what | target | measured | reached |", "|---|---|---|---|"]
    for part in parts:
        for what, target, value, is_reached in part.verdicts(results[part.__name__]):
            lines.append(f"| {what} | {target} | {spelled(value)} | {'yes' if is_reached else '**no**'} |")
    lines.append("")
    PLOTS.mkdir(exist_ok=True)
    for part in parts:
        lines += [f"## {part.TITLE}", "", *part.table(results[part.__name__])]
        for name, title, bars in part.plots(results[part.__name__]):
            (PLOTS / f"{name}.svg").write_text(bar_chart(title, bars), "utf-8")
            lines += [f"![{title}](performance/{name}.svg)", ""]
    PAGE.write_text("\n".join(lines).rstrip() + "\n", "utf-8")


def save(results, file):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(results, indent=1), "utf-8")
