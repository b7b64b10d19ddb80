"""The flow page: who sees it, whole years for roles without persons, declined and withdrawn counted apart."""

import datetime as dt

from django.urls import reverse

from samsyn.basis.staff.models import Role
from samsyn.entry.referral import actions as referrals
from samsyn.entry.referral.models import Referral
from samsyn.entry.selection.flows import Period, flow, period_for, shown_to
from tests.factories import referral as made
from tests.factories.basis import actor


def test_members_and_the_owner_see_every_number_others_nothing(w, sign_in):
    member = actor(w.sia)
    it, lead = made.selecting(w, member)
    made.nameless(by=actor(w.pes), to=it)
    address = reverse("selection:flow", args=[it.pk])

    assert [sign_in(a).get(address).status_code for a in (lead, member, actor(w.pes), actor(w.sia))] == [
        200,
        200,
        404,
        404,
    ]
    assert ">1<" in sign_in(member).get(address).content.decode()


def test_the_association_sees_no_small_number(w, sign_in):
    it, _lead = made.selecting(w)
    for _turn in range(3):
        made.nameless(by=actor(w.pes), to=it)

    page = (
        sign_in(actor(w.pes, Role.ASSOCIATION_OFFICER))
        .get(reverse("selection:flow", args=[it.pk]))
        .content.decode()
    )

    assert ">3<" not in page
    assert "Små tal visas inte" in page


def test_declined_and_withdrawn_are_counted_apart(w):
    it, lead = made.selecting(w)
    writer = actor(w.pes)
    declined, withdrawn, _waiting = (made.nameless(by=writer, to=it) for _turn in range(3))
    referrals.decline(declined, by=lead, reason="other", words="Nej")
    referrals.withdraw(withdrawn, by=writer)
    made.draft(by=writer, to=it)

    found = flow(it, Period(None, None))

    assert (found.applications, found.declined, found.withdrawn, found.waiting) == (3, 1, 1, 1)
    assert found.to_decision is not None
    assert (found.to_decision.count, found.to_decision.longest) == (1, 0)


def test_roles_without_persons_get_whole_years(w):
    wanted = Period(dt.date(2026, 3, 4), dt.date(2026, 3, 11))

    assert period_for(actor(w.pes), wanted) == wanted
    assert period_for(actor(w.pes, Role.EVALUATOR), wanted) == Period(
        dt.date(2026, 1, 1), dt.date(2026, 12, 31)
    )


def test_a_period_that_ends_before_it_starts_is_said(w, sign_in):
    it, lead = made.selecting(w)

    page = sign_in(lead).get(
        reverse("selection:flow", args=[it.pk]), {"fran": "2026-02-01", "till": "2026-01-01"}
    )

    assert "Slutet ligger före början" in page.content.decode()


def test_what_a_year_hides_cannot_be_had_by_taking_one_period_from_another(w):
    """Seven came in 2025, two of them withdrawn; 2024 or all time beside it would tell the two."""
    it, lead = made.selecting(w)
    for year, waiting, withdrawn in ((2024, 6, 6), (2025, 5, 2)):
        sent = [made.nameless(by=lead, to=it) for _turn in range(waiting + withdrawn)]
        for referral in sent[:withdrawn]:
            referrals.withdraw(referral, by=lead)
        then = dt.datetime(year, 5, 5, 12, tzinfo=dt.UTC)
        Referral.objects.filter(pk__in=[referral.pk for referral in sent]).update(sent_at=then)
    officer = actor(w.pes, Role.ASSOCIATION_OFFICER)
    years = [(2024, 2024), (2025, 2025), (2024, 2025)]
    periods = [Period(dt.date(first, 1, 1), dt.date(last, 1, 1)) for first, last in years]

    seen = [shown_to(officer, it, period) for period in periods]

    assert [(f.applications, f.withdrawn, f.waiting, f.has_hidden) for f in seen] == [
        (12, None, None, True),
        (7, None, None, True),
        (19, 8, 11, False),
    ]
    assert shown_to(lead, it, Period(dt.date(2025, 1, 1), None)).withdrawn == 2
