"""What is read about consents: the preset circle, how those of a case stand, what needs attention."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.access.prepared import Prepared
from samsyn.basis.party.models import Party, PartyKind
from samsyn.basis.party.queries import member
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.queries import active
from samsyn.basis.staff.rules import PERSONAL_ROLES
from samsyn.entry.case.models import Case, Category, ItemKind
from samsyn.entry.consent import gate
from samsyn.entry.consent.models import Consent, ConsentConfirmation, ConsentRow
from samsyn.entry.referral.models import Referral, ReferralState

SOON = dt.timedelta(days=30)
FOUR = (PartyKind.PES, PartyKind.SIA, PartyKind.MUNICIPALITY, PartyKind.REGION)
MOST_SHOWN = 100


@dataclass(frozen=True)
class Circle:
    """The parties that can be chosen, those ticked beforehand, and what the sharing is for."""

    parties: list[Party]
    ticked: list[uuid.UUID]
    purpose: str


def preset_circle(case: Case, actor: Actor) -> Circle:
    """From the newest referral's intervention; without one, one party of each of the other three kinds."""
    found = Policy.all(Referral, actor).filter(item__case_id=case.pk).select_related("intervention")
    referral = found.order_by("-item__at").first()
    parties = _choosable(actor)
    if referral is None:
        return Circle(parties, _one_of_each(parties, actor), str(_("Samordna stödet på vägen till arbete")))
    chosen = set(referral.intervention.circle.values_list("pk", flat=True))
    ticked = [p.pk for p in parties if p.pk in chosen]
    purpose = str(_("Samordna stödet i %(name)s")) % {"name": referral.intervention.name}
    return Circle(parties, ticked or _one_of_each(parties, actor), purpose[:200])


def draft_referral(case: Case, actor: Actor) -> Referral | None:
    """The referral that waits for this consent: one's own party's newest draft, if any."""
    rows = Policy.all(Referral, actor).filter(item__case_id=case.pk, item__holder_id=actor.party_id)
    return (
        rows.filter(state=ReferralState.DRAFT, item__superseded_at__isnull=True).order_by("-item__at").first()
    )


def _choosable(actor: Actor) -> list[Party]:
    rows = Party.objects.filter(member(), association=actor.association_id).exclude(
        kind=PartyKind.ASSOCIATION
    )
    order = {str(kind): at for at, kind in enumerate(FOUR)}
    return sorted(rows.exclude(pk=actor.party_id), key=lambda p: (order.get(p.kind, len(FOUR)), p.name))


def _one_of_each(parties: list[Party], actor: Actor) -> list[uuid.UUID]:
    """Where a kind has several parties (boards of a municipality) nothing is guessed."""
    ticked = []
    for kind in FOUR:
        of_kind = [p.pk for p in parties if p.kind == kind]
        if kind != actor.party_kind and len(of_kind) == 1:
            ticked += of_kind
    return ticked


def party_name(actor: Actor) -> str:
    """The actor's party by its name in full, for papers."""
    return Party.objects.values_list("name", flat=True).get(pk=actor.party_id)


def receivers_by_name(parties: list[Party]) -> dict[uuid.UUID, list[Staff]]:
    """Whom one may name in each party, when access is by name only."""
    rows = Staff.objects.filter(active(), party__in=parties, role__in=PERSONAL_ROLES).select_related(
        "user", "unit"
    )
    found: dict[uuid.UUID, list[Staff]] = {p.pk: [] for p in parties}
    for row in rows.order_by("user__name", "id"):
        found[row.party_id].append(row)
    return found


def labels(codes: Iterable[str]) -> list[str]:
    """Words of categories, in their own order."""
    wanted = set(codes)
    return [str(label) for code, label in Category.choices if code in wanted]


@dataclass(frozen=True)
class Standing:
    """One consent as it stands now, for the actor's party."""

    consent: Consent
    state: str
    words: str | Promise
    tone: str
    parties: list[Party]
    taken_out: list[Party]
    waits_for: list[Party]
    confirmed: list[ConsentConfirmation] = field(default_factory=list)
    we_confirm: bool = False
    ends_soon: bool = False

    @property
    def shares(self) -> list[str]:
        """Words of what it lets be shared."""
        return labels(code for row in self.consent.rows.all() for code in row.categories)

    @property
    def exceptions(self) -> list[str]:
        """Which party shall not read what the others may, a line each."""
        all_of_it = {code for row in self.consent.rows.all() for code in row.categories}
        less = {r.to_party.name: all_of_it - set(r.categories) for r in self.consent.rows.all()}
        return [f"{name}: {', '.join(labels(codes))}" for name, codes in sorted(less.items()) if codes]

    @property
    def is_live(self) -> bool:
        """Whether it holds now."""
        return self.state in {"live", "waits"}


def consents_of(case: Case, actor: Actor) -> list[Standing]:
    """Every consent of a case that the actor reads, newest first. Three queries however many there are."""
    rows = _with_parts(Policy.all(Consent, actor).filter(item__case_id=case.pk))
    return [standing_of(consent, actor) for consent in rows.order_by("-item__at", "-pk")]


def _with_parts(rows: QuerySet[Consent]) -> QuerySet[Consent]:
    directions = ConsentRow.objects.select_related("to_party", "from_party").order_by("to_party__name")
    confirmations = ConsentConfirmation.objects.select_related("party", "by__user").order_by("at")
    related = rows.select_related(
        "item__case__person", "item__holder", "taken_by__user", "representative", "withdrawn_by"
    )
    return related.prefetch_related(Prefetch("rows", directions), Prefetch("confirmations", confirmations))


def with_standing(consent: Consent, actor: Actor) -> Standing:
    """One consent (already reached through Policy) with all its parts."""
    return standing_of(_with_parts(Policy.all(Consent, actor).filter(pk=consent.pk)).get(), actor)


def standing_of(consent: Consent, actor: Actor) -> Standing:
    """Who is in it, whose confirmation is missing, and whether it holds."""
    rows = list(consent.rows.all())
    inside = {r.to_party_id: r.to_party for r in rows if r.ended_at is None}
    outside = {r.to_party_id: r.to_party for r in rows if r.to_party_id not in inside}
    confirmed = list(consent.confirmations.all())
    done = {c.party_id for c in confirmed}
    missing = [p for key, p in inside.items() if key not in done]
    state, words, tone = _state(consent, missing)
    live = state in {"live", "waits"}
    return Standing(
        consent, state, words, tone, list(inside.values()), list(outside.values()),
        missing if live else [], confirmed,
        we_confirm=live and actor.party_id in {p.pk for p in missing},
        ends_soon=bool(live and consent.ends_on and consent.ends_on <= clock.today() + SOON),
    )  # fmt: skip


def _state(consent: Consent, missing: list[Party]) -> tuple[str, str | Promise, str]:
    today = clock.today()
    if consent.is_refusal:
        return "refused", _("Personen sa nej"), "neutral"
    if consent.withdrawn_at:
        return "withdrawn", _("Återkallat"), "danger"
    if consent.ends_on and consent.ends_on <= today:
        return "ended", _("Har gått ut"), "neutral"
    if consent.starts_on > today:
        return "later", _("Har inte börjat gälla"), "info"
    if missing:
        return "waits", _("Väntar på bekräftelse"), "warning"
    return "live", _("Gäller"), "success"


@dataclass(frozen=True)
class Attention:
    """One consent that the actor's start page should show, and why."""

    consent: Consent
    why: str
    words: str | Promise
    tone: str


def attention(actor: Actor, case_ids: Iterable[uuid.UUID]) -> list[Attention]:
    """In these of the actor's cases: our confirmation is missing, ends within 30 days, withdrawn these 30 days.

    One query; what a newer consent of the same kind already mended is left out. The caller logs who is shown.
    """
    today, wanted = clock.today(), tuple(case_ids)
    if not wanted:
        return []
    rows = _watched(actor=actor, case_ids=wanted, soon=today + SOON, since=clock.now() - SOON)
    return [_attention(consent, today) for consent in rows]


@Prepared
def _watched(
    *, actor: Actor, case_ids: tuple[uuid.UUID, ...], soon: dt.date, since: dt.datetime
) -> QuerySet[Consent]:
    live = gate.live_consents(clock.today())
    ends_or_ended = (live & Q(ends_on__lte=soon)) | Q(withdrawn_at__gt=since)
    rows = _flagged(actor, case_ids).filter((live & Q(in_it=True, done=False)) | (ends_or_ended & Q(mended=False)))
    return rows.order_by("ends_on", "pk")[:MOST_SHOWN]


def _flagged(actor: Actor, case_ids: Iterable[uuid.UUID]) -> QuerySet[Consent]:
    rows = Policy.all(Consent, actor).filter(
        item__case_id__in=case_ids, item__kind=ItemKind.CONSENT, is_refusal=False
    )
    mine = ConsentRow.objects.filter(
        consent_id=OuterRef("pk"), from_party_id=actor.party_id, ended_at__isnull=True
    )
    done = ConsentConfirmation.objects.filter(consent_id=OuterRef("pk"), party_id=actor.party_id)
    newer = Consent.objects.filter(
        gate.live_consents(),
        item__case_id=OuterRef("item__case_id"),
        kind=OuterRef("kind"),
        item__at__gt=OuterRef("item__at"),
    )
    flagged = rows.annotate(in_it=Exists(mine), done=Exists(done), mended=Exists(newer))
    return Policy.joined(flagged, actor, "item__case__person")


def _attention(consent: Consent, today: dt.date) -> Attention:
    if consent.withdrawn_at:
        return Attention(consent, "withdrawn", _("Samtycket är återkallat"), "danger")
    if consent.in_it and not consent.done:  # type: ignore[attr-defined]
        return Attention(consent, "to_confirm", _("Samtycket väntar på er bekräftelse"), "warning")
    return Attention(consent, "ends_soon", _("Samtycket slutar snart gälla"), "warning")
