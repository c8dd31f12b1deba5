"""Small enough to be read: files, functions, parameters; everything public says what it does."""

import ast

from tests.house import code

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
MOST_PARAMETERS = 6


def test_no_file_is_longer_than_400_lines() -> None:
    long = {one.name: one.lines for one in code.sources() if one.lines > LONGEST_FILE}
    assert not long


def test_no_function_is_longer_than_40_lines() -> None:
    long = {one.name: one.lines for one in code.functions() if one.lines > LONGEST_FUNCTION}
    assert not long


def test_no_function_has_more_than_6_parameters() -> None:
    many = [one.name for one in code.functions() if len(one.parameters) > MOST_PARAMETERS]
    assert not many


def test_services_take_keywords_only() -> None:
    """A named argument reads like the regulation; a lone one needs no name."""
    loose = [
        one.name
        for one in code.functions()
        if f"{one.source.room}.{one.node.name}" in code.services()
        and one.node in one.source.tree.body
        and "services" in one.source.name
        and len([*one.node.args.posonlyargs, *one.node.args.args]) > 1
    ]
    assert not loose


def test_every_function_is_annotated() -> None:
    assert not [one.name for one in code.functions() if not one.annotated]


def test_imports_stand_at_the_top() -> None:
    inside = [
        f"{one.name}: {ast.unparse(node)}"
        for one in code.functions()
        for node in ast.walk(one.node)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not inside


def test_everything_public_says_what_it_does() -> None:
    silent = []
    for source in code.sources():
        if source.text.strip() and not ast.get_docstring(source.tree):
            silent.append(source.name)
        for node in source.tree.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            # The sentence of a refusal says what it is.
            is_refusal = isinstance(node, ast.ClassDef) and "errors" in source.name
            if not (node.name.startswith("_") or is_refusal or ast.get_docstring(node)):
                silent.append(f"{source.name}:{node.lineno} {node.name}")
    assert not silent


def test_checks_are_switched_off_by_name_and_with_a_reason() -> None:
    bare = []
    for source in code.sources():
        for number, line in enumerate(source.text.splitlines(), start=1):
            if "# type: ignore" in line:
                after = line.split("# type: ignore", 1)[1]
                if not after.startswith("[") or "#" not in after:
                    bare.append(f"{source.name}:{number}")
            if "# noqa" in line and "# noqa: " not in line:
                bare.append(f"{source.name}:{number}")
    assert not bare
