import os
import subprocess
import sys

import pytest


def test_the_working_directory_makes_no_difference(project, monkeypatch):
    project.pytester.makepyfile(
        **{
            "tests/test_joke": """
            from joke_client import ask

            def test_tells(reprise):
                assert ask("a joke")
                assert reprise.test_id == "tests/test_joke.py::test_tells"
            """
        }
    )
    project.run().assert_outcomes(passed=1)
    monkeypatch.chdir(project.pytester.path / "tests")

    project.run("--reprise-mode=replay", "test_joke.py").assert_outcomes(passed=1)


def test_ci_replays_and_the_marker_does_not_record_there(project, monkeypatch):
    project.pytester.makepyfile(
        test_joke="""
        import pytest
        from joke_client import ask_or_shrug

        @pytest.mark.reprise(mode="record")
        def test_tells(reprise):
            assert ask_or_shrug("a joke") and reprise.mode == "replay"
        """
    )
    monkeypatch.setenv("CI", "true")

    result = project.run()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*(mode replay: the environment variable CI is set)"])
    assert project.upstream.asked == []


def _program():
    program = os.path.join(os.environ["REPRISE_HOME"], "reprise")
    return program if os.path.exists(program) else os.path.join(os.environ["REPRISE_HOME"], "bin", "reprise")


@pytest.mark.parametrize("marker", ["", '@pytest.mark.reprise(mode="record-if-missing")'])
def test_run_that_is_told_to_record_does_so_in_ci(project, monkeypatch, marker):
    project.pytester.makepyfile(
        test_joke=f"""
        import pytest
        from joke_client import ask

        {marker}
        def test_tells(reprise):
            assert ask("a joke") and reprise.mode == "record"
        """
    )
    monkeypatch.setenv("CI", "true")
    pytest_command = [sys.executable, "-m", "pytest", "-p", "reprise_pytest.plugin", "-p", "no:cacheprovider"]

    result = project.pytester.run(
        _program(), "run", "--mode", "record", "--upstream", project.upstream.url, "--", *pytest_command
    )

    assert result.ret == 0
    assert len(project.recorded()) == 1 and len(project.upstream.asked) == 1


@pytest.fixture
def server_elsewhere(project):
    """The URL of a server that knows nothing of CI, such as that of a service container."""
    command = [_program(), "serve", "--port", "0", "--upstream", project.upstream.url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        yield server.stdout.readline().strip().removeprefix("listening on ")
        server.terminate()


def test_ci_replays_also_from_a_server_that_knows_nothing_of_ci(project, server_elsewhere, monkeypatch):
    project.pytester.makepyfile(
        test_joke="""
        from joke_client import ask_or_shrug

        def test_tells(reprise):
            assert ask_or_shrug("a joke")
        """
    )
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("REPRISE_URL", server_elsewhere)
    monkeypatch.setenv("REPRISE_RUN_URL", "http://127.0.0.1:1")  # of a `reprise run` around all

    result = project.run()
    asked = list(project.upstream.asked)
    monkeypatch.setenv("REPRISE_MODE", "record-if-missing")
    chosen = project.run()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*(mode replay: the environment variable CI is set)"])
    assert asked == []
    chosen.assert_outcomes(passed=1)


def test_a_mode_of_another_tool_is_explained(project):
    result = project.run("--reprise-mode=rewrite")

    result.stderr.fnmatch_lines(["*--reprise-mode: 'rewrite' is not a mode.*; what other tools call 'rewrite' is 'record'"])


def test_recording_again_deletes_what_is_no_longer_asked(project):
    source = """
        from joke_client import ask

        def test_tells(reprise):
            assert ask("PROMPT")
        """
    project.pytester.makepyfile(test_joke=source.replace("PROMPT", "an old joke"))
    project.run().assert_outcomes(passed=1)
    project.pytester.makepyfile(test_joke=source.replace("PROMPT", "a new joke"))

    result = project.run("--reprise-mode=record")

    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["deleted: 1 recording that*"])
    assert [name for name in project.recorded() if "old" in name] == []


def test_unused_recordings_are_listed_and_fail_on_request(project):
    source = """
        from joke_client import ask

        def test_tells(reprise):
            for prompt in PROMPTS:
                assert ask(prompt)
        """
    project.pytester.makepyfile(test_joke=source.replace("PROMPTS", "['one', 'two']"))
    project.run().assert_outcomes(passed=1)
    project.pytester.makepyfile(test_joke=source.replace("PROMPTS", "['one']"))

    lenient = project.run()
    strict = project.run("--reprise-fail-on=unused")

    lenient.assert_outcomes(passed=1)
    lenient.stdout.fnmatch_lines(["unused recordings:", "  test_joke.py::test_tells: *two*.json"])
    strict.assert_outcomes(passed=1, errors=1)
    strict.stdout.fnmatch_lines(["*1 recording of this test was not used:*"])


_DELETES_WHAT_IT_MADE = """
    import pytest
    from joke_client import ask, ask_or_shrug

    @pytest.fixture
    def thing(reprise):
        yield
        ask_or_shrug("delete it")

    def test_tells(thing):
        assert ask("a joke")
    """


def test_what_fixtures_use_while_they_end_is_not_unused(project):
    project.pytester.makepyfile(test_joke=_DELETES_WHAT_IT_MADE)

    project.run("--reprise-fail-on=unused").assert_outcomes(passed=1)
    project.run("--reprise-fail-on=unused").assert_outcomes(passed=1)


def test_live_requests_count_while_fixtures_end_and_are_told_once(project):
    project.pytester.makepyfile(test_joke=_DELETES_WHAT_IT_MADE)
    project.run().assert_outcomes(passed=1)
    for recording in project.recordings.rglob("*delete*.json"):
        recording.unlink()

    at_the_end = project.run("--reprise-fail-on=live")
    always = project.run("--reprise-fail-on=live", "--reprise-mode=live")

    at_the_end.assert_outcomes(passed=1, errors=1)
    at_the_end.stdout.fnmatch_lines(["*1 request went to an upstream (mode record-if-missing: *"])
    always.assert_outcomes(failed=1, errors=1)
    always.stdout.no_fnmatch_line("*2 requests went to an upstream*")


def test_answers_that_are_not_recorded_count_while_fixtures_end(project):
    project.pytester.makepyfile(test_joke=_DELETES_WHAT_IT_MADE)
    project.upstream.refuses = "delete it"

    lenient = project.run()
    strict = project.run("--reprise-fail-on=unsaved")

    lenient.assert_outcomes(passed=1)
    strict.assert_outcomes(passed=1, errors=1)
    strict.stdout.fnmatch_lines(["*1 answer was not recorded:*"])


def test_what_was_not_asked_since_a_fixture_failed_is_kept(project):
    project.pytester.makepyfile(test_joke=_DELETES_WHAT_IT_MADE)
    project.run().assert_outcomes(passed=1)
    recorded = project.recorded()
    text = (project.pytester.path / "test_joke.py").read_text()
    (project.pytester.path / "test_joke.py").write_text(text.replace('ask_or_shrug("delete it")', 'raise OSError("no space")'))

    again = project.run("--reprise-mode=record")
    strict = project.run("--reprise-mode=replay", "--reprise-fail-on=unused")

    again.assert_outcomes(passed=1, errors=1)
    assert project.recorded() == recorded
    strict.assert_outcomes(passed=1, errors=1)
    strict.stdout.no_fnmatch_line("*was not used*")


def test_async_tests_and_their_environment(project, monkeypatch):
    pytest.importorskip("pytest_asyncio")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://outside.example/v1")
    project.pytester.makepyfile(
        test_joke="""
        import asyncio, os, pytest
        from joke_client import ask

        @pytest.mark.asyncio
        async def test_tells(reprise):
            assert os.environ["OPENAI_BASE_URL"] == reprise.base_url + "/v1"
            answers = await asyncio.gather(asyncio.to_thread(ask, "a joke"), asyncio.to_thread(ask, "another"))
            assert len(set(answers)) == 2

        def test_without():
            assert os.environ["OPENAI_BASE_URL"] == "http://outside.example/v1"
        """
    )

    project.run().assert_outcomes(passed=2)
    project.run("--reprise-mode=replay").assert_outcomes(passed=2)


def test_clients_of_a_session_belong_to_the_session(project):
    project.pytester.makepyfile(
        test_joke="""
        import os, pytest
        from joke_client import ask

        @pytest.fixture(scope="session")
        def base():
            return os.environ["OPENAI_BASE_URL"]

        def test_one(reprise, base):
            assert base.endswith("/t/session/v1")
            assert ask("one", base)

        def test_two(reprise, base):
            try:
                ask("two", base)
            except OSError:
                pass
        """
    )
    project.run("-k", "one").assert_outcomes(passed=1)

    result = project.run("--reprise-mode=replay")

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*FAILED test_joke.py::test_two*"])


def test_what_was_sent_can_be_asserted(project):
    project.pytester.makepyfile(
        test_joke="""
        from joke_client import ask

        def test_tells(reprise):
            ask("a joke")
            (request,) = reprise.requests()
            assert request.model == "tiny"
            assert [(message.role, message.text) for message in request.messages] == [("user", "a joke")]
            assert "user: a joke" in repr(request)
        """
    )

    project.run().assert_outcomes(passed=1)


def test_a_program_that_is_not_there_is_named(project, monkeypatch):
    monkeypatch.setenv("REPRISE_HOME", "/nowhere")
    project.pytester.makepyfile(
        test_joke="""
        def test_tells(reprise):
            pass
        """
    )

    result = project.run()

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*REPRISE_HOME is '/nowhere', but there is neither bin/reprise nor*"])


def test_what_is_said_about_other_servers_does_not_reach_this_one(project, monkeypatch):
    monkeypatch.setenv("REPRISE_HOST", "203.0.113.7")
    monkeypatch.setenv("REPRISE_PORT", "1")
    monkeypatch.setenv("REPRISE_TOKEN", "x" * 32)
    monkeypatch.setenv("REPRISE_TLS", "self-signed")
    monkeypatch.setenv("REPRISE_TLS_CERT", "/none")
    monkeypatch.setenv("REPRISE_TLS_KEY", "/none")
    project.pytester.makepyfile(
        test_joke="""
        from joke_client import ask

        def test_tells(reprise):
            assert ask("a joke")
        """
    )

    project.run().assert_outcomes(passed=1)


def test_all_tests_use_it_where_the_configuration_says_so(project):
    project.configure("reprise_auto = true")
    project.pytester.makepyfile(
        test_joke="""
        import os
        from joke_client import ask

        AT_IMPORT = os.environ["OPENAI_BASE_URL"]

        def test_tells():
            assert AT_IMPORT.endswith("/t/session/v1")
            assert ask("a joke") and ask("another", AT_IMPORT)
        """
    )

    project.run().assert_outcomes(passed=1)
    project.run("--reprise-mode=replay").assert_outcomes(passed=1)
