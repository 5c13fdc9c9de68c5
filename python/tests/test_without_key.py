TEST = """
    import os
    from joke_client import ask

    def test_tells(reprise):
        assert os.environ["OPENAI_API_KEY"]
        assert ask("a joke").startswith("a joke: answer")
"""
ELSEWHERE = "http://upstream.invalid/v1"


def test_a_server_on_this_machine_needs_no_key(project):
    project.pytester.makepyfile(
        test_joke="""
        import os
        from joke_client import ask

        def test_tells(reprise):
            assert "OPENAI_API_KEY" not in os.environ
            assert ask("a joke")
        """
    )

    project.run().assert_outcomes(passed=1)


def test_recordings_answer_without_a_key_also_where_an_upstream_is_known(project, monkeypatch):
    project.pytester.makepyfile(test_joke=TEST)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-none-but-set")
    project.run().assert_outcomes(passed=1)
    monkeypatch.delenv("OPENAI_API_KEY")
    project.upstream.url = ELSEWHERE
    project.configure()

    result = project.run("--reprise-mode=record-if-missing")

    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["requests: 1 replayed"])


def test_what_is_not_recorded_is_a_miss_that_names_the_key(project):
    project.pytester.makepyfile(test_joke=TEST)
    project.upstream.url = ELSEWHERE
    project.configure()

    result = project.run("--reprise-mode=record-if-missing")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*no recording answers POST /v1/chat/completions*", "*OPENAI_API_KEY*"])


def test_a_key_that_the_code_loads_itself_is_not_hidden(project):
    project.pytester.makepyfile(
        test_joke="""
        import os

        def test_tells(reprise):
            assert "OPENAI_API_KEY" not in os.environ
            assert os.environ["GROQ_API_KEY"]
        """
    )
    (project.pytester.path / ".env").write_text("# keys\nexport OPENAI_API_KEY=abc\nGROQ_API_KEY=\n")
    project.upstream.url = ELSEWHERE
    project.configure()

    project.run("--reprise-mode=record-if-missing").assert_outcomes(passed=1)
