"""What a method needs before a referral: refused with what to do, confirmed where nobody can know; nothing is lost."""

import datetime as dt

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.errors import RuleBroken
from samsyn.basis.method.actions import take_in
from samsyn.basis.staff.models import Role
from samsyn.entry.enrolment.actions import enrol
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.referral.actions import send
from samsyn.entry.referral.models import Referral
from samsyn.journey.activity.actions import write_activity
from tests.basis.method.texts import with_change
from tests.factories.basis import actor, intervention
from tests.factories.entry import open_case

pytestmark = pytest.mark.usefixtures("code_lists")
WAY_OUT = "Ordna praktik först och remittera sedan."
NEED = f"""\
  requires:
    - id: placement
      name: En praktik pågår
      when: "p.activities.exists(a, a.kind == 'placement' && a.state == 'under_way')"
      otherwise: {WAY_OUT}
"""
CONTENT = {"reason": "physical", "why": "Behöver stöd", "wishes": "", "origin": "party", "origin_name": ""}


def offered(w, who: str = NEED):
    [version] = take_in([with_change("  parties:", f"{who}  parties:")], by=None)
    return intervention(w, method=version.method, starts_on=clock.today() - dt.timedelta(days=30))


def placement(case, by, state="under_way"):
    write_activity(case, by=by, title="Praktik", kind="placement", starts_on=clock.today(), state=state)


def address(one, case=None) -> str:
    return reverse("referral:write", args=[one.pk]) + (f"?arende={case.pk}" if case else "")


def new_person(**known) -> dict[str, str]:
    return {**CONTENT, "birth_year": "2000", "given_name": "Ada", "family_name": "Ask", "sex": "woman", **known}


def test_without_a_placement_it_is_refused_with_what_to_do_and_what_was_typed(w, sign_in):
    one, by = offered(w), actor(w.pes)
    case, client = open_case(by=by), sign_in(by)
    assert WAY_OUT in client.get(address(one, case)).content.decode()

    answer = client.post(address(one, case), {**CONTENT, "arende": str(case.pk)})
    page = answer.content.decode()
    assert (answer.status_code, WAY_OUT in page, "Behöver stöd" in page) == (422, True, True)

    draft = client.post(address(one, case), {**CONTENT, "arende": str(case.pk), "draft": "1"})
    assert (draft.status_code, Referral.objects.get().state) == (302, "draft")
    with pytest.raises(RuleBroken, match="NEED_NOT_MET"):
        send(Referral.objects.get(), by=by, summary="En person som behöver stöd.")

    placement(case, by)
    assert client.post(address(one, case), {**CONTENT, "arende": str(case.pk)}).status_code == 302
    assert send(Referral.objects.first(), by=by, summary="En person som behöver stöd.").state == "sent"


def test_of_somebody_new_whoever_refers_confirms_and_the_receiver_reads_it(w, sign_in):
    one, by = offered(w), actor(w.pes)
    client = sign_in(by)
    assert "En praktik pågår" in client.get(address(one)).content.decode()
    answer = client.post(address(one), new_person())
    page = answer.content.decode()
    assert (answer.status_code, "Samsyn vet inte om det här stämmer" in page) == (422, True)
    assert "Behöver stöd" in page

    assert client.post(address(one), new_person(confirmed_needs=["placement"])).status_code == 302
    written = Referral.objects.get()
    assert written.confirmed_needs == [{"id": "placement", "text": "En praktik pågår"}]
    sent = send(written, by=by, summary="En person som behöver stöd.")
    assert ("Bekräftat av remittenten", "En praktik pågår") in sent.words()


@pytest.mark.parametrize(
    ("year", "ticked", "status"),
    [(0, [], 302), (18, [], 422), (18, ["age"], 302), (17, [], 422), (17, ["age"], 422), (19, [], 302)],
)
def test_an_age_is_known_but_for_the_year_of_the_birthday(w, sign_in, year, ticked, status):
    age = "  requires:\n    - {id: age, name: Minst 18 år, when: p.age >= 18, otherwise: Vänta till 18.}\n"
    one = offered(w, age)
    sent = new_person(birth_year=str(clock.today().year - (year or 25)), confirmed_needs=ticked)
    client = sign_in(actor(w.pes))
    assert "Minst 18 år</label>" not in client.get(address(one)).content.decode()
    assert client.post(address(one), sent).status_code == status


@pytest.mark.parametrize(
    ("origin", "party", "status"),
    [("party", "pes", 302), ("party", "sia", 422), ("person", "sia", 302), ("relative", "pes", 422)],
)
def test_only_those_who_may_order(w, sign_in, origin, party, status):
    one, by = offered(w, "  orderers: [pes, person]\n"), actor(getattr(w, party))
    case = open_case(by=by)
    sent = {**CONTENT, "arende": str(case.pk), "origin": origin, "origin_name": "Någon"}
    answer = sign_in(by).post(address(one, case), sent)
    assert answer.status_code == status
    assert ("Remissen ska komma från: Arbetsförmedlingen, personen" in answer.content.decode()) is (status == 422)


def test_what_the_text_only_describes_is_told_and_refuses_nobody(w, sign_in):
    one, by = offered(w, "  group_size: {from: 6, to: 8}\n"), actor(w.pes)
    client, case = sign_in(by), open_case(by=by)
    page = client.get(address(one, case)).content.decode()
    assert ("Så säger metoden" in page, "6–8 personer" in page) == (True, True)
    assert client.post(address(one, case), {**CONTENT, "arende": str(case.pk)}).status_code == 302


def test_enrolled_without_a_referral_the_same_holds(w, sign_in):
    one = offered(w)
    by = actor(w.municipality, Role.COORDINATOR, unit=one.owner_unit)
    case, client = open_case(by=by), sign_in(by)
    where, sent = reverse("enrolment:direct", args=[case.pk]), {"intervention": str(one.pk), "starts_on": clock.today()}
    answer = client.post(where, sent)
    assert (answer.status_code, WAY_OUT in answer.content.decode(), Enrolment.objects.count()) == (422, True, 0)
    with pytest.raises(RuleBroken, match="NEED_NOT_MET"):
        enrol(case, by=by, intervention=one, starts_on=clock.today())
    placement(case, by)
    assert client.post(where, sent).status_code == 302


def test_the_owner_s_coordinator_chooses_the_method(w, sign_in):
    one = offered(w)
    by = actor(w.municipality, Role.COORDINATOR, unit=one.owner_unit)
    where, home = (reverse(f"basis:{name}", args=[one.pk]) for name in ("choose_method", "intervention"))
    client = sign_in(by)
    assert where in client.get(home).content.decode()
    assert client.post(where, {"method": "", "seen_version": str(one.method_id)}).status_code == 302
    assert client.post(where, {"method": "", "seen_version": str(one.method_id)}).status_code == 422
    one.refresh_from_db()
    others = [sign_in(actor(w.pes, Role.COORDINATOR)).get(where), sign_in(actor(w.municipality)).get(where)]
    assert (one.method, [answer.status_code for answer in others]) == (None, [404, 403])
