"""Fails on purpose: its recording is of a joke about cats. `pytest` alone does not run it, because of its name."""

from assistant import joke_about


def test_tells_a_joke(reprise):
    assert joke_about("dogs")  # passes without Reprise: the assistant swallows the error
