"""What stands on the paper: the same words whether the consent is saved or is printed to be signed."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from samsyn.access.actor import Actor
from samsyn.basis.code_list import queries as code_list
from samsyn.entry.case.models import Case, Category
from samsyn.entry.consent import gate
from samsyn.entry.consent.models import Consent
from samsyn.entry.consent.queries import Circle, Standing, labels


@dataclass(frozen=True)
class Sheet:
    """One paper for one kind: each has its own signature."""

    case: Case
    kind: str
    parties: list[str]
    shared: list[str]
    not_shared: list[str]
    said: dict[str, Any]
    starts_on: dt.date
    ends_on: dt.date | None
    taken_by: str
    taker_party: str
    is_saved: bool
    withdrawn_at: dt.datetime | None = None
    exceptions: list[str] = field(default_factory=list)

    @property
    def kind_label(self) -> str:
        """What the paper is about."""
        return str(Consent.Kind(self.kind).label)

    @property
    def easy_label(self) -> str:
        """The same in words that everybody reads."""
        if self.kind == Consent.Kind.CONTACT:
            return gettext("Vi får prata med en arbetsgivare eller någon som står dig nära")
        return code_list.easy_words("consent_kind", self.kind)


def sheets_of_form(
    data: dict[str, Any], *, case: Case, actor: Actor, circle: Circle, own: str
) -> list[Sheet]:
    """Papers for what is ticked on the page now, before anything is saved."""
    chosen = set(data["circle"])
    parties = [own, *(p.name for p in circle.parties if p.pk in chosen)]
    said = {
        key: data[key]
        for key in (
            "not_covered",
            "purpose",
            "employer_may_know",
            "alternatives",
            "language",
            "representative",
        )
    }
    sheets = []
    for kind in data["kinds"]:
        codes = set(data["categories"]) & set(gate.COVERS.get(kind, ()))
        less = {p.name: codes & set(data["except_for"].get(p.pk, ())) for p in circle.parties if p.pk in chosen}
        sheets.append(
            Sheet(
                case, kind, parties, labels(codes), labels(set(Category.values) - codes), said, data["starts_on"],
                data["ends_on"], actor.display_name, own, is_saved=False,
                exceptions=[f"{name}: {', '.join(labels(some))}" for name, some in less.items() if some],
            )
        )  # fmt: skip
    return sheets


def sheet_of(standing: Standing) -> Sheet:
    """The paper of a saved consent."""
    consent = standing.consent
    codes = {code for row in consent.rows.all() for code in row.categories}
    names = [p.name for p in standing.parties] or [consent.item.holder.name]
    fields = (
        "not_covered",
        "purpose",
        "employer_may_know",
        "alternatives",
        "language",
        "representative",
        "with_interpreter",
    )
    return Sheet(
        consent.case, consent.kind, names, labels(codes), labels(set(Category.values) - codes),
        {key: getattr(consent, key) for key in fields}, consent.starts_on, consent.ends_on,
        consent.taken_by.user.name, consent.item.holder.name, is_saved=True,
        withdrawn_at=consent.withdrawn_at, exceptions=standing.exceptions,
    )  # fmt: skip
