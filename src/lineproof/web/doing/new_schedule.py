"""How does a new schedule take the place of the one that was signed? As a proposed version.

In the contract's text, the file's name and its pinned hash are exchanged and nothing else: it is
parsed again, and refused where anything else would differ.
"""

from __future__ import annotations

import dataclasses
import re

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lineproof.contract.contract import Contract as Agreed
from lineproof.contract.parse import located_terms
from lineproof.contract.terms.pricing import CircuitSchedule
from lineproof.sources.folder import CONTRACT_FILE, parse_content
from lineproof.web.doing.deciding import NotNowError, lock
from lineproof.web.doing.versions import Change, own_waiting, proposed, quoted
from lineproof.web.kept.contracts import Contract, Version
from lineproof.web.kept.trail import note
from lineproof.web.kept.vault import put
from lineproof.web.who.people import User

_TEXT = r"""("[^"\n]*"|'[^'\n]*')"""


@dataclasses.dataclass(frozen=True, slots=True)
class NewSchedule:
    """A file that is to take the place of another. file: the other's path in the contract."""

    file: str
    name: str
    content: bytes


def schedule_files(agreed: Agreed) -> list[str]:
    """Return the schedules that a contract names, each once."""
    return list(dict.fromkeys(term.file for _path, term in _schedules(agreed)))


def _schedules(agreed: Agreed) -> list[tuple[tuple[str | int, ...], CircuitSchedule]]:
    """Return the terms that name a schedule, with their paths in the text."""
    return [(p, term) for p, term in located_terms(agreed) if isinstance(term, CircuitSchedule)]


@transaction.atomic
def propose_schedule(contract: Contract, given: NewSchedule, *, by: User) -> Version:
    """Return the proposed version in which a schedule has taken another's place.

    Raises NotNowError where another person's version waits, where nothing would change, and where
    the text can't be changed so; InputRefusedError where the new file can't be used.
    """
    contract = lock(contract)
    waiting = own_waiting(contract, by)
    base = waiting or contract.in_force
    sha256 = put(settings.CONFIGURATION.vault, given.content)
    if base.files.get(given.file) == sha256:
        raise NotNowError(_("It is the schedule that is there already."))
    name = _free_name(base, given)
    text = repinned(bytes(base.text), given.file, name, sha256)
    files = {**{k: v for k, v in base.files.items() if k != given.file}, name: sha256}
    change = Change(f"{given.file} → {name}", files)
    made = proposed(contract, waiting, text, by=by, change=change)
    note(
        "schedule proposed",
        by=by,
        contract=contract,
        version=made.number,
        file=name,
        sha256=sha256,
    )
    return made


def _free_name(base: Version, given: NewSchedule) -> str:
    """Return the path of the new file: the old one's, with the new one's ending."""
    stem, _dot, _ending = given.file.rpartition(".")
    ending = given.name.rpartition(".")[2].lower()
    name = f"{stem or given.file}.{ending}"
    if name != given.file and (name in base.files or name == CONTRACT_FILE):
        raise NotNowError(_("“%(name)s” is another file of the contract.") % {"name": name})
    return name


def repinned(text: bytes, file: str, name: str, sha256: str) -> bytes:
    """Return a contract's text with a schedule's name and hash exchanged, and nothing else."""
    parsed = parse_content(text)
    assert parsed.contract is not None, "a version can be read"
    lines = text.decode("utf-8-sig").splitlines(keepends=True)
    terms = [(path, term) for path, term in _schedules(parsed.contract) if term.file == file]
    for path, _term in reversed(terms):
        at, pinned = (parsed.positions.lines.get((*path, key)) for key in ("file", "sha256"))
        if at is None:
            raise _cannot()
        if pinned is not None:
            lines[pinned - 1] = _with(lines[pinned - 1], "sha256", sha256)
        new = _with(lines[at - 1], "file", name)
        if pinned is None:
            is_own = new.lstrip().startswith("file")
            joint = "\n" if is_own else ", "
            new = re.sub(rf"(\bfile\s*=\s*{_TEXT})", rf'\g<1>{joint}sha256 = "{sha256}"', new)
        lines[at - 1] = new
    made = "".join(lines).encode()
    _refuse_other_changes(parsed.contract, made, (file, name, sha256))
    return made


def _cannot() -> NotNowError:
    """Return why a text isn't changed here."""
    return NotNowError(_("The contract's text names the file in a way that no page can change."))


def _with(line: str, key: str, value: str) -> str:
    """Return a line with another text for a key."""
    return re.sub(rf"(\b{key}\s*=\s*){_TEXT}", lambda m: m[1] + quoted(value), line, count=1)


def _refuse_other_changes(before: Agreed, text: bytes, new: tuple[str, str, str]) -> None:
    """Raise NotNowError where a text says anything else than before but for a schedule's file."""
    file, name, sha256 = new
    after = parse_content(text).contract
    if after is None:
        raise _cannot()
    expected = [
        dataclasses.replace(term, file=name, sha256=sha256)
        if isinstance(term, CircuitSchedule) and term.file == file
        else term
        for _path, term in located_terms(before)
    ]
    same_terms = expected == [term for _path, term in located_terms(after)]
    if not same_terms or (before.contract, before.answer) != (after.contract, after.answer):
        raise _cannot()
