"""What a packed workbook holds, known before a library builds anything of it."""

import re
from zipfile import ZipFile

_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_BLOCK = 1024 * 1024
_LONGEST_MARK = 60


def unpacked_bytes(packed: ZipFile) -> int:
    """Return to how much the file grows."""
    return sum(part.file_size for part in packed.infolist())


def has_more_rows(packed: ZipFile, most: int) -> bool:
    """Return whether the sheets have more rows than that; empty and repeated ones count too."""
    count = 0
    for part in packed.infolist():
        with packed.open(part) as content:
            tail = b""
            while block := content.read(_BLOCK):
                text = tail + block
                ends = [found.end() for found in _ROW.finditer(text)]
                count += len(ends)
                if count > most:
                    return True
                # A mark may lie across the border of two blocks.
                tail = text[max(ends[-1] if ends else 0, len(text) - _LONGEST_MARK) :]
    return False
