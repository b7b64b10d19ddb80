"""Pages of methods: the list, one method, its text, a copy to change."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.method import actions, words
from samsyn.basis.method.excerpts import excerpts
from samsyn.basis.method.forms import DraftForm, ImportForm
from samsyn.basis.method.models import Method, MethodVersion
from samsyn.basis.method.picture import picture
from samsyn.basis.method.queries import listed, newest, read_once, text_to_change, versions_of
from samsyn.basis.method.reading import problems_of
from samsyn.basis.method.rules import METHOD_KEEPERS
from samsyn.basis.versions import version_of

PAGES = "basis/method/pages/"


@staff_page
def methods(request: StaffRequest) -> HttpResponse:
    """Every way of working there is."""
    rows = Policy.page(listed(request.actor), request.GET.get("page"))
    return page(request, PAGES + "methods.html", {"rows": rows, "may_write": request.actor.role in METHOD_KEEPERS})


@staff_page
def method(request: StaffRequest, method_id: uuid.UUID) -> HttpResponse:
    """One method in its newest version: the way as a picture, what it asks, who uses it."""
    found = Policy.get(Method, request.actor, method_id)
    version = newest(found)
    users = Policy.all(Intervention, request.actor).filter(method=found).order_by("name")
    own = found.association_id is not None and request.actor.role in METHOD_KEEPERS
    context = {"method": found, "version": version, "users": users, "versions": versions_of(found), "is_own": own}
    context["may_write"] = request.actor.role in METHOD_KEEPERS
    return page(request, PAGES + "method.html", context | _said(version))


def _said(version: MethodVersion | None) -> dict[str, object]:
    if version is None:
        return {"said": None}
    said = read_once(version.text)
    return {"said": said, "picture": picture(said), "words": words}


@staff_page
def text(request: StaffRequest, version_id: uuid.UUID) -> HttpResponse:
    """A version's text, to read or to take to another association."""
    version = Policy.get(MethodVersion, request.actor, version_id, "method")
    response = HttpResponse(version.text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{version.method.slug}-{version.number}.yaml"'
    return response


@staff_page
@opens(actions.copy_method)
@require_POST
def copy(request: StaffRequest, method_id: uuid.UUID) -> HttpResponse:
    """A copy to change."""
    found = Policy.get(Method, request.actor, method_id)
    made = actions.copy_method(found, by=request.actor)
    messages.success(request, _("Kopian är gjord. Ändra den, prova den och publicera."))
    return redirect("basis:method_parts", made.pk)


@staff_page
@opens(actions.import_method)
def take_in(request: StaffRequest) -> HttpResponse:
    """A method from another association."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if made := sent(request, form, lambda data: actions.import_method(data["text"], by=request.actor)):
        messages.success(request, _("Metoden ligger som utkast. Läs den, prova den och publicera."))
        return redirect("basis:method_parts", made.pk)
    text = form.text_sent()
    problems = problems_of(text) if text else []
    context = {"form": form, "problems": problems, "excerpts": excerpts(text, problems)}
    return page(request, PAGES + "import.html", context)


@staff_page
@opens(actions.save_draft)
def draft(request: StaffRequest, method_id: uuid.UUID) -> HttpResponse:
    """The text being written, with what does not hold yet beside it."""
    found = Policy.get(Method, request.actor, method_id)
    if found.association_id is None:
        raise Http404
    start = text_to_change(found)
    form = DraftForm(request.POST or None, initial={"text": start}, seen_version=version_of(found))
    if sent(request, form, lambda data: actions.save_draft(found, by=request.actor, **data)):
        messages.success(request, _("Utkastet är sparat."))
        return redirect("basis:method_draft", found.pk)
    said = form.data.get("text") or start
    problems = problems_of(said)
    context = {"form": form, "method": found, "problems": problems, "excerpts": excerpts(said, problems)}
    return page(request, PAGES + "draft.html", context)


@staff_page
@opens(actions.publish)
@require_POST
def publish(request: StaffRequest, method_id: uuid.UUID) -> HttpResponse:
    """The draft becomes a version."""
    found = Policy.get(Method, request.actor, method_id)
    actions.publish(found, by=request.actor)
    messages.success(request, _("Metoden är publicerad. De som skrivs in från nu följer den."))
    return redirect("basis:method", found.pk)
