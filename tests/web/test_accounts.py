"""Signing in: password, second step, keys, limits, time-outs, and the choice of assignment."""

import datetime as dt
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from samsyn.access import clock
from samsyn.access.models import AuditEntry, OutboxMail, User
from samsyn.basis.staff.actions import add_assignment, end_assignment, password_link, send_password_link
from samsyn.basis.staff.models import Role, Staff
from tests.factories.basis import PASSWORD, actor, staff

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def anna(w) -> User:
    user = staff(w.pes, name="Anna Ek").user
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in_with(user: User, password: str = PASSWORD, client: Client | None = None, **more: str):
    client = client or Client()
    form = {"login": user.email, "password": password, **more}
    return client, client.post(reverse("account_login"), form)


def once_more(client: Client, password: str = PASSWORD):
    """What protects the account is changed only by one who has just shown who they are."""
    return client.post(reverse("account_reauthenticate"), {"password": password})


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_the_right_password_leads_to_the_start_page_and_leaves_a_trace(anna, w):
    _client, response = sign_in_with(anna)

    assert (response.status_code, response.headers["Location"]) == (302, "/")
    entry = AuditEntry.objects.get(verb="account.sign_in")
    assert (entry.party_id, entry.user_id, entry.outcome) == (w.pes.pk, anna.pk, "ok")


def test_after_signing_in_one_comes_to_the_page_one_wanted(anna):
    _client, response = sign_in_with(anna, next="/kontaktvagar/")

    assert response.headers["Location"] == "/kontaktvagar/"


def test_another_site_is_not_a_page_one_can_want(anna):
    _client, response = sign_in_with(anna, next="https://exempel.test/")

    assert response.headers["Location"] == "/"


def test_a_wrong_password_says_what_to_do_and_keeps_the_address(anna):
    _client, response = sign_in_with(anna, "fel")

    page = response.content.decode()
    assert "E-postadressen eller lösenordet stämmer inte. Kontrollera båda och försök igen." in page
    assert f'value="{anna.email}"' in page
    assert AuditEntry.objects.get(verb="account.sign_in").outcome == "WRONG_PASSWORD"


def test_an_unknown_address_gets_the_same_words(anna):
    known = sign_in_with(anna, "fel")[1].content.decode()
    unknown = sign_in_with(User(email="ingen@exempel.test"), "fel")[1].content.decode()

    words = re.compile(r'ds-validation-message">.*?</p>|<li>.*?</li>', re.S)
    assert words.findall(known) == words.findall(unknown)


def test_five_wrong_passwords_close_the_account_for_a_while(anna):
    for _try in range(5):
        sign_in_with(anna, "fel")

    _client, response = sign_in_with(anna)

    assert response.status_code == 200
    assert "Det har blivit för många felaktiga försök. Vänta fem minuter" in response.content.decode()


def test_a_closed_account_does_not_sign_in(anna):
    User.objects.filter(pk=anna.pk).update(is_active=False)

    client, response = sign_in_with(anna)

    assert "_auth_user_id" not in client.session
    assert response.status_code in {200, 302}


def test_nobody_signs_up():
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


@pytest.mark.parametrize("path", ["signup/", "registrera/", "password/reset/", "tvastegs/", "email/"])
def test_parts_of_the_library_without_a_page_of_ours_are_not_there(anna, path):
    client, _response = sign_in_with(anna)

    assert client.get(f"/konto/{path}").status_code == 404


def test_signing_out_ends_the_session(anna):
    client, _response = sign_in_with(anna)
    assert "Vill du logga ut?" in client.get(reverse("account_logout")).content.decode()

    client.post(reverse("account_logout"))

    assert client.get("/kontaktvagar/").status_code == 302


# --- time-outs


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 302)])
def test_half_an_hour_without_doing_anything_ends_the_session(anna, minutes, status):
    start = dt.datetime(2027, 3, 1, 8, 0, tzinfo=dt.UTC)
    with clock.at(start):
        client, _response = sign_in_with(anna)
        client.get("/kontaktvagar/")

    with clock.at(start + dt.timedelta(minutes=minutes)):
        response = client.get("/kontaktvagar/?q=af")

    assert response.status_code == status
    if status == 302:
        assert response.headers["Location"] == "/konto/logga-in/?slut=1&next=%2Fkontaktvagar%2F%3Fq%3Daf"
        assert "Du har loggats ut" in client.get(response.headers["Location"]).content.decode()


def test_ten_hours_end_the_session_however_busy_one_is(anna):
    start = dt.datetime(2027, 3, 1, 6, 0, tzinfo=dt.UTC)
    with clock.at(start):
        client, _response = sign_in_with(anna)
    answers = []
    for minutes in range(0, 10 * 60 + 21, 20):
        with clock.at(start + dt.timedelta(minutes=minutes)):
            answers.append(client.get("/kontaktvagar/").status_code)

    assert answers == [200] * 31 + [302]


def test_what_was_being_sent_when_the_time_was_up_is_shown(anna):
    start = dt.datetime(2027, 3, 1, 8, 0, tzinfo=dt.UTC)
    with clock.at(start):
        client, _response = sign_in_with(anna)
        client.get("/kontaktvagar/")
    typed = {"about": "Frågor om <b>plats</b>", "oldpassword": "mitt hemliga ord", "idempotency_key": "a b"}

    with clock.at(start + dt.timedelta(hours=1)):
        response = client.post("/kontaktvagar/ny/", typed, HTTP_REFERER="http://testserver/kontaktvagar/")

    page = response.content.decode()
    assert response.status_code == 403
    assert "Frågor om &lt;b&gt;plats&lt;/b&gt;" in page
    assert "mitt hemliga ord" not in page
    assert "/konto/logga-in/?next=/kontaktvagar/" in page


# --- the second step


def test_where_it_is_required_nobody_gets_further_without_a_second_step(anna, settings):
    settings.SAMSYN_REQUIRE_MFA = True
    client, _response = sign_in_with(anna)

    response = client.get("/kontaktvagar/")

    assert (response.status_code, response.headers["Location"]) == (302, reverse("mfa_index"))
    page = client.get(reverse("mfa_index")).content.decode()
    assert "Lägg till ett andra steg" in page


def test_in_the_demo_it_is_offered_but_not_required(anna):
    client, _response = sign_in_with(anna)

    assert client.get("/kontaktvagar/").status_code == 200
    assert "Inget andra steg ännu" in client.get(reverse("mfa_index")).content.decode()


def test_an_app_is_connected_with_a_picture_or_the_text_and_then_asked_for(anna, settings):
    settings.SAMSYN_REQUIRE_MFA = True
    client, _response = sign_in_with(anna)
    once_more(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'id="totp-secret">([A-Z2-7]+)<', page)[1]
    assert 'src="data:image/svg+xml;base64,' in page

    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    right = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})

    assert "Koden stämmer inte." in wrong.content.decode()
    assert right.headers["Location"] == reverse("mfa_view_recovery_codes")
    codes = re.search(
        r'<pre[^>]*id="codes">(.*?)</pre>', client.get(right.headers["Location"]).content.decode(), re.S
    )
    assert len(codes[1].split()) == 10
    assert client.get("/kontaktvagar/").status_code == 200
    stored = Authenticator.objects.get(user=anna, type="totp").data["secret"]
    assert secret not in stored


def test_signing_in_with_an_app_takes_the_code(anna):
    TOTP.activate(anna, SECRET)
    client, first = sign_in_with(anna)
    assert first.headers["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get("/kontaktvagar/").status_code == 302

    client, _first = sign_in_with(anna, client=client)
    assert "Andra steget" in client.get(reverse("mfa_authenticate")).content.decode()
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    right = client.post(reverse("mfa_authenticate"), {"code": code_for(SECRET)})

    assert "Koden stämmer inte." in wrong.content.decode()
    assert right.status_code == 302
    assert client.get("/kontaktvagar/").status_code == 200


def test_the_last_second_step_stays_where_one_is_required(anna, settings):
    settings.SAMSYN_REQUIRE_MFA = True
    TOTP.activate(anna, SECRET)
    client, _first = sign_in_with(anna)
    client.post(reverse("mfa_authenticate"), {"code": code_for(SECRET)})
    once_more(client)

    response = client.post(reverse("mfa_deactivate_totp"))

    assert "Lägg till ett annat innan du tar bort det här." in response.content.decode()
    assert Authenticator.objects.filter(user=anna, type="totp").count() == 1


def test_every_page_of_the_account_is_ours(anna):
    client, _response = sign_in_with(anna)
    once_more(client)
    names = [
        "mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "account_change_password",
        "mfa_generate_recovery_codes", "account_reauthenticate", "choose_assignment",
    ]  # fmt: skip

    for name in names:
        page = client.get(reverse(name)).content.decode()
        assert '<main id="main"' in page, name
        assert "<script>" not in page, name
        assert "style=" not in page, name


def test_a_key_is_asked_for_by_a_script_of_ours_with_the_options_in_an_attribute(anna):
    client, _response = sign_in_with(anna)
    once_more(client)

    page = client.get(reverse("mfa_add_webauthn")).content.decode()

    assert 'data-passkey="add"' in page
    assert "&#34;challenge&#34;" in page
    assert 'src="/static/passkey.js"' in page


def test_a_key_that_is_made_up_is_refused(anna):
    client, _response = sign_in_with(anna)
    once_more(client)
    client.get(reverse("mfa_add_webauthn"))

    response = client.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": '{"id": "påhittad"}'})

    assert response.status_code == 200
    assert "Nyckelns svar gick inte att läsa." in response.content.decode()
    assert not Authenticator.objects.filter(user=anna).exists()


def test_signing_in_with_a_key_that_is_made_up_leads_back(db):
    client = Client()
    options = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert options.json()["request_options"]["publicKey"]["challenge"]

    for answer in ("{}", "nonsens", '{"id": "x"}', '{"id": 1, "response": []}', "[1]"):
        response = client.post(reverse("mfa_login_webauthn"), {"credential": answer})
        assert (response.status_code, response.headers["Location"]) == (302, reverse("account_login"))
    assert "_auth_user_id" not in client.session


def test_changing_what_protects_the_account_asks_for_the_password_again(anna):
    client, _response = sign_in_with(anna)
    asked = client.get(reverse("mfa_activate_totp"))
    page = client.get(asked.headers["Location"]).content.decode()

    wrong = once_more(client, "fel")

    assert "Visa att det är du" in page
    assert "Lösenordet stämmer inte." in wrong.content.decode()
    assert client.get(reverse("mfa_activate_totp")).status_code == 302


# --- passwords


def test_changing_the_password_asks_for_the_old_one_and_for_twelve_characters(anna):
    client, _response = sign_in_with(anna)
    new = "fyra ord i en rad"
    url = reverse("account_change_password")

    wrong = client.post(url, {"oldpassword": "fel", "password1": new, "password2": new})
    short = client.post(url, {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"})
    right = client.post(url, {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert "Lösenordet du har nu stämmer inte." in wrong.content.decode()
    assert "12 tecken" in short.content.decode()
    assert right.status_code == 302
    anna.refresh_from_db()
    assert anna.check_password(new)


def test_a_new_account_is_mailed_a_link_and_chooses_its_password_once(w):
    admin = actor(w.pes, Role.SYSTEM_ADMINISTRATOR)
    made = add_assignment(
        w.pes, by=admin, email="Ny@Exempel.test", name="Ny Nilsson", role=Role.CASEWORKER, unit=w.unit(w.pes)
    )
    letter = OutboxMail.objects.get(to="ny@exempel.test")
    link = re.search(r"https?://[^/]+(/\S+)", letter.body)[1]
    client, new = Client(), "ett eget nytt lösenord"

    form = client.get(link, follow=True)
    done = client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    again = client.get(link, follow=True)

    assert "Välj ditt lösenord" in form.content.decode()
    assert done.headers["Location"] == reverse("account_login")
    assert "Länken gäller inte längre" in again.content.decode()
    assert sign_in_with(made.user, new)[1].headers["Location"] == "/"
    assert mail.outbox == []


def test_a_link_is_good_for_three_days(anna, settings):
    link = password_link(anna).removeprefix(settings.SAMSYN_BASE_URL)
    settings.PASSWORD_RESET_TIMEOUT = -1

    assert "Länken gäller inte längre" in Client().get(link, follow=True).content.decode()


def test_a_manager_sends_a_new_link(w, anna):
    manager = actor(w.pes, Role.UNIT_MANAGER)

    send_password_link(Staff.objects.get(user=anna), by=manager)

    assert OutboxMail.objects.get(to=anna.email).subject == "Välj ditt lösenord i Samsyn"


# --- which assignment


def test_one_with_two_assignments_chooses_and_the_session_gets_a_new_key(w, anna):
    here = Staff.objects.get(user=anna)
    there = Staff.objects.create(user=anna, party=w.sia, unit=w.unit(w.sia), role=Role.COORDINATOR)
    client, _response = sign_in_with(anna)
    assert "Byt roll" in client.get("/kontaktvagar/").content.decode()
    page = client.get(reverse("choose_assignment")).content.decode()
    assert (str(there.pk) in page, str(here.pk) in page) == (True, False)
    before = client.session.session_key

    client.post(reverse("choose_assignment"), {"staff": str(there.pk)})

    assert client.session["staff_id"] == str(there.pk)
    assert client.session.session_key != before
    assert "FK · Samordnare" in client.get("/kontaktvagar/").content.decode()


def test_one_with_a_single_assignment_is_not_asked(anna):
    client, _response = sign_in_with(anna)

    assert "Byt roll" not in client.get("/kontaktvagar/").content.decode()


@pytest.mark.parametrize("sent", ["", "nonsens", "01a0b8a4-5b52-7cc0-9d33-000000000000"])
def test_somebody_elses_assignment_cannot_be_chosen(w, anna, sent):
    other = staff(w.region)
    client, _response = sign_in_with(anna)

    assert client.post(reverse("choose_assignment"), {"staff": sent}).status_code == 404
    assert client.post(reverse("choose_assignment"), {"staff": str(other.pk)}).status_code == 404
    assert "staff_id" not in client.session


def test_an_ended_assignment_gives_nothing_at_the_next_request(w, anna):
    client, _response = sign_in_with(anna)
    assert client.get("/kontaktvagar/").status_code == 200

    end_assignment(Staff.objects.get(user=anna), by=actor(w.pes, Role.SYSTEM_ADMINISTRATOR))

    response = client.get("/kontaktvagar/")
    assert response.status_code == 403
    assert "Du har inget uppdrag" in response.content.decode()
