"""No failure and no skip of a subtest leaves the test around it."""

import importlib.util

import pytest

# What pytest 9 and pytest-subtests do, for an older pytest without that plugin.
_OWN_SUBTESTS = """
    import contextlib, pytest
    from _pytest.runner import CallInfo

    @pytest.fixture
    def subtests(request):
        class Subtests:
            @contextlib.contextmanager
            def test(self, msg):
                raised = None
                try:
                    yield
                except (Exception, pytest.fail.Exception, pytest.skip.Exception) as one:
                    raised = one

                def again():
                    if raised is not None:
                        raise raised

                hooks = request.node.ihook
                call = CallInfo.from_call(again, when="call")
                hooks.pytest_runtest_logreport(report=hooks.pytest_runtest_makereport(item=request.node, call=call))

        return Subtests()
    """

_FIXTURE = """
    import os, pytest
    from joke_client import ask

    def test_tells(subtests, reprise):
        for prompt in os.environ["PROMPTS"].split():
            with subtests.test(prompt):
                if prompt == os.environ.get("STOPS_BEFORE"):
                    here_it_ends
                assert ask(prompt)
    """

_UNITTEST = """
    import os, pytest, unittest
    from joke_client import ask

    @pytest.mark.reprise
    class JokeTest(unittest.TestCase):
        def test_tells(self):
            for prompt in os.environ["PROMPTS"].split():
                with self.subTest(prompt):
                    if prompt == os.environ.get("STOPS_BEFORE"):
                        here_it_ends
                    assert ask(prompt)
    """


@pytest.fixture
def recorded(project, monkeypatch):
    """Records one, two and three for a test with this source."""

    def record(source):
        if not any(importlib.util.find_spec(each) for each in ("_pytest.subtests", "pytest_subtests")):
            project.pytester.makeconftest(_OWN_SUBTESTS)
        project.pytester.makepyfile(test_joke=source)
        monkeypatch.setenv("PROMPTS", "one two three")
        assert project.run().ret == 0
        assert len(project.recorded()) == 3
        return project.recorded()

    return record


@pytest.mark.parametrize(
    "source, end",
    [
        pytest.param(_FIXTURE, "assert 1 == 2", id="fixture-assert"),
        pytest.param(_FIXTURE, "pytest.skip('not today')", id="fixture-skip"),
        pytest.param(_UNITTEST, "self.assertEqual(1, 2)", id="unittest-assert"),
        pytest.param(_UNITTEST, "self.skipTest('not today')", id="unittest-skip"),
    ],
)
def test_what_a_subtest_did_not_get_to_is_kept_and_not_unused(project, recorded, monkeypatch, source, end):
    before = recorded(source.replace("here_it_ends", end))
    monkeypatch.setenv("STOPS_BEFORE", "two")

    strict = project.run("--reprise-mode=replay", "--reprise-fail-on=unused")
    again = project.run("--reprise-mode=record")

    strict.stdout.no_fnmatch_line("*not used*")
    strict.stdout.no_fnmatch_line("unused recordings:")
    assert project.recorded() == before
    assert [strict.ret, again.ret] == ([0, 0] if "skip" in end else [1, 1])


def test_recording_again_deletes_what_no_subtest_asks_any_more(project, recorded, monkeypatch):
    recorded(_FIXTURE)
    monkeypatch.setenv("PROMPTS", "one two")

    again = project.run("--reprise-mode=record")

    assert again.ret == 0
    assert len(project.recorded()) == 2


def test_live_requests_count_beside_a_skipped_subtest(project, recorded, monkeypatch):
    recorded(_FIXTURE.replace("here_it_ends", "pytest.skip('not today')"))
    monkeypatch.setenv("STOPS_BEFORE", "two")

    strict = project.run("--reprise-mode=live", "--reprise-fail-on=live")

    assert strict.ret == 1
    strict.stdout.fnmatch_lines(["*2 requests went to an upstream*"])


def test_recording_again_keeps_all_of_a_test_that_a_plugin_lets_fail(project, recorded, monkeypatch):
    before = recorded(_FIXTURE)
    monkeypatch.setenv("PROMPTS", "one two")
    # as plugins for soft assertions do
    project.pytester.makepyfile(
        soft="""
        import pytest

        @pytest.hookimpl(hookwrapper=True, trylast=True)
        def pytest_runtest_makereport(item, call):
            report = (yield).get_result()
            if call.when == "call":
                report.outcome, report.longrepr = "failed", "a soft assertion"
        """
    )

    again = project.run("--reprise-mode=record", "-p", "soft")

    assert again.ret == 1
    assert project.recorded() == before
