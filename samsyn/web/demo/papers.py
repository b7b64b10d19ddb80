"""What else stands in the cases: assessments, papers, minutes, a workplace, a handover, exits on their way."""

import uuid

from samsyn.access import clock
from samsyn.entry.case.models import Case
from samsyn.entry.case.sharing import take_to_file
from samsyn.entry.consent.actions import withdraw_consent
from samsyn.entry.consent.models import Consent
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.assessment import actions as assessments
from samsyn.journey.attachment.actions import add_attachment
from samsyn.journey.exit import actions as exits
from samsyn.journey.exit.models import Exit
from samsyn.journey.handover.actions import hand_over
from samsyn.journey.meeting.minutes import write_minutes
from samsyn.journey.meeting.models import Meeting
from samsyn.journey.note.actions import write_note
from samsyn.journey.plan.actions import link_plan, start_plan
from samsyn.journey.workplace.actions import write_workplace
from samsyn.learning.deviation.actions import write_deviation
from samsyn.web.demo.beginning import moment
from samsyn.web.demo.way import Way
from samsyn.web.demo.world import DemoWorld

CERTIFICATE = "Intyg: halva dagar, växla mellan att sitta och stå. Gäller till vidare.\n".encode()


def of_kim(world: DemoWorld, way: Way, series: uuid.UUID, held: Meeting) -> None:
    """Kim's case has one of each."""
    _assessed(way)
    by, share = world.actor("handlaggare.fk"), way.others("handlaggare.fk")
    with clock.at(moment(118)):
        link_plan(
            way.case, by=by, title="Plan för återgång i arbete", authority="Försäkringskassan", share=share,
            starts_on=way.day(118), law="30 kap. 12 § socialförsäkringsbalken", plan_series=series,
        )  # fmt: skip
    with clock.at(moment(82)):
        add_attachment(
            way.case, by=world.actor("handlaggare.region"), name="Intyg halva dagar.txt", data=CERTIFICATE,
            share=way.others("handlaggare.region"),
        )  # fmt: skip
        write_workplace(
            way.case, by=world.actor("handlaggare.af"), employer="Biblioteket i Exempelby", contact_name="Berit Bok",
            contact_number="0500-174 06 01", supervisor="Lars Lån", places=1, tasks="Lånedisk och uppackning",
            adaptations="Höj- och sänkbart bord, paus varje timme", starts_on=way.day(80), extent="20 timmar i veckan",
            share=way.others("handlaggare.af"),
        )  # fmt: skip
    with clock.at(moment(39)):
        write_minutes(
            held, by=world.actor("samordnare"), share=way.others("samordnare"),
            text="Alla är överens om att pröva anställning med stöd. Kim vill veta vad som händer med pengarna.",
        )  # fmt: skip
        write_deviation(way.case, by=world.actor("handlaggare.af"), line="Svaret om ersättning tog fem veckor.")


def _assessed(way: Way) -> None:
    world, case = way.world, way.case
    with clock.at(moment(210)):
        assessments.write_mapping(
            case, by=world.actor("samordnare"), share=way.others("samordnare"),
            areas={"health": "Ont i ryggen efter långa pass.", "economy": "Orolig för hyran varje månad."},
            summary="Kim vill börja i liten omfattning och klara det.",
        )  # fmt: skip
    with clock.at(moment(180)):
        made = assessments.write_assessment(
            case, by=world.actor("handlaggare.region"), kind="functional", made_on=clock.today(),
            made_by="Arbetsterapeut", summary="Klarar lätt arbete sittande och stående, högst halva dagar till att "
            "börja med.", outcome="statement", share=way.others("handlaggare.region"),
        )  # fmt: skip
    for who, words, extent in (
        ("handlaggare.af", "Kan arbeta halva dagar med anpassning", 50),
        ("handlaggare.fk", "Nedsatt förmåga i tungt arbete", 50),
    ):
        with clock.at(moment(100)):
            assessments.write_work_ability(
                case, by=world.actor(who), work_ability=words, extent=extent, share=way.others(who)
            )
    with clock.at(moment(99)):
        assessments.state_use(made, by=world.actor("handlaggare.fk"), use="relied_on")
        take_to_file(made.item, by=world.actor("handlaggare.fk"), needed_for="Beslut om rehabiliteringspenning")


def leaving(world: DemoWorld, enrolled: list[Enrolment]) -> None:
    """Exits at each point: completed, declined by the receiver, and waiting for an answer."""
    done, refused, waiting = enrolled[:3]
    asked = ask_receiver(world, done, "fk", 30, outcome="right_benefit", next_step="Sjukersättning på deltid")
    with clock.at(moment(25)):
        exits.answer(asked, by=world.actor("handlaggare.fk"), accepts=True, words="Handläggningen är klar.")
    with clock.at(moment(24)):
        exits.complete(asked, by=world.actor("samordnare"))
    no = ask_receiver(world, refused, "af", 5, outcome="job_seeker", next_step="Stöd att hitta arbete")
    with clock.at(moment(3)):
        exits.answer(no, by=world.actor("handlaggare.af"), accepts=False, words="Behöver en plan för stöd först.")
    ask_receiver(world, waiting, "af", 2, outcome="other_measure", next_step="Svenska och praktik samma vecka")


def ask_receiver(
    world: DemoWorld, enrolment: Enrolment, to: str, days_ago: int, *, outcome: str, next_step: str
) -> Exit:
    """An exit by the coordinator, with somebody asked to receive."""
    with clock.at(moment(days_ago)):
        return exits.prepare(
            enrolment, by=world.actor("samordnare"), to_unit=world.units[to],
            to_name=world.staff[f"handlaggare.{to}"].user.name,
            share=[world.parties[key].pk for key in ("af", "fk", "soc", "reg")],
            ending=exits.Ending(
                on=clock.today(), reason="completed", outcome=outcome, next_step=next_step,
                documentation="Har arbetstränat, kommit i tid och klarar halva dagar.",
            ),
        )  # fmt: skip


def begun_plan(world: DemoWorld, case: Case) -> None:
    """A plan that is not settled."""
    with clock.at(moment(8)):
        start_plan(
            case, by=world.actor("samordnare"), kind="agreed_plan", starts_on=clock.today(),
            efforts="Pröva arbete i verklig miljö två dagar i veckan.",
        )  # fmt: skip


def taken_back(world: DemoWorld, case: Case) -> None:
    """The person takes back all but being counted; what the others wrote stays theirs, without the name."""
    with clock.at(moment(40)):
        write_note(case, by=world.actor("handlaggare.af"), text="Ringde om jobbmässan. Vill tänka på saken.")
    with clock.at(moment(6)):
        for given in Consent.objects.filter(item__case=case).exclude(kind=Consent.Kind.REGISTER):
            withdraw_consent(given, by=world.actor("handlaggare.region"), via="i telefon")


def change_of_hands(world: DemoWorld, case: Case) -> None:
    """The coordinator hands a case over to a colleague; both read for a month."""
    with clock.at(moment(3)):
        hand_over(case, by=world.actor("samordnare"), to_staff=world.staff["handlaggare.amn"].pk)
