"""How is a file refused that its reader cannot make sense of? As a finding, even where it panics.

It knows no format.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error


def damaged(file: str, problem: str) -> InputRefusedError:
    """Return the refusal of a file that isn't what its first bytes say.

    >>> damaged("a.xlsx", "it is cut off").findings[0].code
    'E-FILE-DAMAGED'
    """
    message = f"{file} cannot be read: {problem}"
    fix = "Open it in the program it comes from, save it again, or save it as CSV."
    return InputRefusedError((error("E-FILE-DAMAGED", message, where=file, fix=fix),))


@contextmanager
def damage_refused(file: str, *problems: type[Exception]) -> Iterator[None]:
    """Refuse a file where reading it raises one of these, or where a reader written in Rust panics.

    A panic is no `Exception`, and has a type of its own in each library.
    """
    try:
        yield
    except problems as problem:
        raise damaged(file, str(problem) or type(problem).__name__) from problem
    except BaseException as problem:
        if type(problem).__name__ == "PanicException":
            raise damaged(file, "its reader gave up") from problem
        raise
