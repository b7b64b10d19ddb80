"""The papers of a case: the text, the SUS sheet, the person's page and the list of who has read."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.action import action
from samsyn.access.models import AuditEntry
from samsyn.basis.staff.models import Role, Staff
from samsyn.entry.case import writing
from samsyn.entry.case.models import CaseAssignment, ItemKind
from samsyn.entry.consent.actions import confirm_consent, register_consent, withdraw_consent
from samsyn.entry.consent.models import Consent
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.activity.models import Activity
from samsyn.journey.exit.models import Exit
from samsyn.journey.livelihood.models import Livelihood
from samsyn.journey.note.actions import write_note
from tests.factories.basis import actor, intervention
from tests.factories.entry import confirmed_consent, ids, open_case
from tests.journey.timeline.ways import days, full_way, let_in, put


def registered(case, by):
    """A yes to the register."""
    return register_consent(case, by=by, kind="register", given_on=clock.today())


def enrolled(w, case, by, **known):
    background = {"education": "upper_secondary", "time_in_need": "unknown", "livelihood": "income_support"}
    content = Enrolment(
        intervention=intervention(w),
        **{"register": "consent", "background": background, "starts_on": days(100), **known},
    )
    return put(content, case=case, kind=ItemKind.ENROLMENT, by=by)


def sheet(client, case):
    response = client.get(reverse("case:sus", args=[case.pk]))
    assert response.status_code == 200
    return response.content.decode()


def rows_of(html):
    """Label and value of each row."""
    return dict(re.findall(r"<dt>([^<]*)</dt>\s*<dd[^>]*>([^<]*)</dd>", html))


def test_the_sheet_tells_the_set_of_its_own_moment_once(w, sign_in):
    me, other = actor(w.municipality), actor(w.sia)
    case = open_case(by=me)
    confirmed_consent(case, by=me, to=[other])
    confirm_consent(registered(case, me), by=me)
    enrolled(w, case, me, starts_on=days(700), ends_on=days(600))
    enrolled(w, case, me, ends_on=days(2))
    for source, extent, moment, first, last in (
        ("parental_benefit", 100, "before", days(500), None),
        ("sickness_benefit", 25, "start", days(700), days(690)),
        ("sickness_benefit", 50, "start", days(99), days(40)), ("income_support", 40, "start", days(99), None),
        ("self_supporting", 100, "exit", days(601), days(500)), ("unemployment_insurance", None, "exit", days(3), None),
    ):  # fmt: skip
        row = Livelihood(source=source, extent=extent, starts_on=first, ends_on=last, moment=moment)
        put(row, case=case, kind=ItemKind.LIVELIHOOD, by=me)
    theirs = Livelihood(source="sickness_benefit", extent=75, starts_on=days(100), moment="start")
    put(theirs, case=case, kind=ItemKind.LIVELIHOOD, by=other, share=ids(me))

    later, earlier = (rows_of(part) for part in sheet(sign_in(me), case).split("<section")[1:])

    assert sorted(later["Försörjning före"].split("; ")) == [
        "Ekonomiskt bistånd, försörjningsstöd 40 %", "Sjukpenning 50 %",
    ]  # fmt: skip
    assert later["Försörjning efter"] == "A-kassa"
    assert earlier["Försörjning före"] == "Sjukpenning 25 %"
    assert earlier["Försörjning efter"].endswith("100 %")


def test_a_missing_municipality_is_asked_of_the_party_that_may_write_it(w, sign_in):
    registrar, me = actor(w.pes), actor(w.municipality)
    case = open_case(by=registrar)
    confirmed_consent(case, by=registrar, to=[me])
    register_consent(case, by=registrar, kind="register", given_on=clock.today(), circle=ids(me))
    let_in(case, me, by=registrar)
    confirm_consent(Consent.objects.get(kind="register"), by=me)
    enrolled(w, case, me)

    html = sheet(sign_in(me), case)

    assert f"<p>Personnummer, Kommun, Ålder vid start. Bara {w.pes.name} kan fylla i det." in html


def test_the_sheet_says_what_is_known_in_the_order_of_sus(w, sign_in):
    me = actor(w.municipality)
    case = open_case(
        by=me, given_name="Ada", family_name="Provsson", sex="woman", municipality="Borås", birth_year=1990
    )
    registered(case, me)
    enrolled(w, case, me)

    html = sheet(sign_in(me), case)

    labels = ["Namn", "Personnummer", "Kommun", "Insats", "Startdatum", "Registrering", "Försörjning före"]
    labels += ["Sysselsättning före", "Högsta avslutade utbildning", "Tid i behov av offentlig försörjning"]
    places = [html.index(f"<dt>{label}</dt>") for label in [*labels, "Ålder vid start", "Kön"]]
    assert places == sorted(places)
    assert "Ekonomiskt bistånd" in html
    assert "Sysselsättning före. <a" in html
    assert f'Personnummer. <a href="{reverse("person:page", args=[case.person_id])}">' in html
    assert "<dt>Slutdatum</dt>" not in html


def test_at_the_end_the_sheet_says_why_and_what_then(w, sign_in):
    me = actor(w.municipality)
    case = open_case(by=me)
    registered(case, me)
    enrolment = enrolled(w, case, me, ends_on=days(1))
    leaving = Exit(
        enrolment=enrolment.item, on=days(2), reason="work", outcome="work", next_step="Arbete", state="done"
    )
    put(leaving, case=case, kind=ItemKind.EXIT, by=me)
    after = Livelihood(source="self_supporting", extent=75, starts_on=days(2), moment="exit")
    put(after, case=case, kind=ItemKind.LIVELIHOOD, by=me)

    html = sheet(sign_in(me), case)

    assert rows_of(html)["Slutdatum"] == str(days(2))
    assert "Egen försörjning: lön eller eget företag 75 %" in html


@pytest.mark.parametrize("why", ["no consent", "withdrawn", "protected", "anonymous"])
def test_without_a_register_consent_only_sex_and_year(w, sign_in, why):
    me = actor(w.municipality)
    known = {"protection": "marked"} if why == "protected" else {}
    case = open_case(by=me, given_name="Ada", family_name="Provsson", municipality="Borås", **known)
    if why != "no consent":
        given = registered(case, me)
    if why == "withdrawn":
        withdraw_consent(given, by=me)
    enrolled(w, case, me, register="anonymous" if why == "anonymous" else "consent")

    html = sheet(sign_in(me), case)

    assert html.count("<dt>") == 2
    assert "<dt>Kön</dt>" in html
    assert "<dt>Startår</dt>" in html
    assert "Borås" not in html


def test_another_party_has_no_sheet(w, sign_in):
    me, other = actor(w.municipality), actor(w.sia)
    case = open_case(by=me)
    confirmed_consent(case, by=me, to=[other])
    registered(case, me)
    enrolment = put(
        Enrolment(intervention=intervention(w), starts_on=days(9), register="consent"),
        case=case, kind=ItemKind.ENROLMENT, by=me, share=ids(other),
    )  # fmt: skip
    client = sign_in(other)

    assert "<dt>" not in sheet(client, case)
    response = client.post(
        reverse("case:sus_register", args=[enrolment.pk]), {"on": clock.today().isoformat()}
    )
    assert response.status_code == 422
    assert Enrolment.objects.get(pk=enrolment.pk).registered_on is None


def test_registered_on_a_day_by_somebody(w, sign_in):
    me = actor(w.municipality, name="Bo Registrerare")
    case = open_case(by=me)
    registered(case, me)
    enrolment = enrolled(w, case, me)
    client, address = sign_in(me), reverse("case:sus_register", args=[enrolment.pk])
    tomorrow = clock.today() + dt.timedelta(days=1)

    for wrong in (tomorrow.isoformat(), "2026-02-30", "", days(101).isoformat()):
        response = client.post(address, {"on": wrong})
        assert response.status_code == 422
        assert f'value="{wrong}"' in response.content.decode() or not wrong
    assert client.post(address, {"on": days(1).isoformat()}).status_code == 302

    assert f"Registrerat {days(1)}, Bo Registrerare" in sheet(client, case)


def test_the_text_holds_what_the_party_sees_and_no_more(w, sign_in):
    me, other = actor(w.pes), actor(w.sia)
    case = open_case(by=me)
    confirmed_consent(case, by=me, to=[other])
    full_way(w, case, by=me, other=other, share=ids(other))

    html = sign_in(me).get(reverse("case:text", args=[case.pk])).content.decode()

    assert "Aktivitet: Arbetsträning (AF)" in html
    assert "Anteckning hos den andra" not in html


def test_the_text_and_the_enrolment_end_on_the_last_day(w, sign_in):
    me = actor(w.municipality)
    case = open_case(by=me)
    registered(case, me)
    enrolment = enrolled(w, case, me, ends_on=days(4))
    for title, ends_on in (("Kurs", days(10)), ("Besök", days(39))):
        row = Activity(title=title, starts_on=days(40), ends_on=ends_on, state="done")
        put(row, case=case, kind=ItemKind.ACTIVITY, by=me)
    client = sign_in(me)

    text = client.get(reverse("case:text", args=[case.pk])).content.decode()
    page = client.get(reverse("enrolment:page", args=[enrolment.pk])).content.decode()

    assert f"{days(40)}–{days(11)} Aktivitet: Kurs (" in text
    assert f"{days(40)} Aktivitet: Besök (" in text
    assert rows_of(page)["Till"] == str(days(5))
    assert dict(enrolment.words())["Till"] == str(days(5))


def test_the_persons_page_says_what_next_who_and_who_reads(w, sign_in):
    me, other = actor(w.pes, name="Bo Handläggare"), actor(w.sia, name="Eva Andra")
    case = open_case(by=me, given_name="Ada")
    confirmed_consent(case, by=me, to=[other], not_covered="Min läkare")
    let_in(case, other, by=me)
    full_way(w, case, by=me, other=other, share=ids(other))
    write_note(case, by=other, text="Delad", share=ids(me))

    html = sign_in(me).get(reverse("case:person_page", args=[case.pk])).content.decode()

    assert "Hej Ada!" in html
    for words in (
        "Bo Handläggare",
        "Eva Andra",
        w.sia.name,
        "Min läkare",
        "Åker buss själv",
        "Arbetsträning",
    ):
        assert words in html
    assert "Kurs i svenska" not in html


def test_who_has_read_is_listed_across_the_parties_when_the_person_asks(w, sign_in):
    me, other = actor(w.pes), actor(w.sia)
    case = open_case(by=me)
    confirmed_consent(case, by=me, to=[other])
    note = write_note(case, by=me, text="Delad", share=ids(other))
    sign_in(other).get(reverse("note:read", args=[note.pk]))
    client, address = sign_in(me), reverse("case:read_log", args=[case.pk])

    before = client.get(address).content.decode()
    html = client.post(address).content.decode()

    assert "läste en anteckning" not in before
    assert "läste en anteckning" in html
    assert w.sia.name in html
    assert "skrev en anteckning" in html
    assert "Delad" not in html
    assert AuditEntry.objects.filter(verb="person.read_log", staff_id=me.staff_id).count() == 1


def test_a_coach_does_not_take_out_the_list(w, sign_in):
    me, coach = actor(w.pes), actor(w.pes, Role.COACH)
    case = open_case(by=me)
    from tests.journey.timeline.ways import let_in

    let_in(case, coach, by=me)

    assert sign_in(coach).post(reverse("case:read_log", args=[case.pk])).status_code == 403


@pytest.mark.parametrize("name", ["page", "text", "sus", "person_page", "read_log"])
def test_out_of_reach_is_not_found(w, sign_in, name):
    case = open_case(by=actor(w.pes))
    for stranger in (actor(w.pes), actor(w.sia), actor(w.pes, Role.ASSOCIATION_OFFICER)):
        assert sign_in(stranger).get(reverse(f"case:{name}", args=[case.pk])).status_code == 404


@action(verb="test.people", sentence="ändrade vilka som arbetar i ett test", elevated=True)
def people_change(case, *, by, left, chooses, unit):
    """Somebody has left, somebody only prepares a selection, and a unit has the case in its inbox."""
    CaseAssignment.objects.filter(case=case, staff_id=left.staff_id).update(ends_at=clock.now())
    writing.assign_staff(case, Staff.objects.get(pk=chooses.staff_id), CaseAssignment.Part.SELECTION)
    writing.assign_inbox(case, unit)


def test_the_persons_page_names_those_who_have_the_case_now(w, sign_in):
    me, silent, left = actor(w.municipality, name="Moa"), actor(w.pes, name="Siv"), actor(w.pes, name="Amanda")
    chooses = actor(w.sia, name="Gruppmedlem")
    case = open_case(by=me)
    confirmed_consent(case, by=me, to=[silent, chooses, actor(w.region)])
    for who in (left, silent):
        let_in(case, who, by=me)
    write_note(case, by=left, text="Delad", share=ids(me))
    people_change(case, by=me, left=left, chooses=chooses, unit=w.unit(w.region))

    for reader in (me, silent):
        html = sign_in(reader).get(reverse("case:person_page", args=[case.pk])).content.decode()
        named = re.findall(r'<tr><th scope="row">([^<]*)</th><td>([^<]*)</td>', html)
        wanted = [("Moa", w.municipality.name), ("Siv", w.pes.name)]
        inboxes = [(str(w.unit(party)), party.name) for party in (w.sia, w.region)]
        assert named[0] == wanted[0 if reader is me else 1]
        assert sorted(named) == sorted([*wanted, *inboxes] if reader is me else wanted)


def test_the_workplace_of_a_protected_person_is_not_in_the_text(w, sign_in):
    from samsyn.journey.workplace.models import Workplace

    me = actor(w.pes)
    for protection, times in (("none", 2), ("marked", 0)):
        case = open_case(by=me, protection=protection)
        put(Workplace(employer="Bageriet", starts_on=days(3)), case=case, kind=ItemKind.WORKPLACE, by=me)
        html = sign_in(me).get(reverse("case:text", args=[case.pk])).content.decode()
        assert html.count("Bageriet") == times + (times > 0)
