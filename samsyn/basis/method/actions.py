"""Methods taken in, copied, written and published. A text that does not hold is never published."""

import re
from collections.abc import Container, Iterable
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, check_seen, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import NotPermitted, RuleBroken
from samsyn.basis.method.models import Method, MethodVersion
from samsyn.basis.method.queries import VERSION_LINE, newest, read_once
from samsyn.basis.method.reading import MethodError, Problem, decoded, digest, read
from samsyn.basis.method.rules import METHOD_KEEPERS
from samsyn.basis.method.schema import Method as MethodText
from samsyn.basis.versions import version_of

_ID_LINE = re.compile(r"^id:.*$", re.MULTILINE)
MOST_COPIES = 99


class PackError(ValueError):
    """A method file that does not hold, with what is wrong; no file is taken in."""

    def __init__(self, path: Path, problems: list[Problem]) -> None:
        super().__init__("\n".join(f"{path}: {problem}" for problem in problems))


def load_packs(folder: Path) -> list[MethodVersion]:
    """Take in every method of a folder whose text is new. Raises `PackError`: then none is."""
    rows = MethodVersion.objects.filter(method__association=None).values_list("method__slug", "number", "sha256")
    known, newest_of = {sha for _slug, _number, sha in rows}, {slug: n for slug, n, _sha in rows.order_by("number")}
    found = [_of_file(path, known, newest_of) for path in sorted(folder.glob("*.yaml"))]
    new = [text for text in found if text is not None]
    return take_in(new, by=None) if new else []


def _of_file(path: Path, known: Container[str], newest_of: dict[str, int]) -> str | None:
    """The text of a file, or None where it was taken in before: each start asks, and reading one takes its time."""
    try:
        text = decoded(path.read_bytes())
        if digest(text) in known:
            return None
        said = read_once(text)
    except OSError as error:
        raise PackError(path, [Problem(0, "", error.strerror or "")]) from None
    except MethodError as error:
        raise PackError(path, error.problems) from None
    if said.version <= newest_of.get(said.id, 0):
        raise PackError(path, [_taken(text, said.version, newest_of[said.id])])
    newest_of[said.id] = said.version
    return text


def _taken(text: str, number: int, highest: int) -> Problem:
    """Another text has this number already: those who follow that one are never given another under its number."""
    line = next((n for n, row in enumerate(text.split("\n"), start=1) if row.startswith("version:")), 0)
    words = _("Version %(number)s finns redan med en annan text. Skriv minst %(next)s på raden version.")
    return Problem(line, "version", words % {"number": number, "next": highest + 1})


@action(verb="method.load", sentence=_("läste in metoder"))
def take_in(texts: Iterable[str], *, by: Actor | None) -> list[MethodVersion]:
    """Publish the methods that came with Samsyn. Raises NotPermitted for anyone but the system, NUMBER_TAKEN."""
    if by is not None:
        raise NotPermitted("method.load")
    taken = []
    for text in texts:
        said = read_once(text)
        method, _new = Method.objects.get_or_create(association=None, slug=said.id, defaults={"name": said.name.sv})
        taken.append(_publish(method, text, by=None))
    return taken


@action(verb="method.copy", sentence=_("kopierade en metod"), roles=METHOD_KEEPERS)
def copy_method(method: Method, *, by: Actor) -> Method:
    """A copy of the newest version that the association may change. Raises NOT_PUBLISHED."""
    version = newest(method)
    if version is None:
        raise RuleBroken("NOT_PUBLISHED", _("Metoden är inte publicerad än. Publicera den först."))
    slug = _free_slug(method.slug, by)
    text = VERSION_LINE.sub("version: 1", _ID_LINE.sub(f"id: {slug}", version.text, count=1), count=1)
    return _own(slug, method.name, text, by)


@action(verb="method.import", sentence=_("tog in en metod"), roles=METHOD_KEEPERS)
def import_method(text: str, *, by: Actor) -> Method:
    """A method from another association, as a draft to read before it is published. Raises TEXT_BROKEN."""
    said = _read(text)
    slug = _free_slug(said.id, by)
    return _own(slug, said.name.sv, _ID_LINE.sub(f"id: {slug}", text, count=1), by)


def _own(slug: str, name: str, text: str, by: Actor) -> Method:
    made = Method.objects.create(
        association_id=by.association_id, slug=slug, name=name, draft=text, drafted_at=clock.now()
    )
    touch(made, ["draft"])
    return made


def _free_slug(slug: str, by: Actor) -> str:
    own = Method.objects.filter(association__isnull=False, association=by.association_id)
    taken = set(own.values_list("slug", flat=True))
    names = [slug, *(f"{slug[:36]}-{n}" for n in range(2, MOST_COPIES))]
    return next(name for name in names if name not in taken)


@action(verb="method.draft", sentence=_("skrev på en metod"), roles=METHOD_KEEPERS)
def save_draft(method: Method, *, by: Actor, text: str) -> Method:
    """Keep a text as it is being written; it need not hold yet. Raises NOT_YOURS, STALE."""
    _check_own(method, by)
    check_seen(version_of(method))
    method.draft, method.drafted_at = text.replace("\r\n", "\n"), clock.now()
    method.save(update_fields=["draft", "drafted_at"])
    touch(method, ["draft"])
    return method


def check_no_worse(problems: list[Problem]) -> None:
    """Raises TEXT_BROKEN, with all of it, when a change would break what held."""
    if problems:
        told = {"told": " ".join(str(problem) for problem in problems)}
        raise RuleBroken("TEXT_BROKEN", _("Det här används på andra ställen. Ändra dem först. %(told)s") % told)


@action(verb="method.publish", sentence=_("publicerade en metod"), roles=METHOD_KEEPERS)
def publish(method: Method, *, by: Actor) -> MethodVersion:
    """The draft becomes the newest version. Raises NOT_YOURS, NO_DRAFT, TEXT_BROKEN, OTHER_ID, NUMBER_TAKEN."""
    _check_own(method, by)
    if not method.draft:
        raise RuleBroken("NO_DRAFT", _("Det finns inget utkast att publicera."))
    said = _read(method.draft)
    if said.id != method.slug:
        raise RuleBroken("OTHER_ID", _("Metodens id ska vara %(id)s. Ändra första raden.") % {"id": method.slug})
    version = _publish(method, method.draft, by=by)
    method.draft, method.drafted_at = "", None
    method.save(update_fields=["draft", "drafted_at"])
    return version


def _check_own(method: Method, by: Actor) -> None:
    if method.association_id is None or method.association_id != by.association_id:
        raise RuleBroken("NOT_YOURS", _("Metoden kom med Samsyn. Gör en kopia, så kan ni ändra i den."))


def _read(text: str) -> MethodText:
    try:
        return read(text)
    except MethodError as error:
        first = {"count": len(error.problems), "first": str(error.problems[0])}
        words = _("Texten håller inte än: %(first)s (%(count)s fel).")
        raise RuleBroken("TEXT_BROKEN", words % first, field="text") from None


def _publish(method: Method, text: str, *, by: Actor | None) -> MethodVersion:
    said = read_once(text)
    if MethodVersion.objects.filter(method=method, number__gte=said.version).exists():
        raise RuleBroken(
            "NUMBER_TAKEN",
            _("Version %(number)s finns redan. Skriv ett högre nummer på raden version.") % {"number": said.version},
            field="text",
        )  # fmt: skip
    version = MethodVersion.objects.create(
        method=method, number=said.version, text=text, sha256=digest(text),
        published_by_id=by.staff_id if by else None,
    )  # fmt: skip
    Method.objects.filter(pk=method.pk).update(name=said.name.sv)
    touch(version, ["text"])
    return version
