"""XES event logs (IEEE 1849) as rows, in the column names that such logs have in tables."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from motcua.dossiers.parsers.errors import FileRefused
from motcua.dossiers.parsers.tables import Row, Table

#: What one trace, or anything else below the log, may hold at most: it is in memory whole.
_MOST_ELEMENTS, _DEEPEST = 500_000, 50
_ATTRIBUTES = frozenset({"string", "date", "int", "float", "boolean", "id"})


def is_xml(path: Path) -> bool:
    """Return whether a file begins as XML does."""
    with path.open("rb") as file:
        return file.read(64).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")


def read_table(path: Path, columns: Sequence[str]) -> Table:
    """Return the log as a table of these columns.

    :raises FileRefused: not an event log; while reading: a column that no event has.
    """
    header = tuple(dict.fromkeys(columns))
    return Table(header, _in_order(path, header))


def _in_order(path: Path, header: tuple[str, ...]) -> Iterator[Row]:
    missing, empty = set(header), True
    for line, found in read_xes(path):
        empty = False
        if missing:
            missing.difference_update(found)
        yield line, tuple(found.get(name) for name in header)
    if empty:
        raise FileRefused("nhật ký XES không có việc nào.")
    for name in header:
        if name in missing:
            raise FileRefused(f"tệp không có cột “{name}” mà ánh xạ nêu; hãy sửa lại ánh xạ.")


def read_xes(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the events with their lines; an attribute of the trace is named `case:` and its key.

    A trace without events gives one row of its own. Entities, network and definitions from
    elsewhere are never followed.

    :raises FileRefused: not well-formed, or not an event log.
    """
    try:
        yield from _rows(path)
    except etree.XMLSyntaxError as fault:
        raise FileRefused(
            f"tệp XES không đúng cấu trúc XML ở dòng {fault.lineno}; hãy xuất lại."
        ) from fault


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open("rb") as file:
        walk = etree.iterparse(
            file, events=("start", "end"), no_network=True, resolve_entities=False,
            load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        root, depth, read = None, 0, 0
        for event, element in walk:
            if root is None:
                root = _log(element)
            elif event == "start":
                depth += 1
                read = _counted(read, element, depth=depth)
            elif element is not root:
                depth -= 1
                if depth:
                    continue
                if _name(element) == "trace":
                    yield from _trace(element)
                read = 0
                # Whatever stands below the log is let go once read: memory holds one of them.
                element.clear()
                while element.getprevious() is not None:
                    del root[0]


def _counted(read: int, element: etree._Element, *, depth: int) -> int:
    """Return how many elements this child of the log holds by now.

    :raises FileRefused: so many, or so deep, as no event log has.
    """
    if read >= _MOST_ELEMENTS or depth > _DEEPEST:
        line = _line(element)
        raise FileRefused(
            f"tệp XES có một phần tử quá lớn gần dòng {line}; hãy tách nhật ký rồi nhập lại."
        )
    return read + 1


def _log(element: etree._Element) -> etree._Element:
    if _name(element) != "log":
        raise FileRefused("tệp XML này không phải nhật ký XES; hãy chọn tệp có phần tử gốc `log`.")
    return element


def _trace(trace: etree._Element) -> Iterator[tuple[int, dict[str, str]]]:
    case = {f"case:{key}": value for key, value in _attributes(trace)}
    line = _line(trace)
    empty = True
    for event in trace:
        if _name(event) == "event":
            empty = False
            yield _line(event) or line, {**case, **dict(_attributes(event))}
    if empty:
        yield line, case


def _line(element: etree._Element) -> int:
    # libxml2 counts no further than 65535 in some versions; the case is named beside it.
    line = element.sourceline
    return line if isinstance(line, int) else 0


def _attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    for child in element:
        if _name(child) in _ATTRIBUTES:
            yield str(child.get("key") or ""), str(child.get("value") or "")


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
