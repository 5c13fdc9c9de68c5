import pytest

from assistant import joke_about


@pytest.mark.parametrize("subject", ["chickens", "bicycles"])
def test_tells_a_joke(reprise, subject):
    assert subject[:-1] in joke_about(subject)

    (request,) = reprise.requests()
    assert request.model == "gpt-4o-mini"
    assert request.messages[0].text == f"Tell me a joke about {subject}."


def test_is_well_again_after_the_api_was_busy(reprise):
    reprise.fault("status=503; first=1")

    assert joke_about("chickens") == "I know no joke today."
    assert "chicken" in joke_about("chickens")
