"""A test that runs, from before its fixtures until after them."""

from . import _environment, _summary
from ._verdict import Verdict

_LONGEST_WAIT_FOR_OTHERS_MS = 30_000


class ActiveTest:
    def __init__(self, control, test, choice, options, changes, advice=""):
        self.control = control
        self.test = test
        self.allows_misses = options.allow_misses
        self._strictness = options.strictness
        answer = control.start(test, choice.mode, options.faults, options.pace, alone_ms=_LONGEST_WAIT_FOR_OTHERS_MS)
        self.run = answer["run"]
        self.mode = answer["mode"]
        self.url = control.url + answer["path"]
        self._verdict = Verdict(self.mode, choice.origin, advice=advice)
        self._setting = _environment.Setting(_environment.variables(self.url, answer, changes))
        self._setting.apply()
        self.problems = []
        self.is_whole = True  # whether it has asked all that it would ask
        self.has_passed = False
        self._has_function_passed = False
        self._outcome = None
        self._is_over = False

    def problems_of_the_call(self, has_passed):
        """Asked when the function of the test has returned. has_passed: whether it found nothing wrong itself."""
        self._outcome = self.control.end(self.run, unused=False)
        self.has_passed = self._has_function_passed = has_passed
        return self._new_problems()

    def _new_problems(self):
        found = self._verdict.problems(self._outcome, self.allows_misses)
        if self._has_function_passed:
            found += self._verdict.strict_problems(self._outcome, self._strictness)
        self.add(found)
        return found

    def add(self, problems):
        self.problems += problems
        self.has_passed = self.has_passed and not problems

    def told(self):
        """For the summary; None before the function of the test has returned."""
        if self._outcome is None:
            return None
        is_told = self.has_passed and self._is_over and self.mode != "live" and not self._outcome["deleted_unused"]
        return _summary.told(self._outcome, self.problems, self._outcome["unused"] if is_told else ())

    def end(self, has_ended_well):
        """Asked when the fixtures have ended as well: the problems that are new. has_ended_well: whether none of them raised."""
        self._setting.restore()
        self.has_passed = self.has_passed and self.is_whole and has_ended_well
        self._outcome = self.control.end(self.run, unused=self.has_passed)
        self._is_over = True
        found = self._new_problems()
        if self.has_passed:
            unused = self._verdict.unused_problems(self._outcome, self._strictness)
            self.add(unused)
            found += unused
        return found

    def delete_unused(self):
        """Recordings of a test that has passed with all that belongs to it, and records."""
        if self.mode == "record" and self.has_passed:
            self._outcome = self.control.end(self.run, delete_unused=True)


class ActiveScope:
    """Requests of clients that were made by a fixture of a class, a module or the session, or at a module's top level."""

    def __init__(self, control, test, choice, changes):
        self.control = control
        answer = control.start(test, choice.mode)
        self.run = answer["run"]
        self.mode = answer["mode"]
        self.url = control.url + answer["path"]
        self._verdict = Verdict(self.mode, choice.origin, whose=f"'{test}', which several tests share,")
        self._start = answer
        self._changes = changes

    def setting(self):
        return _environment.Setting(_environment.variables(self.url, self._start, self._changes))

    def new_problems(self, allow_misses):
        return self._verdict.problems(self.control.end(self.run, unused=False), allow_misses)
