"""The manual tells of what there is, and of nothing else."""

import re

from motcua.config import commands, environment
from tests.house import code

README = (code.ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_variables_is_the_one_the_program_reads() -> None:
    rows = re.findall(r"^\| `(MOTCUA_\w+)` \| (.+) \|$", README, re.MULTILINE)
    assert dict(rows) == environment.VARIABLES


def test_every_variable_in_the_code_is_in_the_table() -> None:
    used = set()
    for path in code.tracked():
        if path.suffix in {".py", ".sh", ""}:
            text = path.read_text(encoding="utf-8", errors="ignore")
            used |= set(re.findall(r"\bMOTCUA_[A-Z_]*[A-Z]\b", text))
    assert used <= set(environment.VARIABLES)


def test_the_table_of_commands_is_the_one_the_program_knows() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", README, re.MULTILINE)
    assert dict(rows) == {name: one.HELP for name, one in commands.table().items()}


def test_every_command_that_is_mentioned_exists() -> None:
    known = set(commands.table())
    pages = [code.ROOT / "README.md", *(code.ROOT / "docs").rglob("*.md")]
    mentioned = {
        name
        for page in pages
        for name in re.findall(r"\./run ([a-z][a-z-]+)", page.read_text(encoding="utf-8"))
    }
    assert mentioned <= known


def test_no_path_of_one_machine_stands_in_the_repository() -> None:
    paths = re.compile("|".join(f"/{first}/" for first in ("work", "farm", "home", "root")))
    found = []
    for path in code.tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [
            f"{path.relative_to(code.ROOT)}:{number}"
            for number, line in enumerate(text.splitlines(), start=1)
            if re.search(r"(?<![\w.~/}-])(?:" + paths.pattern + ")", line)
        ]
    assert not found


def test_lock_files_name_packages_and_hashes_only() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (code.ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text
