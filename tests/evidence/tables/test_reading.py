"""Files as they come: line ends mixed, headings over two lines, what is no text, times of other tools."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from samsyn.evidence import EvidenceError
from samsyn.evidence.command import at_least, writing
from samsyn.evidence.reading import ROW, read


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.mark.parametrize(
    "text",
    ["a,b\r\n1,x\n2,y\r\n", "a,b\n1,x\r\n2,y\n", "a,b\r1,x\r2,y\r", 'a,"b"\n1,x\n2,y'],
)
def test_however_lines_end(folder: Path, text: str) -> None:
    (folder / "some.csv").write_bytes(text.encode())
    assert read(folder / "some.csv").to_pyarrow().to_pylist() == [
        {"a": "1", "b": "x", ROW: 2},
        {"a": "2", "b": "y", ROW: 3},
    ]


def test_a_heading_may_have_two_lines(folder: Path) -> None:
    (folder / "some.csv").write_text('"born\nwhen";b\n1;2\n')
    assert read(folder / "some.csv").columns == ("born\nwhen", "b", ROW)


@pytest.mark.parametrize(
    ("raw", "code", "row"),
    [
        (b"\n\n", "NO_HEADING", 1),
        (b"\xff\xfe", "NO_HEADING", 1),
        (b"a,A\n1,2\n", "DOUBLE_COLUMN", 1),
        (b"a,b\n1,2\n1,x\0y\n", "NOT_TEXT", 3),
        ("a,b\n1,2\n".encode("utf-16-le"), "NOT_TEXT", 1),
        (",".join(f"x{one}" for one in range(20_000)).encode(), "TOO_MANY_COLUMNS", None),
        (b'a,b\n1,"2\n' + b"3,4\n" * 50_000, "RAGGED_ROW", 2),
        (b'a,b\n1,"' + b"x" * 200_000 + b'"\n1\n', "RAGGED_ROW", 2),
    ],
)
def test_what_cannot_be_read_is_told_by_row(folder: Path, raw: bytes, code: str, row: int | None) -> None:
    (folder / "some.csv").write_bytes(raw)
    with pytest.raises(EvidenceError) as told:
        read(folder / "some.csv")
    assert (told.value.code, told.value.place.row) == (code, row)


def test_parquet_times_with_a_zone_in_nanoseconds(folder: Path) -> None:
    times = (
        pd.Series(pd.to_datetime(["2024-07-01 12:00"]))
        .dt.tz_localize("Europe/Stockholm")
        .astype("datetime64[ns, Europe/Stockholm]")
    )
    pd.DataFrame({"n": [1], "at": times}).to_parquet(folder / "some.parquet")
    assert read(folder / "some.parquet")["at"].type().is_timestamp()
    assert read(folder / "some.parquet").to_pyarrow()["at"][0].as_py().hour in (10, 12)


def test_what_cannot_be_written_is_told(folder: Path) -> None:
    with pytest.raises(EvidenceError, match="NOT_WRITTEN|cannot be written"), writing(folder):
        folder.write_text("")
    with pytest.raises(EvidenceError, match="--gap is at least 0"):
        at_least(0, gap=-1)


def test_who_reads_the_answer_may_stop(folder: Path) -> None:
    (folder / "some.csv").write_text("t,e\n" + "3,1\n" * 20)
    asked = ["survival", "--data", str(folder / "some.csv"), "--duration", "t", "--event", "e", "--json"]
    command = [sys.executable, "-c", "import sys; from samsyn.cli import main; sys.exit(main())", "evidence", *asked]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout
    assert running.stderr
    running.stdout.close()
    assert (running.stderr.read(), running.wait()) == (b"", 0)
    running.stderr.close()
