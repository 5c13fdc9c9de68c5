"""Blocks of Python and of pytest's configuration in the pages for users: the syntax of each, and the examples, run."""

import configparser
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

PAGES = [ROOT / "README.md", ROOT / "python/README.md", ROOT / "js/README.md", *sorted((ROOT / "docs").glob("*.md"))]

# Stands for the SDKs: its clients have what the pages use.
OPENAI = '''
import json, os, urllib.request
from types import SimpleNamespace as Some

class OpenAI:
    def __init__(self, base_url=None, api_key=None, default_headers=None):
        self.base_url = base_url or os.environ["OPENAI_BASE_URL"]
        self.headers = dict(default_headers or {}, **{"Content-Type": "application/json"})
        self.chat = Some(completions=Some(create=self.create))

    def create(self, **body):
        request = urllib.request.Request(self.base_url + "/chat/completions", json.dumps(body).encode(), self.headers)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer, object_hook=lambda members: Some(**members))

class Anthropic(OpenAI):
    pass
'''

TEST = '''
def test_tells_a_joke(openai):
    answer = openai.chat.completions.create(model="tiny", messages=[{"role": "user", "content": "a joke"}])
    assert "chicken" in answer.choices[0].message.content
'''


def blocks(page, language):
    fences = re.finditer(rf"^( *)```{language}\n(.*?)^ *```$", page.read_text("utf-8"), re.M | re.S)
    return [re.sub(rf"^{fence[1]}", "", fence[2], flags=re.M) for fence in fences]


def all_blocks(language):
    return [(page, code) for page in PAGES for code in blocks(page, language)]


def block(page, text):
    found = [code for code in blocks(ROOT / page, "python") if text in code]
    assert len(found) == 1, f"{text} in {page}: {len(found)} times"
    return found[0]


@pytest.mark.parametrize("page, code", all_blocks("python"), ids=lambda value: getattr(value, "name", None) or "code")
def test_each_block_has_the_syntax_of_python(page, code):
    compile(code, str(page), "exec")


def test_each_configuration_has_a_section_for_pytest():
    found = all_blocks("ini")

    assert len(found) == 2
    for page, text in found:
        parser = configparser.ConfigParser()
        parser.read_string(text, str(page))
        assert parser["pytest"]["reprise_upstream"] == "https://api.openai.com/v1"


@pytest.fixture
def sdk(project):
    project.pytester.makepyfile(openai=OPENAI, anthropic="from openai import Anthropic\n")
    project.upstream.says = "a joke about a chicken"
    return project


@pytest.mark.parametrize("page", ["docs/pytest.md", "python/README.md"])
def test_the_first_example_records_and_replays(sdk, page):
    sdk.pytester.makepyfile(test_joke=block(page, "# test_joke.py"))

    sdk.run().assert_outcomes(passed=1)
    sdk.run().assert_outcomes(passed=1)

    assert len(sdk.upstream.asked) == 1
    assert len(sdk.recorded()) == 1


@pytest.mark.parametrize("code", [code for _, code in all_blocks("python") if "pytest.mark." in code])
def test_examples_with_a_marker_are_collected(sdk, code):
    after = re.sub(r"# before\n.*?# after\n", "", code, flags=re.S)
    sdk.pytester.makepyfile(test_marked="import pytest\n" + after)

    result = sdk.run("--collect-only", "-q", "--strict-markers")

    assert result.ret == 0, result.stdout.str()
    result.stdout.fnmatch_lines(["test_marked.py::test_*"])


@pytest.mark.parametrize("page", ["docs/getting-started.md", "docs/test-ids.md"])
def test_fixtures_without_the_package_name_the_test(sdk, page):
    conftest = block(page, "# conftest.py").replace('REPRISE = "http://127.0.0.1:8000"', "import os\nREPRISE = os.environ['REPRISE_URL']")
    sdk.pytester.makeconftest(conftest)
    sdk.pytester.makepyfile(test_joke=TEST)
    home = Path(os.environ["REPRISE_HOME"])
    program = next(path for path in (home / "bin/reprise", home / "reprise") if path.is_file())

    run = subprocess.run(
        [program, "run", "--upstream", sdk.upstream.url, "--", sys.executable, "-m", "pytest", "-p", "no:cacheprovider"],
        cwd=sdk.pytester.path, capture_output=True, text=True, timeout=120,
    )

    assert run.returncode == 0, run.stdout + run.stderr
    assert [file.split("/")[0].rsplit("-", 1)[0] for file in sdk.recorded()] == ["test_joke.py-test_tells_a_joke"]


def test_both_ways_to_name_a_test_are_as_the_page_says(sdk, monkeypatch):
    monkeypatch.syspath_prepend(sdk.pytester.path)
    code = block("docs/test-ids.md", "from anthropic import Anthropic")

    for line, base, header in [
        (0, "/t/tests%2Ftest_jokes.py%3A%3Atest_tells%5Bgpt-4%5D/v1", None),
        (1, "/v1", "tests/test_jokes.py::test_tells[gpt-4]"),
        (2, "/t/tests%2Ftest_jokes.py%3A%3Atest_tells%5Bgpt-4%5D", None),
        (3, "", "tests/test_jokes.py::test_tells[gpt-4]"),
    ]:
        head, *clients = re.split(r"^(?=openai = |anthropic = )", code, flags=re.M)
        names = {}
        exec(head + clients[line], names)
        client = names.get("openai") or names.get("anthropic")
        assert client.base_url == "http://127.0.0.1:8000" + base
        assert client.headers.get("X-Reprise-Test") == header
    for module in ("openai", "anthropic"):
        monkeypatch.delitem(sys.modules, module)
