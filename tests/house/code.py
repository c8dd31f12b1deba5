"""The product's Python as data: files, functions, imports, strings."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "motcua"
_NOT_PRODUCT = {"tests", "migrations"}


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the product."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Its path inside the checkout."""
        return str(self.path.relative_to(ROOT))

    @property
    def room(self) -> str:
        """The room it stands in."""
        return self.path.relative_to(PACKAGE).parts[0]

    @property
    def lines(self) -> int:
        """Its lines that are not blank."""
        return sum(1 for line in self.text.splitlines() if line.strip())


@dataclass(frozen=True, slots=True)
class Function:
    """One function or method of the product."""

    source: Source
    node: ast.FunctionDef | ast.AsyncFunctionDef

    @property
    def name(self) -> str:
        """File and name, as a person finds it."""
        return f"{self.source.name}:{self.node.lineno} {self.node.name}"

    @property
    def lines(self) -> int:
        """Its lines from `def` to the end, without blank ones and the docstring."""
        body = self.node.body
        first = body[0]
        is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
        docstring = (first.end_lineno or 0) - first.lineno + 1 if is_docstring else 0
        text = self.source.text.splitlines()[self.node.lineno - 1 : self.node.end_lineno]
        return sum(1 for line in text if line.strip()) - docstring

    @property
    def parameters(self) -> list[ast.arg]:
        """Its parameters without self and cls."""
        given = self.node.args
        every = [*given.posonlyargs, *given.args, *given.kwonlyargs]
        return [one for one in every if one.arg not in {"self", "cls"}]

    @property
    def annotated(self) -> bool:
        """Whether every parameter and the return value has its type."""
        return self.node.returns is not None and all(one.annotation for one in self.parameters)


@cache
def sources() -> tuple[Source, ...]:
    """Return the product's own files, without tests and migrations."""
    return tuple(source for source in every_source() if not _NOT_PRODUCT & set(source.path.parts))


@cache
def every_source() -> tuple[Source, ...]:
    """Return all files of the package, tests and migrations too."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found.append(Source(path, text, ast.parse(text)))
    return tuple(found)


def functions() -> Iterator[Function]:
    """Yield every function and method of the product."""
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield Function(source, node)


def strings(source: Source) -> Iterator[tuple[int, str]]:
    """Yield line and text of every string literal; what is put in between reads as `?`."""
    pieces: set[ast.AST] = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.JoinedStr):
            pieces.update(node.values)
            parts = (part.value if isinstance(part, ast.Constant) else "?" for part in node.values)
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and node not in pieces:
            yield node.lineno, node.value if isinstance(node.value, str) else ""


@cache
def services() -> frozenset[str]:
    """Return `room.name` of every service: what `services` of a room offers to others."""
    found = set()
    for source in sources():
        if source.path.name == "services.py":
            names = {node.name for node in source.tree.body if isinstance(node, ast.FunctionDef)}
        elif source.path.parts[-2:] == ("services", "__init__.py"):
            names = {
                alias.name
                for node in source.tree.body
                if isinstance(node, ast.ImportFrom)
                for alias in node.names
            }
        else:
            continue
        found |= {f"{source.room}.{name}" for name in names if not name.startswith("_")}
    return frozenset(found)


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files that belong to the repository, written or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(path for path in paths if path.is_file())
