"""Pages about what is shared: released, stopped, shared later, filed, copied as text."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access.http import StaffRequest, asked_for, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.case import sharing
from samsyn.entry.case import sharing_queries as queries
from samsyn.entry.case.contents import own_words, words_of
from samsyn.entry.case.filed import FiledCopy
from samsyn.entry.case.models import Case, Disclosure, Item
from samsyn.entry.case.rules import list_of_persons, may_write
from samsyn.entry.case.sharing_forms import FileForm, GroundForm, ShareForm

PAGES = "entry/case/pages/"


def _item(request: StaffRequest, item_id: uuid.UUID) -> Item:
    return Policy.get(Item, request.actor, item_id, "case__person", "holder")


@staff_page
def overview(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """What the actor's party has released to whom, what it wrote, received and filed."""
    case, actor = Policy.get(Case, request.actor, case_id, "person"), request.actor
    context = {
        "case": case, "may_write": may_write(actor), "copies": queries.filed_copies(actor, case.pk),
        "live": Policy.page(queries.released(case, actor), request.GET.get("page", 1)),
        "ended": queries.released(case, actor, ended=True)[:50],
        "own": queries.shareable(case, actor)[:100], "received": queries.received(case, actor)[:100],
    }  # fmt: skip
    return page(request, PAGES + "sharing.html", context)


@staff_page
def share(request: StaffRequest, item_id: uuid.UUID) -> HttpResponse:
    """Release something older on consent."""
    item = _item(request, item_id)
    form = ShareForm(request.POST or None, item=item, actor=request.actor)
    if sent(request, form, lambda data: sharing.share_item(item, by=request.actor, **data)):
        messages.success(request, _("Uppgiften är delad."))
        return redirect("case:sharing", item.case_id)
    context = {
        "case": item.case,
        "item": item,
        "form": form,
        "words": words_of(item),
        "readers": queries.readers(item).values(),
    }
    return page(request, PAGES + "share.html", context)


@staff_page
def share_on_ground(request: StaffRequest, item_id: uuid.UUID) -> HttpResponse:
    """Release something on a law or at the person's own wish."""
    item = _item(request, item_id)
    form = GroundForm(request.POST or None, item=item, actor=request.actor)
    if sent(request, form, lambda data: sharing.share_on_ground(item, by=request.actor, **data)):
        messages.success(request, _("Uppgiften är utlämnad."))
        return redirect("case:sharing", item.case_id)
    return page(request, PAGES + "share_on_ground.html", {"case": item.case, "item": item, "form": form})


@staff_page
@require_POST
def stop(request: StaffRequest, disclosure_id: uuid.UUID) -> HttpResponse:
    """One receiver stops reading one version."""
    mine = {"by_party_id": request.actor.party_id}
    row = Policy.get(Disclosure, request.actor, disclosure_id, "case", **mine)
    sharing.stop_sharing(row, by=request.actor)
    messages.success(request, _("Parten läser inte längre uppgiften."))
    return redirect("case:sharing", row.case_id)


@staff_page
def take_to_file(request: StaffRequest, item_id: uuid.UUID) -> HttpResponse:
    """Copy what was received to one's own file, with receipt."""
    item = _item(request, item_id)
    form = FileForm(request.POST or None)
    copy = sent(request, form, lambda data: sharing.take_to_file(item, by=request.actor, **data))
    if copy:
        messages.success(request, _("Kopian är i er akt. Kvitto %(receipt)s.") % {"receipt": copy.receipt})
        return redirect("case:filed_copy", copy.pk)
    context = {"case": item.case, "item": item, "form": form, "words": words_of(item)}
    return page(request, PAGES + "take_to_file.html", context)


@staff_page
@list_of_persons
def filed(request: StaffRequest) -> HttpResponse:
    """Every copy in the own party's file that the actor reaches, also where sharing has ended."""
    copies = Policy.page(queries.filed_copies(request.actor), request.GET.get("page", 1))
    return page(request, PAGES + "filed.html", {"copies": copies})


@staff_page
def filed_copy(request: StaffRequest, copy_id: uuid.UUID) -> HttpResponse:
    """One copy as it was when it was taken."""
    related = ("item__case", "item__author__user", "source_party")
    copy = Policy.get(FiledCopy, request.actor, copy_id, *related)
    return page(request, PAGES + "filed_copy.html", {"copy": copy})


@staff_page
@list_of_persons
def own(request: StaffRequest) -> HttpResponse:
    """What one's party has written where it may no longer know the person: by case number, never by name."""
    number = asked_for(request, "arende")
    rows = Policy.page(queries.own_without_name(request.actor, number), request.GET.get("page", 1))
    return page(request, PAGES + "own.html", {"rows": rows, "number": number})


@staff_page
def own_item(request: StaffRequest, item_id: uuid.UUID) -> HttpResponse:
    """One of them as text; where the person is known, the page that names them."""
    mine = {"holder_id": request.actor.party_id}
    item = Policy.get(Item, request.actor, item_id, "case", "holder", "author__user", **mine)
    if queries.knows(item.case_id, request.actor):
        return redirect("case:item_text", item.pk)
    return page(request, PAGES + "own_item.html", {"item": item, "words": own_words(item)})


@staff_page
def item_text(request: StaffRequest, item_id: uuid.UUID) -> HttpResponse:
    """What an item says as plain text, to paste into the authority's own system."""
    item = _item(request, item_id)
    context = {
        "case": item.case, "item": item, "words": words_of(item),
        "marks": queries.marks_of(item, request.actor),
        "may_write": may_write(request.actor), "is_own": item.holder_id == request.actor.party_id,
    }  # fmt: skip
    return page(request, PAGES + "text.html", context)


@staff_page
@require_POST
def mark_filed(request: StaffRequest, item_id: uuid.UUID) -> HttpResponse:
    """Copied to the own system: seen by colleagues from now on."""
    item = _item(request, item_id)
    sharing.mark_filed(item, by=request.actor)
    messages.success(request, _("Uppgiften är markerad som införd i ert eget system."))
    return redirect("case:item_text", item.pk)
