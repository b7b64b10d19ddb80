"""The case page through HTTP: what is on it, for whom, and at what cost."""

from django.urls import reverse

from samsyn.journey.note.actions import write_note
from tests.factories.basis import actor
from tests.factories.entry import confirmed_consent, ids, open_case


def test_the_page_shows_what_is_written_and_who_reads_it(w, sign_in):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    confirmed_consent(case, by=writer, to=[reader])
    write_note(case, by=writer, text="Vill börja jobba", share=ids(reader))

    html = sign_in(writer).get(reverse("case:page", args=[case.pk])).content.decode()

    assert "Vill börja jobba" in html
    assert "läses av: FK" in html


def test_every_page_that_is_led_to_exists():
    from django.urls import reverse

    from samsyn.journey.timeline import addresses, case_page, signals
    from tests.journey.timeline.test_signals import CASE

    about_case = [name for _title, pages in case_page.ACTS for name, _words in pages]
    about_case += [name for name, _words in case_page.MORE] + list(addresses.OF_THE_CASE.values())
    about_case += ["consent:take", "activity:write", "exit:prepare", "livelihood:edit", "meeting:call"]
    about_item = [*addresses.PAGES.values(), addresses.ANY_ITEM]
    assert signals.RULES
    for name in (*about_case, *about_item):
        assert str(CASE) in reverse(name, args=[CASE])


def test_the_quick_note_is_one_field_and_save(w, sign_in):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    confirmed_consent(case, by=writer, to=[reader])
    client = sign_in(writer)
    html = client.get(reverse("case:page", args=[case.pk])).content.decode()
    form = html.split(f'action="{reverse("note:write", args=[case.pk])}"')[1].split("</form>")[0]
    ticked = [part.split('"')[0] for part in form.split('name="share" value="')[1:]]
    assert ticked == [str(w.sia.pk)]
    assert form.count(" checked") == 1

    sent = {"text": "Ringde", "category": "other", "share": ticked}
    assert client.post(reverse("note:write", args=[case.pk]), sent).status_code == 302

    assert "Ringde" in client.get(reverse("case:page", args=[case.pk])).content.decode()


def test_what_is_typed_is_escaped_everywhere(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer, given_name="<script>alert(1)</script>", family_name='"><img src=x>')
    write_note(case, by=writer, text="<script>alert(2)</script>")
    client = sign_in(writer)
    papers = [reverse(f"case:{name}", args=[case.pk]) for name in ("page", "text", "person_page")]
    for address in [*papers, "/", "/arenden/"]:
        html = client.get(address).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x>" not in html


def test_a_consent_tells_what_is_missing_ends_or_was_withdrawn(w, sign_in):
    import datetime as dt

    from samsyn.access import clock
    from samsyn.entry.consent.actions import confirm_consent, withdraw_consent
    from tests.factories.entry import consent

    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    client, address = sign_in(writer), reverse("case:page", args=[case.pk])
    assert "Saknas: ingen annan part kan läsa" in client.get(address).content.decode()

    given = consent(case, by=writer, to=[w.sia], ends_on=clock.today() + dt.timedelta(days=30))
    assert "Väntar på bekräftelse: FK" in client.get(address).content.decode()
    assert "Ni har inte bekräftat det än" in sign_in(reader).get(address).content.decode()

    confirm_consent(given, by=reader)
    assert "Slutar om 30 dagar" in client.get(address).content.decode()

    withdraw_consent(given, by=writer)
    assert f"Återkallat {clock.today()}" in client.get(address).content.decode()
