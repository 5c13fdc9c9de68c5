"""Test ids: the same text in each run, on each machine, from each working directory."""

import hashlib
from pathlib import Path

_LONGEST = 400
_MARKS = ("reprise.yaml", "pyproject.toml", "pytest.ini", "setup.cfg", "setup.py", "tox.ini", ".git")


def project_directory(config):
    """The directory that test ids and recordings are relative to.

    That of pytest's configuration file or --rootdir. Without these, pytest's own root directory depends on what it was asked to
    run, so the nearest directory that looks like a project counts.
    """
    root = config.rootpath
    if config.inipath is not None or config.getoption("rootdir", None):
        return root
    for directory in (root, *root.parents):
        if any((directory / mark).exists() for mark in _MARKS):
            return directory
    return root


def of_item(item, project):
    _, separator, name = item.nodeid.partition("::")
    return shortened(path_id(item.path, project) + separator + _without_group(name, item))


def of_scope(node, project):
    """Of a class, a module or a package, for fixtures that live longer than a test."""
    _, separator, name = node.nodeid.partition("::")
    path = getattr(node, "path", None)
    if path is None or node.nodeid in ("", "."):
        return "session"
    return shortened(path_id(path, project) + separator + name)


def path_id(path, project):
    try:
        return Path(path).relative_to(project).as_posix()
    except ValueError:
        return Path(path).name


def shortened(name):
    """A long id is cut, and gets a digest of the whole."""
    if len(name) <= _LONGEST:
        return name
    return name[:_LONGEST] + "~" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _without_group(name, item):
    """pytest-xdist adds the group of a test to its node id for --dist=loadgroup."""
    marker = item.get_closest_marker("xdist_group")
    if marker is None:
        return name
    group = marker.args[0] if marker.args else marker.kwargs.get("name", "default")
    return name[: -len(group) - 1] if name.endswith(f"@{group}") else name
