"""Does an archive become a folder, and nothing else, wherever its names and sizes point?"""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest

from lineproof.sources import xlsx_archive
from lineproof.web.doing.unpacking import unpack
from lineproof.web.doing.uploads import Kind, Upload, UploadRefusedError


def archive(parts: dict[str, bytes], mode: int = 0) -> Upload:
    """Return an archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = mode << 16
            made.writestr(info, content)
    return Upload("c.zip", Kind.ZIP, buffer.getvalue())


def test_a_folder_comes_out_wherever_it_lies_in_the_archive(tmp_path: Path) -> None:
    """At the top, or in a folder of its own; other files beside it."""
    found = unpack(archive({"contract.toml": b"x", "records/a.csv": b"y"}), tmp_path / "1")
    assert (found / "records" / "a.csv").read_bytes() == b"y"
    found = unpack(archive({"ours/": b"", "ours/contract.toml": b"x"}), tmp_path / "2")
    assert found == tmp_path / "2" / "ours"


@pytest.mark.parametrize(
    "name",
    [
        "../evil", "/etc/evil", "a/../../evil", "..\\evil", "C:\\evil", "a\nb", "a/\u202eb",
        "/".join("abcdefghij"),
    ],
)  # fmt: skip
def test_a_part_that_climbs_is_refused_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    """Upwards, from the root, by another system's signs, hidden, or too deep."""
    with pytest.raises(UploadRefusedError, match="no plain file inside"):
        unpack(archive({"contract.toml": b"x", name: b"y"}), tmp_path / "in")
    assert not (tmp_path / "in").exists()


@pytest.mark.parametrize("mode", [stat.S_IFLNK | 0o777, stat.S_IFIFO | 0o644, stat.S_IFCHR])
def test_a_link_or_a_device_is_refused(mode: int, tmp_path: Path) -> None:
    """A link may lead out of the folder."""
    with pytest.raises(UploadRefusedError, match="no plain file inside"):
        unpack(archive({"contract.toml": b"/etc/passwd"}, mode), tmp_path)


def test_an_archive_that_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """20 MiB of zeros in 20 KiB: a thousand times; and more bytes than allowed at all."""
    bomb = archive({"contract.toml": bytes(20 * 2**20)})
    with pytest.raises(UploadRefusedError, match="unpacks to too much"):
        unpack(bomb, tmp_path)
    monkeypatch.setattr(xlsx_archive, "INFLATED_BYTES_MAX", 10)
    with pytest.raises(UploadRefusedError, match="unpacks to too much"):
        unpack(archive({"contract.toml": b"12345678901"}), tmp_path)


def test_what_holds_no_contract_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No contract.toml; more files than anybody needs; damaged bytes."""
    with pytest.raises(UploadRefusedError, match=r"no contract\.toml"):
        unpack(archive({"a.txt": b"x"}), tmp_path)
    monkeypatch.setattr("lineproof.web.doing.unpacking.PARTS_MAX", 1)
    with pytest.raises(UploadRefusedError, match="more than 1 files"):
        unpack(archive({"contract.toml": b"x", "a.txt": b"x"}), tmp_path)
    whole = archive({"contract.toml": b"x" * 100})
    damaged = Upload("c.zip", Kind.ZIP, whole.content[:40] + b"\0" * 20 + whole.content[60:])
    with pytest.raises(UploadRefusedError, match="damaged"):
        unpack(damaged, tmp_path)
