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
