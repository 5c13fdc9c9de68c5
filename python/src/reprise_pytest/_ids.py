"""Test ids: the same text in each run, on each machine, from each working directory."""

import hashlib
from pathlib import Path

import pytest

_COLLECTED = pytest.StashKey()
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
    _, separator, name = without_group(item).partition("::")
    return shortened(path_id(item.path, project) + separator + name)


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


def note_collected(items):
    """To be called before pytest-xdist adds the groups of tests to their node ids, for --dist=loadgroup."""
    for item in items:
        item.stash[_COLLECTED] = item.nodeid


def without_group(item):
    """The node id by which pytest finds the test."""
    collected = item.stash.get(_COLLECTED, item.nodeid)
    return collected if item.nodeid.startswith(collected + "@") else item.nodeid
