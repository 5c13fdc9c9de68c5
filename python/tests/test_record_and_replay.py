def test_the_first_run_records_and_the_second_replays(project):
    project.pytester.makepyfile(
        test_joke="""
        from joke_client import ask

        def test_tells(reprise):
            assert ask("a joke").startswith("a joke: answer")
        """
    )

    first = project.run()
    second = project.run()

    first.assert_outcomes(passed=1)
    first.stdout.fnmatch_lines(["requests: 1 recorded"])
    second.assert_outcomes(passed=1)
    second.stdout.fnmatch_lines(["requests: 1 replayed", "saved: 12 tokens*"])
    assert project.upstream.asked == ["a joke"]
    assert len(project.recorded()) == 1


def test_a_marker_is_enough_also_for_unittest(project):
    project.pytester.makepyfile(
        test_joke="""
        import unittest, pytest
        from joke_client import ask, ask_or_shrug

        @pytest.mark.reprise
        def test_tells():
            assert ask("a joke")

        @pytest.mark.reprise
        class JokeTest(unittest.TestCase):
            def test_tells(self):
                assert ask("another")

            def test_misses(self):
                self.assertEqual("a joke", ask_or_shrug("a wrong one"))
        """
    )
    project.run("-k", "tells").assert_outcomes(passed=2)

    result = project.run("--reprise-mode=replay")

    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*no recording answers POST /v1/chat/completions*"])


def test_a_miss_fails_the_test_that_swallows_it_once(project):
    project.pytester.makepyfile(
        test_joke="""
        from joke_client import ask_or_shrug

        def test_tells(reprise):
            assert ask_or_shrug("a joke")
        """
    )
    project.run().assert_outcomes(passed=1)
    text = (project.pytester.path / "test_joke.py").read_text()
    (project.pytester.path / "test_joke.py").write_text(text.replace("a joke", "a deliberately wrong prompt"))

    result = project.run("--reprise-mode=replay")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*a request of this test had no recording (mode replay: --reprise-mode)",
            "*no recording answers POST /v1/chat/completions model=tiny*",
            "to record it:",
            "  python -m pytest test_joke.py::test_tells --reprise-mode=record-if-missing",
            "FAILED test_joke.py::test_tells*",
        ]
    )
    assert "plugin.py" not in result.stdout.str()


def test_what_fails_because_of_a_miss_shows_the_test_and_the_miss_once(project):
    project.pytester.makepyfile(
        test_joke="""
        from joke_client import ask

        def test_tells(reprise):
            assert ask("a joke")
        """
    )

    result = project.run("--reprise-mode=replay")

    result.assert_outcomes(failed=1)
    text = result.stdout.str()
    assert "_add_failure" not in text and "plugin.py" not in text
    failure, _, _ = text.partition("short test summary info")
    assert failure.count("a request of this test had no recording") == 1
    assert failure.count("python -m pytest test_joke.py::test_tells --reprise-mode=record-if-missing") == 1
    result.stdout.fnmatch_lines([">*assert ask(*", "E*RepriseFailure: a request of this test had no recording*"])


def test_another_failure_is_shown_with_the_miss(project):
    project.pytester.makepyfile(
        test_joke="""
        from joke_client import ask_or_shrug

        def test_tells(reprise):
            assert ask_or_shrug("a joke") == "a joke"
        """
    )

    result = project.run("--reprise-mode=replay")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*assert 'whatever' == 'a joke'*", "*direct cause*", "*no recording answers POST*"])


def test_a_skip_does_not_hide_a_miss(project):
    project.pytester.makepyfile(
        test_joke="""
        import pytest
        from joke_client import ask_or_shrug

        def test_tells(reprise):
            if ask_or_shrug("a joke") == "whatever":
                pytest.skip("the API is not available")
        """
    )

    project.run("--reprise-mode=replay").assert_outcomes(failed=1)


def test_misses_can_be_allowed(project):
    project.pytester.makepyfile(
        test_joke="""
        import pytest
        from joke_client import ask_or_shrug

        @pytest.mark.reprise(allow_misses=True)
        def test_marked():
            assert ask_or_shrug("a joke") == "whatever"

        def test_called(reprise):
            reprise.allow_misses()
            assert ask_or_shrug("a joke") == "whatever"
        """
    )

    project.run("--reprise-mode=replay").assert_outcomes(passed=2)


def test_a_miss_of_a_fixture_that_ends_is_an_error(project):
    project.pytester.makepyfile(
        test_joke="""
        import pytest
        from joke_client import ask_or_shrug

        @pytest.fixture
        def farewell(reprise):
            yield
            ask_or_shrug("a farewell")

        def test_tells(farewell):
            pass
        """
    )

    project.run("--reprise-mode=replay").assert_outcomes(passed=1, errors=1)


def test_a_miss_of_a_shared_client_while_fixtures_end_is_an_error_of_that_test(project):
    project.pytester.makepyfile(
        test_joke="""
        import os, pytest, urllib.error
        from joke_client import ask

        def ask_or_shrug(base):
            try:
                ask("a farewell", base + "/v1")
            except urllib.error.HTTPError:
                pass

        @pytest.fixture(scope="module")
        def base():
            base = os.environ["REPRISE_BASE_URL"]
            yield base
            ask_or_shrug(base)

        @pytest.fixture
        def farewell(reprise, base):
            yield
            ask_or_shrug(base)

        def test_tells(farewell):
            pass

        def test_tells_on(reprise):
            pass

        def test_without():
            pass
        """
    )

    one = project.run("--reprise-mode=replay", "-k", "test_tells and not on")
    all_of_them = project.run("--reprise-mode=replay")

    one.assert_outcomes(passed=1, errors=1)
    one.stdout.fnmatch_lines(["*2 requests of 'test_joke.py', which several tests share, had no recording*"])
    all_of_them.assert_outcomes(passed=3, errors=2)
    all_of_them.stdout.fnmatch_lines(["ERROR test_joke.py::test_tells*", "ERROR test_joke.py::test_without*"])


def test_an_upstream_that_is_away_fails_the_test(project):
    project.upstream.close()
    project.pytester.makepyfile(
        test_joke="""
        from joke_client import ask_or_shrug

        def test_tells(reprise):
            ask_or_shrug("a joke")
        """
    )

    result = project.run()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*a request of this test got no answer (mode record-if-missing: *"])
