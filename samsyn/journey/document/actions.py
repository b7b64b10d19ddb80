"""Keeping a document, ticking in it, and noting who has signed it."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, check_seen, touch
from samsyn.access.actor import Actor
from samsyn.access.days import not_ahead
from samsyn.access.errors import RuleBroken
from samsyn.basis.method.queries import document_of
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case import writing
from samsyn.entry.case.deidentified import identity_marks
from samsyn.entry.case.models import ItemKind
from samsyn.entry.consent import gate
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.document import parts as of_parts
from samsyn.journey.document.fingerprint import fingerprint
from samsyn.journey.document.models import Document, Signature
from samsyn.journey.document.parts import Part
from samsyn.journey.document.signers import categories, may_sign_here, signers_of

State = Document.State


@action(verb="document.keep", sentence=_("skrev ett dokument"), roles=CASE_WRITERS)
def keep(
    enrolment: Enrolment, *, by: Actor, document: str, parts: Sequence[Part], name: str = "", language: str = "sv",
    is_draft: bool = False, share: Iterable[uuid.UUID] = (), replaces: Document | None = None,
) -> Document:  # fmt: skip
    """A document as it stands now, or the next version of one. A draft is read by nobody else.

    Raises UNKNOWN_DOCUMENT, EMPTY_DOCUMENT, TOO_LONG, IDENTITY_NUMBER, MADE_ALREADY, STALE, NOT_HOLDER,
    CONSENT_MISSING.
    """
    version = replaces.method_version if replaces else enrolment.method_version
    found = document_of(version, document) if version else None
    if version is None or found is None:
        raise RuleBroken("UNKNOWN_DOCUMENT", _("Dokumentet finns inte i metoden. Ladda om sidan och försök igen."))
    if replaces and is_draft and replaces.state != State.DRAFT:
        raise RuleBroken("MADE_ALREADY", _("Dokumentet är redan klart. Spara den nya versionen som klar."))
    _must_hold(found.kind, name, parts)
    made = Document(
        enrolment=enrolment, method_version=version, document=document, name=(name or found.name.sv)[:200],
        kind=found.kind, language=language, on=clock.today(), parts=list(parts), signers=signers_of(version, found),
        state=State.DRAFT if is_draft else State.MADE,
    )  # fmt: skip
    made.sha256 = fingerprint(made)
    receivers, about = () if is_draft else tuple(share), categories(found)
    _must_be_covered(enrolment, by, receivers, about)
    return writing.write(
        made, case=enrolment.item.case, kind=ItemKind.DOCUMENT, category=about[0], by=by, share=receivers,
        replaces=replaces.item if replaces else None,
    )  # fmt: skip


def _must_hold(kind: str, name: str, parts: Sequence[Part]) -> None:
    text = "\n".join([name, of_parts.as_text(parts)])
    if not of_parts.as_text(parts) and not any(part.get("lines") for part in parts):
        raise RuleBroken("EMPTY_DOCUMENT", _("Dokumentet är tomt. Skriv något, eller gå tillbaka utan att spara."))
    if len(text) > of_parts.MOST_LETTERS or text.count("\n") > of_parts.MOST_LINES:
        words = _("Dokumentet är för långt: högst %(most)s tecken och %(lines)s rader. Bifoga resten som fil.")
        raise RuleBroken("TOO_LONG", words % {"most": of_parts.MOST_LETTERS, "lines": of_parts.MOST_LINES})
    if kind == "certificate" and any(mark.kind == "identity_number" for mark in identity_marks(text)):
        raise RuleBroken("IDENTITY_NUMBER", _("Ett intyg visas för många. Ta bort identitetsnumret."))


def _must_be_covered(enrolment: Enrolment, by: Actor, share: Sequence[uuid.UUID], about: Sequence[str]) -> None:
    """Whoever reads it may read everything it was filled in from, not only what it is kept as."""
    for category in about[1:] if share else ():
        allowed = {one.party_id for one in gate.receivers(enrolment.item.case, by, category) if one.allowed}
        if set(share) - allowed:
            words = _("Mottagaren får inte läsa allt som står i dokumentet. Välj bort mottagaren.")
            raise RuleBroken("CONSENT_MISSING", words, field="share")


@action(verb="document.tick", sentence=_("kryssade i ett dokument"), roles=CASE_WRITERS)
def tick(document: Document, *, by: Actor, ticked: Mapping[int, Sequence[int]]) -> Document:
    """Which boxes are ticked, by part. Raises NOT_HOLDER, NOT_NEWEST, SIGNED_ALREADY, STALE."""
    if document.item.holder_id != by.party_id:
        raise RuleBroken("NOT_HOLDER", _("Bara den part som skrev dokumentet kan kryssa i det."))
    now = Document.objects.select_for_update().get(pk=document.pk)
    check_seen(now.sha256, newer=now)
    _must_be_newest(now)
    if now.signatures.exists():
        raise RuleBroken("SIGNED_ALREADY", _("Dokumentet är underskrivet och ändras inte. Gör en ny version."))
    for at, part in enumerate(now.parts):
        if part["kind"] == "checks":
            part["ticked"] = sorted({n for n in ticked.get(at, ()) if 0 <= n < len(part["items"])})
    now.sha256 = fingerprint(now)
    now.save(update_fields=["parts", "sha256"])
    touch(now, ["parts"], person_id=now.item.case.person_id)
    return now


@action(verb="document.sign", sentence=_("noterade en underskrift"), roles=CASE_WRITERS, elevated=True)
def sign(
    document: Document, *, by: Actor, who: str, on_paper: bool, name: str = "", on: dt.date | None = None
) -> Signature:
    """That one of the signers has signed: here as oneself, or on paper. The last makes the document signed.

    Raises NOT_MADE, NOT_NEWEST, NO_SUCH_SIGNER, SIGNED_ALREADY, NOT_HOLDER, ON_PAPER_ONLY, NAME_MISSING, DAY_AHEAD,
    BEFORE_IT_WAS_MADE, STALE.
    """
    now = Document.objects.select_for_update().select_related("item__case").get(pk=document.pk)
    check_seen(now.sha256, newer=now)
    day = (on or clock.today()) if on_paper else clock.today()
    _must_be_open_to(now, who)
    _must_be_newest(now)
    _must_be_signer(now, by, who, on_paper=on_paper)
    not_ahead(day, field="on")
    if day < now.on:
        raise RuleBroken("BEFORE_IT_WAS_MADE", _("Dokumentet fanns inte då. Välj en senare dag."), field="on")
    signer = name.strip() if on_paper else by.display_name
    if not signer:
        raise RuleBroken("NAME_MISSING", _("Skriv vem som har skrivit under."), field="name")
    made = Signature(
        document=now, who=who, name=signer[:160], on=day, on_paper=on_paper, sha256=now.sha256,
        noted_by_id=by.staff_id,
    )  # fmt: skip
    made.save(force_insert=True)
    touch(made, ["who", "on"], person_id=now.item.case.person_id)
    if {one["who"] for one in now.signers} <= set(now.signatures.values_list("who", flat=True)):
        now.state, now.signed_on = State.SIGNED, max(now.signatures.values_list("on", flat=True))
        now.save(update_fields=["state", "signed_on"])
        writing.show_face(now)
    return made


def _must_be_open_to(document: Document, who: str) -> None:
    if document.state == State.DRAFT:
        raise RuleBroken("NOT_MADE", _("Dokumentet är ett utkast. Gör det klart innan någon skriver under."))
    if who not in {one["who"] for one in document.signers}:
        raise RuleBroken("NO_SUCH_SIGNER", _("Den ska inte skriva under det här dokumentet."))
    if document.signatures.filter(who=who).exists():
        raise RuleBroken("SIGNED_ALREADY", _("Underskriften är redan noterad."))


def _must_be_newest(document: Document) -> None:
    if document.item.superseded_at:
        raise RuleBroken("NOT_NEWEST", _("Det finns en nyare version. Öppna den."))


def _must_be_signer(document: Document, by: Actor, who: str, *, on_paper: bool) -> None:
    if on_paper and document.item.holder_id != by.party_id:
        raise RuleBroken("NOT_HOLDER", _("Bara den part som skrev dokumentet noterar underskrifter på papper."))
    if not on_paper and not may_sign_here(document, who, by):
        raise RuleBroken("ON_PAPER_ONLY", _("Du kan inte skriva under här som den. Notera underskriften på papperet."))
