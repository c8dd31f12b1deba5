"""A test runs or it is not there: none steps aside because the machine lacks something."""

import ast
import subprocess

from tests.house import code

_WAYS_OUT = {
    "skip", "skipif", "importorskip", "xfail", "SkipTest", "skipTest", "skipIf", "skipUnless",
}  # fmt: skip


def ways_out(text: str) -> set[str]:
    """Return the ways of stepping aside that a file of Python names."""
    tree = ast.parse(text)
    found = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found |= {alias.name for alias in node.names}
    return found & _WAYS_OUT


def test_no_test_steps_aside() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=code.ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    files = [code.ROOT / name for name in listed.stdout.splitlines()]
    found = {
        str(path.relative_to(code.ROOT)): ways
        for path in files
        if path.is_file() and (ways := ways_out(path.read_text()))
    }
    assert found == {}


def test_a_way_out_is_seen() -> None:
    assert ways_out("import pytest\npytest.skip('no')") == {"skip"}
    assert ways_out("from unittest import SkipTest") == {"SkipTest"}
    assert ways_out("@pytest.mark.xfail\ndef test(): ...") == {"xfail"}
