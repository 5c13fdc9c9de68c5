"""What is wrong with the requests of a test, in words."""

import re

# A miss says how to record with a server of one's own; here the test is run again.
_ADVICE = re.compile(r"^to record it( again)?(?: \([^)\n]*\))?[,:](?!.*without the header).*(?:\n {2}.*)*", re.MULTILINE)


class RepriseFailure(AssertionError):
    """A request of the test had no recording, or no answer, or something else happened that the test forbids."""

    __module__ = "reprise_pytest"


class Strictness:
    """What makes a test fail beyond requests without a recording or an answer."""

    EVENTS = ("unused", "unsaved", "live")

    def __init__(self, events, origin):
        unknown = sorted(set(events) - set(self.EVENTS))
        if unknown:
            raise ValueError(f"{origin}: '{unknown[0]}' is not known; a test can fail on {', '.join(self.EVENTS)}")
        self.unused = "unused" in events
        self.unsaved = "unsaved" in events
        self.live = "live" in events


class Verdict:
    """Reads outcomes of one run, and tells each problem once.

    mode: as the server named it. origin: who chose it, for people. advice: what records what is missing; the mode is added.
    """

    def __init__(self, mode, origin, whose="this test", advice=""):
        self._advice = advice
        self._how = f"(mode {mode}: {origin})"
        self._mode = mode
        self._whose = whose
        self._misses = 0
        self._unanswered = 0
        self._not_kept = 0
        self._live = 0

    def problems(self, outcome, allow_misses=False):
        """Misses and requests without an answer that were not told before."""
        problems = []
        missed = outcome["missed"]
        if missed > self._misses and not allow_misses:
            texts = [self._advised(miss["message"]) for miss in outcome["misses"]][self._misses :]
            problems.append("\n\n".join([self._told(missed - self._misses, "had no recording"), *texts]))
        self._misses = max(missed, self._misses)
        unanswered = [row for row in outcome["requests"] if row["outcome"] in ("failed", "refused")]
        if len(unanswered) > self._unanswered:
            rows = [_row(row) + ": " + str(row["note"]) for row in unanswered[self._unanswered :]]
            problems.append(self._told(len(rows), "got no answer") + _lines(rows))
            self._unanswered = len(unanswered)
        if problems and outcome["open"]:
            problems.append(self._told(outcome["open"], "had no answer yet when the test ended"))
        return problems

    def strict_problems(self, outcome, strictness):
        """Answers that were not recorded and requests to an upstream that were not told before."""
        problems = []
        kept_not = [f"{one['request']}: {one['reason']}" for one in outcome["not_kept"]]
        if strictness.unsaved:
            _add(problems, kept_not[self._not_kept :], "answer was not recorded", "answers were not recorded")
        self._not_kept = max(len(kept_not), self._not_kept)
        live = [_row(row) for row in outcome["requests"] if row["upstream_calls"]]
        if strictness.live:
            new = live[self._live :]
            _add(problems, new, "request went to an upstream " + self._how, "requests went to an upstream " + self._how)
        self._live = max(len(live), self._live)
        return problems

    def unused_problems(self, outcome, strictness):
        """Only known when the fixtures have ended: these ask as well."""
        problems = []
        if strictness.unused and self._mode.startswith("re") and self._mode != "record":
            _add(problems, outcome["unused"], "recording of this test was not used", "recordings of this test were not used")
        return problems

    def _advised(self, message):
        if not self._advice:
            return message

        def advice(found):
            again = found.group(1) or ""
            return f"to record it{again}:\n  {self._advice}{'record' if again else 'record-if-missing'}"

        return _ADVICE.sub(advice, message)

    def _told(self, count, what):
        who = f"a request of {self._whose}" if count == 1 else f"{count} requests of {self._whose}"
        return f"{who} {what} {self._how}"


def _row(row):
    model = f" model={row['model']}" if row["model"] else ""
    return f"{row['method']} {row['path']}{model}"


def _add(problems, all_of_them, what_one_did, what_they_did):
    if all_of_them:
        what = what_one_did if len(all_of_them) == 1 else what_they_did
        problems.append(f"{len(all_of_them)} {what}:" + _lines(all_of_them))


def _lines(texts):
    return "".join("\n  " + text for text in texts)
