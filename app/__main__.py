"""The program: runs the command line, and says in Vietnamese how it was used wrongly."""

import re
import sys

import typer
from typer.exceptions import TyperException

from app.core.garbage import unsearched

with unsearched():
    from app.cli import cli

# Wrong use, as typer says it, in English only, and as we do; the last is for whatever else it may say.
WRONG_USE = (
    (r"No such command '(.+?)'\. Did you mean '(.+?)'\?", "Không có lệnh {}. Có phải là {}?"),
    (r"No such command '(.+?)'", "Không có lệnh {}."),
    (r"No such option: ([^\s.]+)", "Không có mục {}."),
    (r"Missing option '(.+?)'", "Thiếu mục {}."),
    (r"Missing argument '(.+?)'", "Thiếu phần {}."),
    (r"Option '(.+?)' requires an argument", "Sau {} còn thiếu một giá trị."),
    (r"Invalid value for '(.+?)'", "Giá trị của {} không dùng được."),
    (r"Option '(.+?)' does not take a value", "Sau {} không ghi gì thêm."),
    (r"Got unexpected extra argument\(s\) \((.+)\)", "Phần này thừa: {}."),
    ("", "Lệnh gõ chưa đúng."),
)


def main() -> None:
    try:
        sys.exit(cli(prog_name="hocvuso", standalone_mode=False))
    except TyperException as wrong:
        context = getattr(wrong, "ctx", None)
        if type(wrong).__name__ == "NoArgsIsHelpError" and context:
            context.get_help()  # prints it
        else:
            heard = wrong.format_message()
            said = next(ours.format(*found.groups()) for told, ours in WRONG_USE if (found := re.search(told, heard)))
            typer.echo(f"{said} Xem cách gõ: {context.command_path if context else 'hocvuso'} --help", err=True)
        sys.exit(wrong.exit_code)
    except typer.Abort:
        sys.exit(1)


if __name__ == "__main__":
    main()
