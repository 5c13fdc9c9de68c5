"""What the terminal shows at the end."""

from decimal import Decimal

_COUNTS = ("replayed", "recorded", "joined", "forwarded", "faulted", "missed", "refused", "failed")


def told(outcome, problems, unused=()):
    """The part of an outcome that is handed from process to process: numbers and texts."""
    tokens = outcome["tokens_saved"]
    return {
        "run": outcome["run"],
        "counts": {name: outcome[name] for name in _COUNTS},
        "tokens": tokens["input"] + tokens["output"],
        "dollars": str(outcome["cost_saved_usd"] or "0"),
        "missed": [_first_line(problem) for problem in problems],
        "unused": list(unused),
        "deleted": len(outcome["unused"]) if outcome["deleted_unused"] else 0,
        "not_kept": [f"{one['request']}: {one['reason']}" for one in outcome["not_kept"]],
        "open": outcome["open"],
    }


def _first_line(text):
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[1].strip() if len(lines) > 1 else lines[0]


class Summary:
    def __init__(self):
        self._parts = {}  # by test, then by run: each attempt is a run

    def add(self, nodeid, part):
        """The last part of a run counts: tests end twice, before and after their fixtures."""
        self._parts.setdefault(nodeid, {})[part["run"]] = part

    def lines(self):
        """Empty if no test used Reprise."""
        if not self._parts:
            return []
        lines = ["requests: " + (", ".join(self._counts()) or "none")]
        tokens = sum(part["tokens"] for _, part in self._all())
        if tokens:
            dollars = sum((Decimal(part["dollars"]) for _, part in self._all()), Decimal(0))
            lines.append(f"saved: {tokens:,} tokens" + (f", ${dollars:.2f}" if dollars >= Decimal("0.005") else ""))
        deleted = sum(part["deleted"] for _, part in self._all())
        if deleted:
            what = "recording" if deleted == 1 else "recordings"
            lines.append(f"deleted: {deleted} {what} that the tests no longer use")
        for title, name in (("missed or failed", "missed"), ("not recorded", "not_kept")):
            lines += _listed(title, [f"{nodeid}: {text}" for nodeid, part in self._all() for text in part[name]])
        lines += _listed("unused recordings", [f"{nodeid}: {text}" for nodeid, part in self._last() for text in part["unused"]])
        waiting = [f"{nodeid}: {part['open']}" for nodeid, part in self._all() if part["open"]]
        return lines + _listed("requests without an answer when the test ended", waiting)

    def _counts(self):
        for name in _COUNTS:
            count = sum(part["counts"][name] for _, part in self._all())
            if count:
                yield f"{count} {name}"

    def _all(self):
        return [(nodeid, part) for nodeid, runs in self._parts.items() for part in runs.values()]

    def _last(self):
        return [(nodeid, list(runs.values())[-1]) for nodeid, runs in self._parts.items()]


def _listed(title, texts):
    return [f"{title}:", *("  " + text for text in texts)] if texts else []
