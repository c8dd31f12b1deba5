"""Rows of a workbook are counted in the packed file."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from motcua.kernel.workbooks import has_more_rows, unpacked_bytes


@pytest.mark.parametrize("row", ["<row/>", '<row r="1"/>', "<x:row></x:row>"])
def test_every_row_counts_across_blocks(row: str) -> None:
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", "<rows>" + row * 300_000)
    with ZipFile(target) as packed:
        assert unpacked_bytes(packed) == 6 + len(row) * 300_000
        assert not has_more_rows(packed, 300_000)
        assert has_more_rows(packed, 299_999)
