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
RATIOS = PLOTS / "ratios.json"
INTRODUCTION = """# Performance

[`bench/run`](../bench/README.md) writes this page; do not edit it. The figures of a section come from one run on one shared machine, where the load generator, the servers and the references run
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
    """What the figures depend on, in one line; no names of hosts or directories."""
    cpu = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = int(re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text())[1]) / (1 << 20)
    return ", ".join((
        f"{os.cpu_count()} × {cpu[1] if cpu else 'unknown'}",
        f"{memory:.0f} GiB",
        f"Linux {os.uname().release}",
        version(servers.ROOT / "reprise", "--version"),
        java(),
        version("nginx", "-v").removeprefix("nginx version: "),
        version("wrk", "-v").split(" [")[0],
        version(os.environ.get("CC", "cc"), "--version"),
    ))


def java():
    """The Java that the launcher takes."""
    home, _ = servers.launcher_java()
    found = dict(re.findall(r'^(\w+)="(.*)"$', (home / "release").read_text(), re.M))
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
    """`parts` are all modules in their order, `results` what some have measured, by their names; of the others the page keeps what it had."""
    sections = {}
    if PAGE.exists():
        for text in PAGE.read_text("utf-8").split("\n## ")[1:]:
            sections[text.splitlines()[0]] = "## " + text.rstrip() + "\n"
    PLOTS.mkdir(exist_ok=True)
    measured = f"Measured on {time.strftime('%-d %B %Y')} by `{command}`: {machine()}."
    for part in parts:
        if part.__name__ in results:
            sections[part.TITLE] = section(part, results[part.__name__], measured)
    publish(parts, results)
    PAGE.write_text("\n".join([INTRODUCTION, *(sections[part.TITLE] for part in parts if part.TITLE in sections)]), "utf-8")


def publish(parts, results):
    """Writes the ratios of what was measured, for `worse`; of other parts the file keeps what it had."""
    known = json.loads(RATIOS.read_text("utf-8")) if RATIOS.exists() else {}
    for part in parts:
        if part.__name__ in results:
            known[part.__name__] = {name: {**values, "better": better} for name, values, better in part.ratios(results[part.__name__])}
    RATIOS.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", "utf-8")


def compared(part, result):
    """Each ratio of a part beside the published one: name, now, what it may be, and whether it is worse than in every round of then."""
    known = json.loads(RATIOS.read_text("utf-8")).get(part.__name__, {}) if RATIOS.exists() else {}
    for name, values, better in part.ratios(result):
        now, then = values["median"], known.get(name)
        if then is None:
            yield name, now, "not published yet", False
        elif better == "more":
            yield name, now, f"at least {spelled(then['least'])}", now < then["least"]
        else:
            yield name, now, f"at most {spelled(then['most'])}", now > then["most"]


def section(part, result, measured):
    lines = [f"## {part.TITLE}", "", measured, ""]
    targets = [
        f"| {what} | {target} | {spelled(value)} | {'yes' if is_reached else '**no**'} |" for what, target, value, is_reached in part.verdicts(result)
    ]
    if targets:
        lines += ["| target | | measured | reached |", "|---|---|---|---|", *targets, ""]
    lines += part.table(result)
    for name, title, bars in part.plots(result):
        (PLOTS / f"{name}.svg").write_text(bar_chart(title, bars), "utf-8")
        lines += [f"![{title}](performance/{name}.svg)", ""]
    return "\n".join(lines).rstrip() + "\n"


def save(results, file):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(results, indent=1), "utf-8")
