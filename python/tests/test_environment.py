import pytest

from reprise_pytest._environment import variables

LOOPBACK = "127.0.0.1,localhost,::1"
BOTH = "internal.example," + LOOPBACK


@pytest.mark.parametrize(
    ("small", "capital", "expected"),
    [
        (None, None, (LOOPBACK, LOOPBACK)),
        (None, "internal.example", (BOTH, BOTH)),
        ("internal.example", None, (BOTH, BOTH)),
        (" ", "internal.example", (BOTH, BOTH)),
        ("a", "b", ("a," + LOOPBACK, "b," + LOOPBACK)),
        (None, "*", ("*", "*")),
        (" * ", None, ("*", "*")),
        ("a", "*", ("a," + LOOPBACK, "*")),
    ],
)
def test_hosts_that_need_no_proxy_are_known_in_both_spellings(monkeypatch, small, capital, expected):
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    for name, value in (("no_proxy", small), ("NO_PROXY", capital)):
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)

    values = variables("http://127.0.0.1:1", {"mode": "replay"})

    assert (values["no_proxy"], values["NO_PROXY"]) == expected
