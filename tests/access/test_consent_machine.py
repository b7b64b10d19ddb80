"""The consent model plays against the product; and finds a fault that is planted on purpose."""

import pytest
from hypothesis.stateful import run_state_machine_as_test

from samsyn.access import clock, db
from samsyn.entry.case.models import Disclosure
from samsyn.entry.consent import actions
from samsyn.entry.consent.models import Consent
from tests.access.consent_machine import FIND, LONG, QUICK, ConsentMachine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("db")]


def test_reading_follows_the_books():
    run_state_machine_as_test(ConsentMachine, settings=QUICK)


@pytest.mark.slow
def test_reading_follows_the_books_for_long():
    run_state_machine_as_test(ConsentMachine, settings=LONG)


def test_a_planted_fault_is_found(monkeypatch):
    """Withdrawal that forgets one party: the model must notice."""

    def forget(consent, *, by, via=""):
        with db.elevated(by):
            Consent.objects.filter(pk=consent.pk).update(withdrawn_at=clock.now())
            rows = Disclosure.objects.filter(consent=consent).exclude(to_party__kind="region")
            rows.update(ended_at=clock.now())
        return consent

    monkeypatch.setattr(actions, "withdraw_consent", forget)

    with pytest.raises(AssertionError, match="party 2"):
        run_state_machine_as_test(ConsentMachine, settings=FIND)
