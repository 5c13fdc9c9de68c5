"""What the marker and the configuration say about one test."""

from typing import NamedTuple, Optional, Tuple

from ._verdict import Strictness

_MEMBERS = ("mode", "faults", "pace", "fail_on", "allow_misses")


class Options(NamedTuple):
    mode: Optional[str]
    faults: Tuple[str, ...]
    pace: Tuple[str, ...]
    strictness: Strictness
    allow_misses: bool


def of(item, fail_on):
    """The nearest marker that has a member counts. fail_on: what the configuration says. Raises ValueError."""
    values = {}
    for marker in item.iter_markers("reprise"):
        if marker.args:
            raise ValueError(f"pytest.mark.reprise takes its values by name, such as mode={marker.args[0]!r}")
        for name, value in marker.kwargs.items():
            if name not in _MEMBERS:
                raise ValueError(f"pytest.mark.reprise has no '{name}'; it has {', '.join(_MEMBERS)}")
            values.setdefault(name, value)
    strictness = Strictness(_texts(values.get("fail_on", fail_on)), "fail_on")
    return Options(
        values.get("mode"),
        _texts(values.get("faults", ())),
        _texts(values.get("pace", ())),
        strictness,
        bool(values.get("allow_misses", False)),
    )


def _texts(value):
    return (value,) if isinstance(value, str) else tuple(value)
