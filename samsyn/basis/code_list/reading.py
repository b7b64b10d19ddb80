"""Before anyone arrives: reads the words that answers are chosen from (reference/code_lists), checked."""

import datetime as dt
import hashlib
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from samsyn.access.yaml_lines import Where, line_of, line_of_byte, line_of_error, tree_of

REFERENCE = Path(__file__).resolve().parents[3] / "reference"

CodeName = Annotated[str, StringConstraints(pattern=r"\A[a-z][a-z0-9]*(_[a-z0-9]+)*\z", max_length=60)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Oid = Annotated[str, StringConstraints(pattern=r"\A[0-2](\.(0|[1-9][0-9]*))+\z")]
Confidence = Literal["confirmed", "configurable"]


def _day_as_written(value: object) -> object:
    """Only YYYY-MM-DD: pydantic alone would also take a bare number as seconds since 1970."""
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        return value
    raise ValueError("write the day as YYYY-MM-DD")


def _distinct(names: list[str]) -> list[str]:
    if len(set(names)) != len(names):
        raise ValueError("the same thing stands twice")
    return names


Day = Annotated[dt.date, BeforeValidator(_day_as_written)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Title(_Strict):
    """What the list is called where it is shown."""

    sv: Text
    en: Text


class Told(_Strict):
    """Something said about the list, at any length."""

    sv: LongText
    en: LongText


class Source(_Strict):
    """Which document or law the list comes from; configurable: it was not read there, the user sets it."""

    document: Told
    confidence: Confidence
    note: Told | None = None

    @model_validator(mode="after")
    def _says_what_is_unsure(self) -> Self:
        if self.confidence == "configurable" and self.note is None:
            raise ValueError("a configurable list must say in note what is not confirmed")
        return self


class Value(_Strict):
    """One answer; a retired one keeps its words, so what was once registered stays readable."""

    code: CodeName
    sv: Text
    en: Text
    easy_read: Text | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    replaced_by: CodeName | None = None
    confidence: Confidence | None = None
    maps_to: Annotated[list[CodeName], Field(min_length=1), AfterValidator(_distinct)] | None = None
    published_as: list[Text] | None = None
    job_focused: bool | None = None
    public: bool | None = None
    quarter_steps: bool | None = None
    permits_disclosure: bool | None = None
    oid: Oid | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            raise ValueError("valid_to must be later than valid_from")
        if self.replaced_by and not self.valid_to:
            raise ValueError("a value that is replaced needs valid_to")
        return self

    @property
    def extra(self) -> dict[str, Any]:
        """The marks that only some lists use."""
        common = {"code", "sv", "en", "easy_read", "valid_from", "valid_to"}
        return self.model_dump(exclude=common, exclude_none=True)


class CodeList(_Strict):
    """One list in one version, in the order it is shown."""

    name: CodeName
    title: Title
    source: Source
    valid_from: Day
    valid_to: Day | None = None
    maps_to_list: CodeName | None = None
    values: Annotated[tuple[Value, ...], Field(min_length=1)]
    # Of the bytes that were read; tells two versions apart.
    sha256: str = ""

    def current(self, day: dt.date) -> list[Value]:
        """What may be chosen on a day; valid_to is the first day it may not."""
        return [value for value in self.values if self._is_valid(value, day)]

    def find(self, code: str) -> Value | None:
        """Any value, also a retired one: whatever was registered can be read."""
        return next((value for value in self.values if value.code == code), None)

    def confidence(self, code: str) -> Confidence:
        """How sure one value is: its own mark, else that of the list."""
        value = self.find(code)
        if value is None:
            raise KeyError(code)
        return value.confidence or self.source.confidence

    def _is_valid(self, value: Value, day: dt.date) -> bool:
        starts_on = value.valid_from or self.valid_from
        ends = [end for end in (value.valid_to, self.valid_to) if end]
        return starts_on <= day and all(day < end for end in ends)


class CodeListError(Exception):
    """What is wrong in which file, with every fault and its line (0: the file as a whole)."""

    def __init__(self, path: Path, problems: list[tuple[int, str]]) -> None:
        self.path = path
        self.problems = sorted(problems)
        super().__init__("\n".join(self._describe(line, text) for line, text in self.problems))

    def _describe(self, line: int, text: str) -> str:
        return f"{self.path}:{line}: {text}" if line else f"{self.path}: {text}"


def load_code_list(path: Path) -> CodeList:
    """Read one file; raises CodeListError with every fault found."""
    raw = _bytes_of(path)
    tree = _tree_of(path, raw)
    try:
        code_list = CodeList.model_validate({**tree, "sha256": hashlib.sha256(raw).hexdigest()})
    except ValidationError as error:
        raise CodeListError(path, [_problem(tree, fault) for fault in error.errors()]) from None
    problems = _faults_between_values(path, code_list, tree)
    if problems:
        raise CodeListError(path, problems)
    return code_list


def load_all(folder: Path) -> dict[str, CodeList]:
    """Read every *.yaml of a folder, by name; values that map to another list must exist there."""
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise CodeListError(folder, [(0, "no code lists here")])
    lists = {path.stem: load_code_list(path) for path in paths}
    for path in paths:
        problems = _faults_between_lists(lists[path.stem], lists, _tree_of(path, _bytes_of(path)))
        if problems:
            raise CodeListError(path, problems)
    return lists


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CodeListError(path, [(0, f"cannot be read: {error.strerror}")]) from None


def _tree_of(path: Path, raw: bytes) -> CommentedMap:
    try:
        tree = tree_of(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise CodeListError(path, [(line_of_byte(raw, error.start), "is not UTF-8 text")]) from None
    except MarkedYAMLError as error:
        raise CodeListError(path, [(line_of_error(error), str(error.problem).strip())]) from None
    except (YAMLError, ValueError) as error:
        raise CodeListError(path, [(0, str(error).strip().splitlines()[0])]) from None
    if not isinstance(tree, CommentedMap):
        raise CodeListError(path, [(1, "must hold name, title, source, valid_from and values")])
    if "sha256" in tree:
        raise CodeListError(path, [(line_of(tree, ("sha256",)), "sha256: is computed, never written")])
    return tree


def _problem(tree: CommentedMap, fault: Any) -> tuple[int, str]:
    where: Where = fault["loc"]
    name = ".".join(str(part) for part in where)
    message = str(fault["msg"]).removeprefix("Value error, ")
    return line_of(tree, where), f"{name}: {message}" if name else message


def _faults_between_values(path: Path, code_list: CodeList, tree: CommentedMap) -> list[tuple[int, str]]:
    problems = []
    if code_list.name != path.stem:
        problems.append((line_of(tree, ("name",)), f"name: must be the file's name, {path.stem}"))
    codes = [value.code for value in code_list.values]
    for at, value in enumerate(code_list.values):
        faults = _faults_of(value, code_list, earlier=codes[:at])
        problems += [(line_of(tree, ("values", at, field)), f"{field}: {text}") for field, text in faults]
    return problems


def _faults_of(value: Value, code_list: CodeList, *, earlier: list[str]) -> list[tuple[str, str]]:
    faults = []
    if value.code in earlier:
        faults.append(("code", f"{value.code} stands twice"))
    if value.valid_to and value.valid_to <= (value.valid_from or code_list.valid_from):
        faults.append(("valid_to", f"{value.code} ends before the list starts"))
    if value.replaced_by and not _leads_to_an_end(value, code_list):
        faults.append(("replaced_by", f"{value.replaced_by} is not in the list, or leads back here"))
    if value.maps_to and not code_list.maps_to_list:
        faults.append(("maps_to", "the list does not say maps_to_list"))
    return faults


def _leads_to_an_end(value: Value, code_list: CodeList) -> bool:
    """Whether following replaced_by ends at a value that stands for itself."""
    seen = {value.code}
    step: Value | None = value
    while step and step.replaced_by:
        if step.replaced_by in seen:
            return False
        seen.add(step.replaced_by)
        step = code_list.find(step.replaced_by)
    return step is not None


def _faults_between_lists(
    code_list: CodeList, lists: dict[str, CodeList], tree: CommentedMap
) -> list[tuple[int, str]]:
    if not code_list.maps_to_list:
        return []
    target = lists.get(code_list.maps_to_list)
    if target is None:
        return [(line_of(tree, ("maps_to_list",)), f"maps_to_list: no list {code_list.maps_to_list}")]
    return [
        (line_of(tree, ("values", at, "maps_to")), f"maps_to: {code} is not in {target.name}")
        for at, value in enumerate(code_list.values)
        for code in value.maps_to or []
        if target.find(code) is None
    ]
