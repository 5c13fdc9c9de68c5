import os
import signal
import subprocess
import sys
import time

import pytest


def _alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _until(what, seconds=60):
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def _servers(directory):
    """Processes of servers that record into a directory of this test."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                command = file.read().decode("utf-8", "replace")
            if "serve" in command and os.readlink(f"/proc/{pid}/cwd") == str(directory):
                found.append(int(pid))
        except OSError:
            pass
    return found


def _hanging(project, **streams):
    """A session whose only test has asked once, and goes on for ten minutes."""
    project.pytester.makepyfile(
        test_joke="""
        import time
        from joke_client import ask

        def test_hangs(reprise):
            ask("a joke")
            open("is-hanging", "w").close()
            time.sleep(600)
        """
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-p", "reprise_pytest.plugin"],
        cwd=project.pytester.path,
        **streams,
    )
    _until((project.pytester.path / "is-hanging").exists)
    return process


def test_workers_share_a_server_and_do_not_mix_occurrences(project):
    pytest.importorskip("xdist")
    project.pytester.makepyfile(
        test_joke="""
        import os, pytest
        from joke_client import ask

        @pytest.mark.parametrize("who", ["a", "b", "c", "d", "e", "f", "g", "h"])
        def test_tells(reprise, who):
            with open("server-" + reprise.base_url.split("/")[2].replace(":", "-"), "a"):
                pass
            answers = [ask("the same joke"), ask("the same joke")]
            if os.path.exists(who):
                assert answers == open(who).read().split("|")
            open(who, "w").write("|".join(answers))
        """
    )

    first = project.run("-n", "4", "--reprise-mode=record")
    second = project.run("-n", "4", "--reprise-mode=replay")

    first.assert_outcomes(passed=8)
    first.stdout.fnmatch_lines(["requests: 16 recorded"])
    second.assert_outcomes(passed=8)
    second.stdout.fnmatch_lines(["requests: 16 replayed"])
    assert len(list(project.pytester.path.glob("server-*"))) == 2
    assert _servers(project.pytester.path) == []


def test_the_group_of_a_worker_is_no_part_of_the_test_id(project):
    pytest.importorskip("xdist")
    project.pytester.makepyfile(
        test_joke="""
        import pytest
        from joke_client import ask

        @pytest.mark.xdist_group("jokes")
        def test_tells(reprise):
            assert ask("a joke")
            assert reprise.test_id == "test_joke.py::test_tells"
        """
    )
    project.run("-n", "1", "--dist=loadgroup").assert_outcomes(passed=1)

    project.run("--reprise-mode=replay").assert_outcomes(passed=1)


def test_several_groups_are_no_part_of_the_test_id_and_of_the_command_that_records(project):
    project.pytester.makepyfile(
        grouping="""
        def pytest_collection_modifyitems(items):
            for item in items:
                item._nodeid += "@first_second"  # as pytest-xdist does for a test with several groups
        """,
        test_joke="""
        from joke_client import ask_or_shrug

        def test_tells(reprise):
            assert reprise.test_id == "test_joke.py::test_tells"
            ask_or_shrug("a joke")
        """,
    )

    result = project.run("-p", "grouping", "--reprise-mode=replay")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*python -m pytest test_joke.py::test_tells --reprise-mode=*"])


def test_a_killed_session_leaves_no_server(project):
    process = _hanging(project, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    servers = _servers(project.pytester.path)
    assert servers

    process.send_signal(signal.SIGKILL)
    process.wait()

    _until(lambda: not any(_alive(pid) for pid in servers))
    assert len(project.recorded()) == 1


def test_an_interrupted_session_leaves_no_server_and_keeps_what_was_recorded(project):
    process = _hanging(project, stdout=subprocess.PIPE, text=True)

    process.send_signal(signal.SIGINT)
    said, _ = process.communicate()

    assert "KeyboardInterrupt" in said
    assert process.returncode == 2
    assert _servers(project.pytester.path) == []
    assert len(project.recorded()) == 1


def test_attempts_start_over_and_misses_of_each_are_told(project):
    pytest.importorskip("pytest_rerunfailures")
    project.pytester.makepyfile(
        test_joke="""
        from joke_client import ask, ask_or_shrug

        attempts = []

        def test_tells(reprise):
            attempts.append(ask("a joke"))
            attempts.append(ask("a joke"))
            if len(attempts) < 4:
                ask_or_shrug("what is missing")
            assert attempts[:2] == attempts[-2:]
        """
    )
    project.run("--reprise-mode=record").assert_outcomes(passed=1)
    for recording in project.recordings.rglob("*missing*.json"):
        recording.unlink()

    result = project.run("--reprise-mode=replay", "--reruns", "1")

    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["*1 rerun*"])
    result.stdout.fnmatch_lines(["requests: 4 replayed, 1 missed"])


def test_two_builds_at_once_record_each_answer_once(project):
    project.pytester.makepyfile(
        test_joke="""
        import pytest
        from joke_client import ask

        @pytest.mark.parametrize("number", range(12))
        def test_tells(reprise, number):
            assert ask(f"joke {number}")
        """
    )
    command = [sys.executable, "-m", "pytest", "-p", "reprise_pytest.plugin", "-p", "no:cacheprovider"]
    builds = [
        subprocess.Popen(
            command,
            cwd=project.pytester.path,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        for _ in range(2)
    ]

    said = [build.communicate()[0].decode() for build in builds]

    assert [build.returncode for build in builds] == [0, 0], said
    assert sorted(project.upstream.asked) == sorted(f"joke {number}" for number in range(12))
    assert len(project.recorded()) == 12
