"""YAML with the line of every key, safe types only, no aliases (which can grow a small file without end)."""

from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from app.courses.domain.diagnostics import Reporter

Path = tuple[str | int, ...]

MESSAGES = {
    "missing": "Thiếu mục `{key}`.",
    "extra_forbidden": "Không có mục nào tên `{key}`. Xem lại cách viết.",
    "date_from_datetime_parsing": "Mục `{key}` phải là ngày, viết như 2026-11-21.",
    "date_from_datetime_inexact": "Mục `{key}` phải là ngày, viết như 2026-11-21.",
    "date_type": "Mục `{key}` phải là ngày, viết như 2026-11-21.",
    "date_parsing": "Mục `{key}` phải là ngày, viết như 2026-11-21.",
    "string_type": "Mục `{key}` phải là chữ. Đặt giá trị trong dấu nháy kép.",
    "int_type": "Mục `{key}` phải là con số nguyên, viết như 3, không có nháy.",
    "bool_type": "Mục `{key}` phải là true hoặc false.",
    "list_type": "Mục `{key}` phải là danh sách, viết như [a, b].",
    "tuple_type": "Mục `{key}` phải là danh sách, viết như [a, b].",
    "string_too_short": "Mục `{key}` đang để trống.",
    "string_too_long": "Mục `{key}` dài quá, nhiều nhất {max_length} ký tự.",
    "too_short": "Mục `{key}` còn trống, phải có ít nhất một.",
    "too_long": "Mục `{key}` nhiều quá, nhiều nhất {max_length}. Có nhiều ý thì tách thành hai tệp.",
    "literal_error": "Mục `{key}` chỉ nhận một trong: {expected}.",
    "string_pattern_mismatch": "Mục `{key}` chỉ dùng chữ thường không dấu, số và dấu gạch nối, như `quen-mat-khau`.",
    "address": "Mục `{key}` phải là địa chỉ trang, mở đầu bằng https:// hoặc http://, không có dấu cách.",
    "greater_than_equal": "Mục `{key}` nhỏ quá, ít nhất là {ge}.",
    "less_than_equal": "Mục `{key}` lớn quá, nhiều nhất là {le}.",
    "value_error": "Mục `{key}`: {error}",
}


@dataclass(frozen=True)
class YamlText:
    data: Any
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """The line of the key, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


MAX_DEPTH = 12  # a framework is 7 deep; libyaml's composer recurses without a limit of its own
_TIMESTAMP = "tag:yaml.org,2002:timestamp"
# libyaml's parser where the wheel brings it: eight times faster, the same marks.
_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Dates stay text: the models read them, and blame a 30 February at its line.
_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag != _TIMESTAMP]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader: Any = type("_Loader", (_Safe,), {"yaml_implicit_resolvers": _resolvers})


def read_yaml(text: str, first_line: int, reporter: Reporter) -> YamlText | None:
    """`first_line` is the file's line on which `text` starts. None with the reason reported when it is broken."""
    try:
        refused = _refused(text)
        if refused is not None:
            _report_broken(refused, first_line, reporter)
            return None
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            lines: dict[Path, int] = {}
            _collect(node, (), first_line, lines, reporter)
            data = loader.construct_document(node) if node is not None else None
        finally:
            loader.dispose()
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError) as error:
        _report_broken(getattr(error, "problem_mark", None), first_line, reporter)
        return None
    return YamlText(data, lines)


def _refused(text: str) -> Any | None:
    """Where the text has an alias, a tag (`!!int`), or nests too deep; nothing of it is built before this is known."""
    depth = 0
    for event in yaml.parse(text, _Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH or isinstance(event, yaml.AliasEvent) or getattr(event, "tag", None):
            return event.start_mark
    return None


def _report_broken(mark: Any, first_line: int, reporter: Reporter) -> None:
    message = "Phần khai báo (YAML) bị hỏng ở quanh dòng này. Kiểm tra: sau dấu hai chấm có dấu cách; chữ có dấu hai chấm đặt trong dấu nháy kép; các dòng thụt vào bằng nhau."
    line, column = (mark.line, mark.column) if mark else (0, 0)
    reporter.error(first_line + line, "broken-yaml", message, column + 1)


def _collect(node: yaml.Node | None, path: Path, first_line: int, lines: dict[Path, int], reporter: Reporter) -> None:
    if node is None:
        return
    lines.setdefault(path, first_line + node.start_mark.line)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = str(key.value)
            line = first_line + key.start_mark.line
            if (*path, name) in lines:
                reporter.error(line, "duplicate-key", f"Mục `{name}` viết hai lần. Giữ lại một dòng.")
            lines[(*path, name)] = line
            _collect(value, (*path, name), first_line, lines, reporter)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _collect(value, (*path, index), first_line, lines, reporter)


def fit(model: type[BaseModel], yaml_text: YamlText, reporter: Reporter, path: Path = ()) -> Any | None:
    """The model made from the part of the YAML at `path`, or None with every fault reported at its line."""
    data = yaml_text.data
    for key in path:
        data = data[key]
    try:
        return model.model_validate(data)
    except ValidationError as failure:
        errors = failure.errors()
        for error in errors:
            if error["type"] == "too_short" and any(_is_below(error["loc"], other["loc"]) for other in errors):
                continue  # the list is not short: its items are wrong, and told
            where = path
            for part in error["loc"]:
                where = (*where, part) if (*where, part) in yaml_text.lines else where
            context = {name: str(value).replace(" or ", " hoặc ") for name, value in error.get("ctx", {}).items()}
            key = ".".join(str(part) for part in error["loc"]) or "phần khai báo"
            is_address = error["type"] == "string_pattern_mismatch" and error["loc"][-1:] == ("url",)
            message = MESSAGES.get("address" if is_address else error["type"], "Mục `{key}` viết chưa đúng.")
            code = "missing-field" if error["type"] == "missing" else "bad-field"
            reporter.error(yaml_text.line(where), code, message.format(key=key, **context))
        return None


def _is_below(path: Path, other: Path) -> bool:
    return len(other) > len(path) and other[: len(path)] == path
