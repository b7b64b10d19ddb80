"""Pages for attaching, listing and downloading files. A file is never shown within a page."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case, Item, ItemKind
from samsyn.entry.case.rules import may_write
from samsyn.journey.attachment import actions, queries, storage
from samsyn.journey.attachment.forms import AttachmentForm
from samsyn.journey.attachment.models import Attachment

PAGES = "journey/attachment/pages/"


@staff_page
@opens(actions.add_attachment)
def add(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """A file on the case."""
    case = Policy.get(Case, request.actor, case_id, "person")
    return _add(request, case, None)


@staff_page
@opens(actions.add_attachment)
def add_to(request: StaffRequest, item_id: uuid.UUID) -> HttpResponse:
    """A file on something in the case, such as a signed consent."""
    item = Policy.get(Item, request.actor, item_id, "case__person")
    return _add(request, item.case, item)


def _add(request: StaffRequest, case: Case, item: Item | None) -> HttpResponse:
    form = AttachmentForm(request.POST or None, request.FILES or None, case=case, actor=request.actor)
    if sent(
        request, form, lambda data: actions.add_attachment(case, by=request.actor, belongs_to=item, **data)
    ):
        messages.success(request, _("Filen är sparad. Uppgifter om plats och kamera tas bort ur bilder."))
        if item and item.kind == ItemKind.CONSENT:
            return redirect("consent:read", item.pk)
        if item and item.kind == ItemKind.PURCHASE:
            return redirect("purchase:read", item.pk)
        if item and item.kind == ItemKind.DOCUMENT:
            return redirect("document:read", item.pk)
        return redirect("attachment:list", case.pk)
    return page(request, PAGES + "add.html", {"case": case, "item": item, "form": form})


@staff_page
def overview(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """The files of a case."""
    case = Policy.get(Case, request.actor, case_id, "person")
    files = Policy.page(queries.attachments_of(case, request.actor), request.GET.get("page", 1))
    return page(
        request, PAGES + "list.html", {"case": case, "files": files, "may_write": may_write(request.actor)}
    )


@staff_page
def read(request: StaffRequest, attachment_id: uuid.UUID) -> HttpResponse:
    """What is known about a file, and the way to download it."""
    related = ("item__case__person", "item__holder", "item__author__user", "belongs_to")
    file = Policy.get(Attachment, request.actor, attachment_id, *related)
    return page(request, PAGES + "read.html", {"case": file.case, "file": file})


@staff_page
def download(request: StaffRequest, attachment_id: uuid.UUID) -> HttpResponse:
    """The bytes, as a download and nothing else."""
    file = Policy.get(Attachment, request.actor, attachment_id, "item__case")
    answer = HttpResponse(storage.bytes_of(file.pk, file.key_id), content_type=file.content_type)
    answer.headers["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
