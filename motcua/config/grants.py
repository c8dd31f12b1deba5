"""`./run grants ROLE`: the rights of the serving product's database role."""

import argparse
import json

from motcua.config import own_role
from motcua.config.say import answer

NAME = "grants"
HELP = "Cấp quyền cho tài khoản cơ sở dữ liệu của chương trình: với các sổ chỉ được đọc và thêm."


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the role."""
    parser.add_argument("role", metavar="TÀI_KHOẢN", help="Tài khoản đã có, không phải chủ sở hữu.")


def run(options: argparse.Namespace) -> int:
    """Give the rights; to be run by the owner after every upgrade and restore."""
    books = own_role.give(options.role)
    if options.format == "json":
        answer(json.dumps({"role": options.role, "books": books}))
    else:
        answer(f"Đã cấp quyền cho {options.role}; chỉ đọc và thêm: {', '.join(books)}.")
    return 0
