"""A method that is being written: those who write it find the way to the draft, the others are told."""

import pytest
from django.urls import reverse

from samsyn.basis.method.actions import import_method
from samsyn.basis.staff.models import Role
from tests.basis.method.texts import WHOLE
from tests.factories.basis import actor

pytestmark = pytest.mark.usefixtures("code_lists")


@pytest.mark.parametrize(("role", "shown"), [(Role.COORDINATOR, True), (Role.CASEWORKER, False)])
def test_only_who_writes_it_is_led_to_the_draft(w, sign_in, role, shown):
    made = import_method(WHOLE, by=actor(w.municipality, Role.COORDINATOR))
    reader = actor(w.municipality, role)

    page = sign_in(reader).get(reverse("basis:method", args=[made.pk]))

    draft = reverse("basis:method_parts", args=[made.pk])
    assert (page.status_code, draft in page.content.decode()) == (200, shown)
    assert sign_in(reader).get(draft).status_code == (200 if shown else 403)
