"""Every address of the product, filled with the keys of a prepared world and asked for as anyone.

A page with a kwarg that has no maker here fails `test_every_address_can_be_filled`: no page escapes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from samsyn.access.actor import Actor
from samsyn.access.models import AuditEntry, AuditPerson, User
from samsyn.basis.code_list.models import CodeListVersion
from tests.access import marked_method
from tests.access.marks import SECRET, Marked

Maker = Callable[[Marked], object]


def of(label: str) -> Maker:
    """The key of the marked row of a model."""
    return lambda m: m.rows[apps.get_model(label)].pk


# kwarg, or "page name:kwarg" where the same word means another thing, to the key in the marked world.
MAKERS: dict[str, Maker] = {
    "case_id": lambda m: m.case.pk,
    "person_id": lambda m: m.person.pk,
    "assignment_id": lambda m: m.case.assignments.get(part="owner").pk,
    "item_id": of("journey.Note"),
    "plan_id": of("journey.JointPlan"),
    "plan:change_goal:part_id": of("journey.Goal"),
    "plan:reach_goal:part_id": of("journey.Goal"),
    "plan:change_milestone:part_id": of("journey.Milestone"),
    "plan:reach_milestone:part_id": of("journey.Milestone"),
    "plan:change_link:part_id": of("journey.LinkedPlan"),
    "copy_id": of("entry.FiledCopy"),
    "agenda_id": of("entry.AgendaItem"),
    "entry_id": of("entry.QueueEntry"),
    "way": lambda m: "upp",
    "mail_id": lambda m: m.mail.pk,
    "move_id": of("journey.StepMove"),
    "party_id": lambda m: m.world.sia.pk,
    "unit_id": lambda m: m.world.unit(m.world.sia).pk,
    "staff_id": lambda m: m.by.staff_id,
    "group_id": of("basis.Group"),
    "member_id": lambda m: m.rows[apps.get_model("basis.Group")].members.get().pk,
    "intervention_id": of("basis.Intervention"),
    "meeting_id": of("journey.Meeting"),
    **{f"selection:{page}:meeting_id": of("entry.SelectionMeeting") for page in ("meeting", "add", "present", "close")},
    "agreement_id": lambda m: m.agreement.pk,
    "route_id": lambda m: m.route.pk,
    "notice_id": lambda m: m.notice.pk,
    "pilot_id": lambda m: m.pilot.pk,
    "basis:method_text:version_id": of("basis.MethodVersion"),
    "method:move:version_id": of("basis.MethodVersion"),
    "place": lambda m: "way.start",
    "basis:add_method_part:place": lambda m: "way",
    "form_id": of("journey.FilledForm"),
    "form": lambda m: marked_method.FORM,
    "document": lambda m: marked_method.DOCUMENT,
    "who": lambda m: marked_method.SIGNER,
    **{f"document:{page}:version_id": of("basis.MethodVersion") for page in ("blank", "blank_pdf", "blank_word")},
    "round_id": of("basis.CourseRound"),
    "session_id": of("basis.CourseSession"),
    "place_id": of("journey.CoursePlace"),
    "ladder": lambda m: marked_method.LADDER,
    "module": lambda m: marked_method.MODULE,
    "parts_id": of("journey.ModuleParts"),
    "purchase_id": of("journey.Purchase"),
    "list_id": of("journey.ParticipantList"),
    "study:withdraw:decision_id": of("learning.ReleaseDecision"),
    "published_report_id": of("learning.PublishedReport"),
    "saved_id": of("learning.SavedQuestion"),
    "release_id": of("learning.Release"),
    "part": lambda m: marked_method.PART,
    "state": lambda m: "done",
    "version_id": lambda m: CodeListVersion.objects.order_by("pk").first().pk,
    "secret": lambda m: SECRET,
    "key": lambda m: "ingen-nyckel",
    "uidb36": lambda m: "1",
    "pk": lambda m: 1,
}


@dataclass(frozen=True)
class Page:
    """One address pattern with its name and kwargs."""

    name: str
    kwargs: tuple[str, ...]

    def url(self, m: Marked) -> str:
        """The address in the marked world."""
        return reverse(self.name, kwargs={k: maker_of(self.name, k)(m) for k in self.kwargs})

    @property
    def is_bound(self) -> bool:
        """Whether it is about one thing."""
        return bool(self.kwargs)


def maker_of(page: str, kwarg: str) -> Maker:
    """How to fill a kwarg. Raises `KeyError` for one nobody thought of."""
    if found := MAKERS.get(f"{page}:{kwarg}") or MAKERS.get(kwarg):
        return found
    if model := models_by_word().get(kwarg.removesuffix("_id")):
        return of(model)
    raise KeyError(f"{page}: say in MAKERS what {kwarg} is")


def models_by_word() -> dict[str, str]:
    """Model labels by the word in a kwarg: `note_id`, `step_move_id`, `filed_copy_id`."""
    found: dict[str, str] = {}
    for model in apps.get_models():
        if model.__module__.startswith("samsyn."):
            found[model._meta.model_name or ""] = model._meta.label
            found["_".join(model._meta.verbose_name.split())] = model._meta.label
    return found


def pages() -> list[Page]:
    """Every named address, in the order of its pattern."""
    return list(dict.fromkeys(_walk(get_resolver().url_patterns, "")))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Page]:
    for p in patterns:
        if isinstance(p, URLResolver):
            yield from _walk(p.url_patterns, f"{prefix}{p.namespace}:" if p.namespace else prefix)
        else:
            assert p.name, f"{p.pattern} has no name"
            yield Page(prefix + p.name, tuple(p.pattern.converters) or tuple(p.pattern.regex.groupindex))


@dataclass
class Answer:
    """What a viewer got from one page."""

    page: Page
    method: str
    status: int
    text: str
    logged: bool

    def __str__(self) -> str:
        return f"{self.method} {self.page.name} → {self.status}"


def browser(actor: Actor | None) -> Client:
    """A browser signed in as an actor, or nobody's."""
    client = Client()
    if actor:
        client.force_login(User.objects.get(pk=actor.user_id))
        session = client.session
        session["staff_id"] = str(actor.staff_id)
        session.save()
    return client


def ask(client: Client, m: Marked, page: Page, *, method: str = "get", query: dict[str, str] | None = None) -> Answer:
    """One request; body, headers and whether a read or change entry with the person was written for it."""
    before = _last_entry()
    response: HttpResponse = getattr(client, method)(page.url(m), query or {})
    body = b"".join(response) if response.streaming else response.content
    headers = "\n".join(f"{k}: {v}" for k, v in response.items())
    cookies = response.cookies.output()
    text = "\n".join((body.decode("utf-8", "replace"), headers, cookies))
    return Answer(page, method, response.status_code, text, _logged_since(before, m))


def _last_entry() -> object:
    return AuditEntry.objects.order_by("-id").values_list("pk", flat=True).first()


def _logged_since(before: object, m: Marked) -> bool:
    new = AuditEntry.objects.filter(kind__in=["read", "change"])
    new = new.filter(pk__gt=before) if before else new
    return AuditPerson.objects.filter(entry_id__in=new.values("pk"), person_id=m.person.pk).exists()


def model_of(label: str) -> type[models.Model]:
    """A model by label."""
    return apps.get_model(label)
