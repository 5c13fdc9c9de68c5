"""Tests that call model APIs: the first run records the answers, later runs replay them."""

from ._control import RepriseError
from ._reprise import Reprise, Request
from ._verdict import RepriseFailure

__all__ = ["Reprise", "RepriseError", "RepriseFailure", "Request"]
