"""No page offers a role what the role is refused: neither a link nor a form leads to "you may not"."""

import html
import re

from django.db import transaction

from samsyn.basis.party.models import Party
from samsyn.basis.staff.models import Role
from tests.access import marked
from tests.access.crawl import browser, pages
from tests.access.relations import assign
from tests.factories.basis import actor

LINK = re.compile(r'<a [^>]*?href="(/[^"#]*)')
FORM = re.compile(r'<form[^>]*method="post"[^>]*>.*?</form>', re.S)
WHERE = re.compile(r'(?:form)?action="(/[^"#]*)"')


def status_of(client, method, address):
    """What comes back; nothing that it did is kept."""
    with transaction.atomic():
        response = getattr(client, method)(address)
        transaction.set_rollback(True)
    return response.status_code, b"".join(response).decode("utf-8", "replace")


def test_a_group_member_is_offered_nothing_that_is_refused(w, code_lists):
    m = marked.marked_world(w)
    member = actor(Party.objects.get(pk=m.by.party_id), Role.GROUP_MEMBER)
    assign(m.case, by=m.by, to=member)
    client, offered, read = browser(member), {}, set()
    for page in (p for p in pages() if not p.name.startswith(("account", "mfa"))):
        address = page.url(m)
        status, text = status_of(client, "get", address)
        if status != 200:
            continue
        read.add(page.name)
        main = html.unescape(text.partition("<main")[2].partition("</main>")[0])
        for form in FORM.findall(main):
            for where in set(WHERE.findall(form)) or {address}:
                offered.setdefault(("post", where), page.name)
        for link in LINK.findall(main):
            offered.setdefault(("get", link), page.name)

    refused = {
        f"{name}: {method} {where}"
        for (method, where), name in offered.items()
        if status_of(client, method, where)[0] == 403
    }
    assert refused == set()
    assert len(read) > 40
    assert {"case:page", "start", "plan:page", "meeting:read", "activity:read", "livelihood:edit"} <= read
