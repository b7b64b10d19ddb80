"""Who works with a case: the inbox, colleagues, leaving, and the manager's view without persons."""

import pytest
from django.urls import reverse

from samsyn.access.errors import RuleBroken
from samsyn.basis.staff.models import Role
from samsyn.basis.staff.queries import actor_of
from samsyn.entry.case.actions import assign_colleague, leave_case, reassign, take_case
from samsyn.entry.case.models import CaseAssignment, Notice
from samsyn.entry.case.sharing_queries import people
from samsyn.entry.consent.actions import confirm_consent
from tests.factories.basis import actor, staff
from tests.factories.entry import confirmed_consent, consent, open_case
from tests.factories.form_page import queries_of


def code_of(act, *args, **kwargs) -> str:
    with pytest.raises(RuleBroken) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


@pytest.fixture
def waiting(w):
    """A case of AF that lies in FK's inbox."""
    writer = actor(w.pes)
    case = open_case(by=writer, given_name="Åsa", family_name="Öberg")
    consent(case, by=writer, to=[w.sia])
    return writer, case, CaseAssignment.objects.get(case=case, party=w.sia)


def test_one_click_takes_the_case_and_the_inbox_no_longer_has_it(w, waiting, sign_in):
    _writer, case, row = waiting
    receiver, colleague = actor(w.sia), actor(w.sia)
    assert "Åsa Öberg" in sign_in(receiver).get(reverse("case:inbox")).content.decode()
    client = sign_in(receiver)
    response = client.post(reverse("case:take", args=[row.pk]))
    assert response.url == reverse("case:page", args=[case.pk])
    row.refresh_from_db()
    assert row.ended_because == "taken"
    assert (
        CaseAssignment.objects.filter(case=case, staff_id=receiver.staff_id, part="participant").count() == 1
    )
    assert "Åsa Öberg" not in sign_in(colleague).get(reverse("case:inbox")).content.decode()


def test_two_who_take_the_same_case_are_told(w, waiting):
    _writer, _case, row = waiting
    take_case(row, by=actor(w.sia))
    assert code_of(take_case, row, by=actor(w.sia)) == "TAKEN_ALREADY"


def test_another_units_inbox_is_not_there(w, waiting, sign_in):
    _writer, _case, row = waiting
    answers = [
        sign_in(actor(p)).post(reverse("case:take", args=[row.pk])).status_code for p in (w.pes, w.region)
    ]
    assert answers == [404, 404]


def test_a_colleague_is_given_the_case_and_told(w, sign_in):
    writer, colleague = actor(w.pes), staff(w.pes, name="Kim Berg")
    case = open_case(by=writer)
    client = sign_in(writer)
    address = reverse("case:people", args=[case.pk])
    client.post(address, {"staff": str(colleague.pk), "part": "coach"})
    assert "Kim Berg" in client.get(address).content.decode()
    assert Notice.objects.filter(to_staff=colleague, kind="case_assigned").count() == 1
    assert sign_in(actor_of(colleague)).get(reverse("case:page", args=[case.pk])).status_code == 200


def test_only_colleagues_who_see_persons_are_given_a_case(w):
    writer = actor(w.pes)
    case = open_case(by=writer)
    for wrong in (staff(w.sia), staff(w.pes, Role.EVALUATOR)):
        assert code_of(assign_colleague, case, by=writer, staff=wrong.pk) == "NOT_A_COLLEAGUE"
    known = staff(w.pes)
    assign_colleague(case, by=writer, staff=known.pk)
    assert code_of(assign_colleague, case, by=writer, staff=known.pk) == "WORKS_ALREADY"


def test_leaving_ends_the_reading_but_never_leaves_the_case_alone(w, sign_in):
    writer, colleague = actor(w.pes), staff(w.pes)
    case = open_case(by=writer)
    assert code_of(leave_case, case, by=writer) == "OWNER_STAYS"
    assign_colleague(case, by=writer, staff=colleague.pk)
    leaving = actor_of(colleague)
    assert sign_in(leaving).post(reverse("case:leave", args=[case.pk])).url == reverse("case:list")
    assert sign_in(leaving).get(reverse("case:page", args=[case.pk])).status_code == 404


def test_the_last_one_of_a_party_does_not_leave(w, waiting):
    _writer, case, row = waiting
    receiver = actor(w.sia)
    take_case(row, by=receiver)
    assert code_of(leave_case, case, by=receiver) == "LAST_ONE"


def test_who_works_with_it_is_seen_of_known_parties_only(w):
    writer, knows, stranger = actor(w.pes), actor(w.sia), actor(w.region)
    case = open_case(by=writer)
    confirmed_consent(case, by=writer, to=[knows])
    made = consent(case, by=writer, to=[w.region])
    confirm_consent(made, by=stranger)
    assert {row.party_id for row in people(case, writer)} == {w.pes.pk, w.sia.pk, w.region.pk}
    assert {row.party_id for row in people(case, knows)} == {w.pes.pk, w.sia.pk}


def test_the_people_page_shows_other_parties_caseworkers(w, waiting, sign_in):
    writer, case, row = waiting
    receiver = actor(w.sia, name="Frida Karlsson")
    take_case(row, by=receiver)
    assert "Frida Karlsson" in sign_in(writer).get(reverse("case:people", args=[case.pk])).content.decode()


def test_the_manager_sees_numbers_and_caseworkers_and_no_person(w, sign_in):
    worker, manager = actor(w.pes, name="Kim Berg"), actor(w.pes, Role.UNIT_MANAGER)
    case = open_case(by=worker, given_name="Åsa", family_name="Öberg")
    elsewhere = open_case(by=actor(w.sia))
    text = sign_in(manager).get(reverse("case:unit")).content.decode()
    assert case.number in text
    assert "Kim Berg" in text
    assert "Öberg" not in text
    assert elsewhere.number not in text


def test_the_manager_moves_a_case_when_somebody_is_away(w, sign_in):
    worker, manager, stand_in = actor(w.pes), actor(w.pes, Role.UNIT_MANAGER), staff(w.pes)
    case = open_case(by=worker)
    row = CaseAssignment.objects.get(case=case)
    client = sign_in(manager)
    client.post(reverse("case:unit"), {"assignment_id": str(row.pk), "staff": str(stand_in.pk)})
    live = CaseAssignment.objects.filter(case=case, ends_at__isnull=True)
    assert [(r.staff_id, r.part) for r in live] == [(stand_in.pk, "owner")]
    assert sign_in(worker).get(reverse("case:page", args=[case.pk])).status_code == 404


def test_a_manager_moves_nothing_of_another_unit(w):
    manager = actor(w.sia, Role.UNIT_MANAGER)
    open_case(by=actor(w.pes))
    row = CaseAssignment.objects.get()
    assert code_of(reassign, row.pk, by=manager, staff=staff(w.sia).pk) == "NOT_IN_UNIT"


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.COACH, Role.ASSOCIATION_OFFICER, Role.EVALUATOR])
def test_others_have_no_managers_page(w, sign_in, role):
    assert sign_in(actor(w.pes, role)).get(reverse("case:unit")).status_code == 403


def test_the_inbox_costs_the_same_however_many_wait(w, sign_in):
    def fill(n: int) -> None:
        for _n in range(n):
            consent(open_case(by=actor(w.pes)), by=actor(w.pes), to=[w.sia])

    client, address = sign_in(actor(w.sia)), reverse("case:inbox")
    fill(1)
    few = queries_of(client, address)
    fill(15)
    assert queries_of(client, address) == few


def test_only_a_case_without_an_owner_offers_to_appoint_one(w, sign_in):
    owned, without = open_case(by=actor(w.pes)), open_case(by=(coordinator := actor(w.pes, Role.COORDINATOR)))
    offers = lambda case, who: reverse("handover:appoint", args=[case.pk]) in (  # noqa: E731
        sign_in(who).get(reverse("case:people", args=[case.pk])).content.decode()
    )
    owner, coach = actor_of(owned.assignments.get().staff), actor(w.pes, Role.COACH)
    assign_colleague(without, by=coordinator, staff=coach.staff_id, part="participant")

    assert [offers(owned, owner), offers(without, coordinator), offers(without, coach)] == [False, True, False]
