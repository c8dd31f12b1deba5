"""`./run sbom FILE`: the packages the product runs with, as a CycloneDX list."""

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from motcua.config.backups.contents import program_version
from motcua.config.environment import ROOT
from motcua.config.say import answer
from motcua.kernel.errors import Refusal

NAME = "sbom"
HELP = "Ghi danh sách thành phần phần mềm (CycloneDX 1.6) với phiên bản và mã băm."


class CannotWrite(Refusal):
    """The file cannot be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"Không ghi được {path}; kiểm tra thư mục và quyền ghi.")


def needs_database(_options: argparse.Namespace) -> bool:
    """Return that no database is asked."""
    return False


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the file."""
    parser.add_argument("file", type=Path, metavar="TỆP", help="Tệp JSON sẽ ghi.")


def run(options: argparse.Namespace) -> int:
    """Write the list of what requirements.txt pins."""
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    listed = bill(pins, program_version())
    try:
        options.file.write_text(json.dumps(listed, indent=1), encoding="utf-8")
    except OSError as fault:
        raise CannotWrite(options.file) from fault
    count = len(listed["components"])
    answer(
        json.dumps({"file": str(options.file), "components": count})
        if options.format == "json"
        else f"Đã ghi {count} thành phần vào {options.file}."
    )
    return 0


def bill(pins: str, version: str) -> dict[str, Any]:
    """Return the list for pins as pip reads them: name==version and hashes."""
    components = list(_components(pins))
    product = {"type": "application", "name": "motcua", "version": version, "bom-ref": "motcua"}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": product},
        "components": components,
        "dependencies": [{"ref": "motcua", "dependsOn": [one["bom-ref"] for one in components]}],
    }


def _components(pins: str) -> Iterator[dict[str, Any]]:
    joined = re.sub(r"\\\n\s*", " ", pins)
    for line in joined.splitlines():
        found = re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)", line)
        if found is None:
            continue
        name, version = re.sub(r"[-_.]+", "-", found[1]).lower(), found[2]
        purl = f"pkg:pypi/{name}@{version}"
        # Every file of a package has a hash of its own; pip takes the one that fits the machine.
        files = re.findall(r"--hash=sha256:([0-9a-f]{64})", line)
        yield {
            "type": "library",
            "bom-ref": purl,
            "name": name,
            "version": version,
            "purl": purl,
            "externalReferences": [
                {
                    "type": "distribution",
                    "url": f"https://pypi.org/project/{name}/{version}/",
                    "hashes": [{"alg": "SHA-256", "content": digest} for digest in files],
                }
            ],
        }
