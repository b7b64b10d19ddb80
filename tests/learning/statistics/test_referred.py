"""What happened to the people I referred: my own one by one, my colleagues' as numbers that are not small."""

from django.urls import reverse

from samsyn.access import clock
from samsyn.access.models import AuditPerson
from samsyn.basis.staff.models import Role
from samsyn.entry.enrolment.actions import enrol
from samsyn.entry.selection.actions import decide_alone
from samsyn.entry.selection.flows import Period
from samsyn.learning.statistics.referred import told
from tests.factories.basis import actor, intervention
from tests.factories.referral import named

EVER = Period(None, None)


def refer(w, by, *, start=False, **person):
    """To the party's own intervention, and there it is accepted, or begun."""
    it = intervention(w, owner_party=w.pes, owner_unit=w.unit(w.pes))
    person = {"given_name": "Vendela", "family_name": "Xylofonsson", "birth_year": 1985, **person}
    found = named(by=by, to=it, person=person)
    if start:
        coordinator = actor(w.pes, Role.COORDINATOR)
        decide_alone(found, by=coordinator, outcome="enrol")
        found.refresh_from_db()
        enrol(found.item.case, by=coordinator, intervention=it, starts_on=clock.today(), referral=found)
    return found


def test_each_of_mine_is_told_and_logged(w, code_lists, sign_in):
    me = actor(w.pes)
    begun, waits = refer(w, me, start=True), refer(w, me, family_name="Xyz")

    page = sign_in(me).get(reverse("statistics:referred")).content.decode()

    assert told(me, EVER).counts == [("Väntar på svar", 1), ("I insatsen nu", 1)]
    assert "1 av 2 (50\N{NO-BREAK SPACE}%) av dina remisser ledde till att insatsen började" in page
    assert {"Xylofonsson", "Xyz"} <= set(page.replace("<", " ").split())
    persons = {begun.item.case.person_id, waits.item.case.person_id}
    assert persons <= set(AuditPerson.objects.values_list("person_id", flat=True))


def test_colleagues_are_counted_only_when_they_are_not_few(w, code_lists):
    me, colleague = actor(w.pes), actor(w.pes)
    for _one in range(4):
        refer(w, colleague)
    assert told(me, EVER).colleagues == []

    refer(w, colleague)
    assert told(me, EVER).colleagues == [("Väntar på svar", 5)]

    refer(w, colleague, start=True)
    assert told(me, EVER).colleagues == [("Väntar på svar", None), ("Började i insatsen", None)]
    assert told(me, EVER).ways == []


def test_who_refers_nobody_is_told_that_there_is_no_such_page(w, sign_in):
    assert sign_in(actor(w.pes, Role.ASSOCIATION_OFFICER)).get(reverse("statistics:referred")).status_code == 404
