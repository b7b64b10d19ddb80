"""Who is to sign a document, who of them may do it in Samsyn, and which consent covers what stands in it."""

from samsyn.access.actor import Actor
from samsyn.basis.method import words
from samsyn.basis.method.content import Document as InText
from samsyn.basis.method.models import MethodVersion
from samsyn.basis.method.queries import read_once
from samsyn.basis.method.references import EVERYBODY
from samsyn.basis.party.models import PartyKind
from samsyn.entry.case.models import Category
from samsyn.journey.document.models import Document

THE_PERSON = "person"
STAFF_OF_THE_HOLDER = frozenset({"owner", "unit_manager"})
OUTSIDE = EVERYBODY - STAFF_OF_THE_HOLDER  # people without an account: they sign on paper


def signers_of(version: MethodVersion, document: InText) -> list[dict[str, str]]:
    """Those who are to sign, each by name."""
    method = read_once(version.text)
    return [{"who": who, "name": words.people([who], method)} for who in dict.fromkeys(document.signed_by)]


def party_of(version: MethodVersion, who: str) -> str | None:
    """The kind of party a signer belongs to, where the text says it; None: that of whoever wrote the document."""
    if who in PartyKind.values:
        return who
    role = next((one for one in read_once(version.text).who.roles if one.id == who), None)
    return role.party if role else None


def may_sign_here(document: Document, who: str, by: Actor) -> bool:
    """Whether the actor may sign as this signer, under their own account."""
    if who in OUTSIDE:
        return False
    kind = party_of(document.method_version, who)
    return by.party_kind == kind if kind else by.party_id == document.item.holder_id


def categories(document: InText) -> list[str]:
    """What a consent must cover for it to be read: first what it is kept as, then what else is told in it."""
    found = [Category.HEALTH] if document.kind == "question_list" else []
    named = {block.record for block in document.body}
    if "livelihoods" in named:
        found.append(Category.LIVELIHOOD)
    if named & {"steps", "ratings"}:
        found.append(Category.WORK_AND_STUDY)
    return [str(one) for one in [*found, Category.PLAN]]
