"""The plugin of pytest: options, hooks and fixtures."""

import os
import shlex
from types import TracebackType

import pytest

from . import _ids, _modes, _options
from ._active import ActiveScope, ActiveTest
from ._control import Control, RepriseError
from ._reprise import Reprise
from ._server import Server
from ._shared import AskedServer, GivenServer, Office, OwnServer
from ._summary import Summary
from ._verdict import RepriseFailure, Strictness

_ACTIVE = "_reprise_active"


def pytest_addoption(parser):
    group = parser.getgroup("reprise", "record and replay requests to model APIs")
    group.addoption(
        "--reprise-mode",
        metavar="MODE",
        help="record-if-missing, replay, record or live. Default: replay where CI is set, else record-if-missing",
    )
    group.addoption(
        "--reprise-upstream", metavar="[NAME=]URL", action="append", help="a real API; replaces reprise_upstream"
    )
    group.addoption("--reprise-recordings", metavar="DIR", help="the directory of the recordings")
    group.addoption(
        "--reprise-fail-on",
        metavar="WHAT",
        help="also fail tests on: unused (recordings), unsaved (answers), live (requests); several with commas",
    )
    parser.addini("reprise_upstream", "real APIs, each [NAME=]URL", type="linelist", default=[])
    parser.addini("reprise_recordings", "the directory of the recordings, relative to the project", default="")
    parser.addini("reprise_mode", "the mode of tests that say none", default="")
    parser.addini("reprise_fail_on", "what tests also fail on: unused, unsaved, live", type="args", default=[])
    parser.addini("reprise_env", "variables of tests: NAME={url}/v1, or NAME to leave it as it is", type="linelist", default=[])
    parser.addini("reprise_auto", "whether all tests use Reprise, also without marker and fixture", type="bool", default=False)


def pytest_configure(config):
    config.addinivalue_line(
        "markers",
        "reprise(mode, faults, pace, fail_on, allow_misses): record and replay the requests of the test to model APIs",
    )
    try:
        config.pluginmanager.register(RepriseSession(config), "reprise-session")
    except ValueError as wrong:
        raise pytest.UsageError(str(wrong)) from None


@pytest.fixture
def reprise(request):
    """Records and replays the requests of this test; base_url is where to send them."""
    return Reprise(getattr(request.node, _ACTIVE))


class RepriseSession:
    """What all tests of one process have in common."""

    def __init__(self, config):
        self._config = config
        self._option = config.getoption("reprise_mode")
        self._ini = config.getini("reprise_mode")
        self._choice(None)
        given = config.getoption("reprise_fail_on")
        self._fail_on = tuple(given.split(",")) if given else tuple(config.getini("reprise_fail_on"))
        Strictness(self._fail_on, "--reprise-fail-on" if given else "reprise_fail_on")
        self._project = _ids.project_directory(config)
        self._server = self._server_of(config)
        self._office = None
        self._scopes = {}
        self._early = None
        self._summary = Summary()

    def _choice(self, marker):
        return _modes.chosen(self._option, self._ini, marker)

    def _server_of(self, config):
        if os.environ.get("REPRISE_URL"):
            return GivenServer(os.environ["REPRISE_URL"])
        own = OwnServer(lambda: Server(self._project, self._flags()))
        address = getattr(config, "workerinput", {}).get("reprise")
        return AskedServer(address, own) if address else own

    def _flags(self):
        flags = []
        for upstream in self._config.getoption("reprise_upstream") or self._config.getini("reprise_upstream"):
            flags += ["--upstream", upstream]
        recordings = self._config.getoption("reprise_recordings")
        if recordings:
            flags += ["--recordings", str(self._config.invocation_params.dir / recordings)]
        elif self._config.getini("reprise_recordings"):
            flags += ["--recordings", str(self._project / self._config.getini("reprise_recordings"))]
        mode = self._choice(None).mode
        return flags + (["--mode", mode] if mode else [])

    def _changes(self):
        return self._config.getini("reprise_env")

    def _is_meant(self, item):
        return (
            item.get_closest_marker("reprise") is not None
            or "reprise" in getattr(item, "fixturenames", ())
            or self._config.getini("reprise_auto")
        )

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node):
        """pytest-xdist is about to start a worker."""
        if isinstance(self._server, GivenServer):
            return
        if self._office is None:
            self._office = Office(self._server)
        node.workerinput["reprise"] = self._office.address()

    def pytest_sessionstart(self, session):
        is_controller = self._config.pluginmanager.hasplugin("dsession")
        if self._config.getini("reprise_auto") and not is_controller and not self._config.getoption("collectonly"):
            # modules that make a client when they are imported
            self._early = self._scope("session").setting()
            self._early.apply()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items):
        _ids.note_collected(items)

    def pytest_runtest_setup(self, item):
        if not self._is_meant(item):
            return
        try:
            options = _options.of(item, self._fail_on)
            choice = self._choice(options.mode)
            control = Control(self._server.url())
            test = _ids.of_item(item, self._project)
            advice = f"python -m pytest {shlex.quote(_ids.without_group(item))} --reprise-mode="
            active = ActiveTest(control, test, choice, options, self._changes(), advice)
        except (ValueError, RepriseError) as wrong:
            pytest.fail(str(wrong), pytrace=False)
        setattr(item, _ACTIVE, active)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_fixture_setup(self, fixturedef, request):
        """A fixture that lives longer than the test gets a base URL that does so too."""
        item = getattr(request, "_pyfuncitem", None)
        if fixturedef.scope == "function" or getattr(item, _ACTIVE, None) is None:
            yield
            return
        setting = self._scope(_ids.of_scope(request.node, self._project)).setting()
        setting.apply()
        yield
        setting.restore()

    def _scope(self, test):
        if test not in self._scopes:
            try:
                self._scopes[test] = ActiveScope(Control(self._server.url()), test, self._choice(None), self._changes())
            except RepriseError as wrong:
                raise pytest.UsageError(str(wrong)) from None
        return self._scopes[test]

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_call(self, item):
        outcome = yield
        active = getattr(item, _ACTIVE, None)
        if active is None:
            return
        raised = outcome.excinfo[1] if outcome.excinfo else None
        # unittest's failures do not leave the hook as exceptions
        has_passed = raised is None and not getattr(item, "_excinfo", None)
        _add_failure(outcome, raised, self._problems(lambda: active.problems_of_the_call(has_passed), active), item)

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self, item):
        outcome = yield
        active = getattr(item, _ACTIVE, None)
        raised = outcome.excinfo[1] if outcome.excinfo else None
        if active is None:
            # fixtures of a wider scope may have ended here, after a test that does not use Reprise
            found = self._problems_of_scopes()
        else:
            found = self._problems(lambda: active.end(has_ended_well=raised is None), active)
            found += _problems_of_deleting(active)
        _add_failure(outcome, raised, found, item)

    def _problems(self, ask, active):
        problems = []
        try:
            problems += ask()
            for scope in self._scopes.values():
                found = scope.new_problems(active.allows_misses)
                active.add(found)
                problems += found
        except RepriseError as gone:
            active.add([str(gone)])
            problems.append(str(gone))
        return problems

    def _problems_of_scopes(self):
        try:
            return [problem for scope in self._scopes.values() for problem in scope.new_problems(allow_misses=False)]
        except RepriseError:
            return []  # the test has nothing to do with the server

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item, call):
        outcome = yield
        report = outcome.get_result()
        failure = call.excinfo.value if call.excinfo else None
        if isinstance(failure, RepriseFailure) and report.failed and failure.__cause__ is None:
            report.longrepr = call.excinfo.getrepr(style="value")
        active = getattr(item, _ACTIVE, None)
        if active is None:
            return
        if call.when == "call" and (call.excinfo or not report.passed):
            active.is_whole = False  # also a subtest, whose failure or skip does not leave the test
        if report.failed and call.when == "call" and active.problems:
            text = "\n\n".join(active.problems)
            if text.splitlines()[0] not in report.longreprtext:
                report.sections.append(("reprise", text))
        part = active.told()
        if part is not None:
            report.reprise = part
        if call.when == "teardown":
            delattr(item, _ACTIVE)

    def pytest_runtest_logreport(self, report):
        part = getattr(report, "reprise", None)
        if part is not None:
            self._summary.add(report.nodeid, part)

    def pytest_terminal_summary(self, terminalreporter):
        lines = self._summary.lines()
        if lines:
            terminalreporter.section("reprise")
            for line in lines:
                terminalreporter.line(line)

    def pytest_unconfigure(self):
        if self._early is not None:
            self._early.restore()
        if self._office is not None:
            self._office.close()
        self._server.close()


def _problems_of_deleting(active):
    try:
        active.delete_unused()
        return []
    except RepriseError as gone:
        return [str(gone)]


def _add_failure(outcome, raised, problems, item):
    """Lets the phase fail with these problems; what it has failed with before becomes their cause."""
    if not problems or isinstance(raised, (KeyboardInterrupt, SystemExit, pytest.exit.Exception)):
        return
    try:
        raise RepriseFailure("\n\n".join(problems)) from raised
    except RepriseFailure as failure:
        failure.with_traceback(_place_in_test(raised, item) or failure.__traceback__)
        if hasattr(outcome, "force_exception"):
            outcome.force_exception(failure)
        else:  # pluggy before 1.1
            outcome._result = None
            outcome._excinfo = (type(failure), failure, failure.__traceback__)


def _place_in_test(raised, item):
    """The line of the test's file that failed, without what it called; None if there is none.

    Takes what called the test out of the traceback of `raised`: pytest does so only for exceptions that are no cause of others.
    """
    place = None
    step = raised.__traceback__ if raised is not None else None
    while step is not None:
        if step.tb_frame.f_code.co_filename == str(item.path):
            if place is None:
                raised.with_traceback(step)
            place = TracebackType(None, step.tb_frame, step.tb_lasti, step.tb_lineno)
        step = step.tb_next
    return place
