"""Prints the numbers of the house: how large its files and functions are, how well annotated."""

import re
import subprocess
import sys
from collections.abc import Sequence

from tests.house import code


def at_95_percent(sizes: Sequence[int]) -> int:
    """Return the size that 95 of 100 do not pass."""
    return sorted(sizes)[max(0, -(-len(sizes) * 95 // 100) - 1)]


def circles() -> str:
    """Return how many circles of imports there are between the package's modules."""
    script = (
        "import grimp, sys; graph = grimp.build_graph('motcua');"
        "print(sum(1 for module in graph.modules for other in"
        " graph.find_modules_directly_imported_by(module)"
        " if module < other and graph.chain_exists(other, module)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "?"


def main() -> None:
    """Print the numbers, one a line."""
    files = sorted(code.sources(), key=lambda source: source.lines)
    functions = sorted(code.functions(), key=lambda function: function.lines)
    typed = sum(function.annotated for function in functions)
    ignores = sum(len(re.findall(r"# type: ignore|# noqa", source.text)) for source in files)
    lines = sum(source.lines for source in files)
    print("Số đo của ngôi nhà:")
    print(
        f"  {len(files)} tệp, {lines} dòng; 95 % không quá "
        f"{at_95_percent([source.lines for source in files])} dòng; "
        f"dài nhất {files[-1].lines} ({files[-1].name})"
    )
    print(
        f"  {len(functions)} hàm; 95 % không quá "
        f"{at_95_percent([function.lines for function in functions])} dòng; "
        f"dài nhất {functions[-1].lines} ({functions[-1].name})"
    )
    print(
        f"  {100 * typed / len(functions):.1f} % hàm có đủ kiểu; {ignores} chỗ tắt kiểm tra; "
        f"{circles()} vòng phụ thuộc"
    )


if __name__ == "__main__":
    main()
