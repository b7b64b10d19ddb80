"""Kim's way: the demo's main person, from referral to exit."""

from samsyn.access import clock
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.referral.models import Referral
from samsyn.journey.exit import actions as exits
from samsyn.web.demo import beginning, method, papers
from samsyn.web.demo.beginning import moment
from samsyn.web.demo.way import Way
from samsyn.web.demo.world import DemoWorld

BACKGROUND = {"livelihood": "income_support", "occupation": "other", "reason": "physical_and_mental",
              "education": "compulsory_school"}  # fmt: skip
PICTURES = {
    "gruppmedlem.fk": "Ingen sjukpenning sedan 2022. Kan få rehabiliteringspenning när planen är klar.",
    "gruppmedlem.region": "Behandling för oro pågår och kan gå samtidigt med arbetsträning.",
    "gruppmedlem.af": "Inskriven 2020 till 2022. Praktik i butik avbröts efter tre veckor på grund av ryggen.",
}


def selection(world: DemoWorld, referral: Referral) -> None:
    """Joint selection."""
    meeting = beginning.call_selection(world, 226)
    beginning.select(world, meeting, referral, days_ago=226, pictures=PICTURES)


def plan(world: DemoWorld, referral: Referral) -> Enrolment:
    """Enrolment, plan, activities, meetings and what stands in the way today."""
    enrolment = beginning.start(world, referral, days_ago=220, background=BACKGROUND)
    way = Way(world, referral.item.case, begun=219)
    way.join(219)
    way.income("handlaggare.soc", "income_support", 900, 121, 100)
    way.income("handlaggare.fk", "rehabilitation_benefit", 120, -20, 50)
    way.income("handlaggare.soc", "income_support", 120, None, 50)
    way.note("samordnare", 214, "Första samtalet. Kim vill börja med två förmiddagar i veckan och ta bussen själv.")
    series = way.plan(
        200, goal="Jag vill ha ett jobb där jag kan både sitta och stå, och slippa oroa mig för pengar.",
        milestones=(("Ta bussen själv till arbetsträningen", 160), ("Arbeta halva dagar", 40)),
    )  # fmt: skip
    way.activity("handlaggare.region", "Samtalsbehandling", "treatment", 195, 45, state="done", plan=series)
    way.activity("samordnare", "Arbetsträning i verkstaden", "work_training", 190, 100, state="done", plan=series,
                 extent="2 förmiddagar i veckan")
    way.activity("handlaggare.soc", "Budgetrådgivning", "debt_advice", 185, 150, state="done", plan=series)
    way.meeting(150, decisions=(("Ansöka om rehabiliteringspenning", "fk", 130),
                                ("Hitta en arbetsplats med sittande moment", "af", 90)))
    way.step(148, "Kommer med följeslagare", "Tar bussen själv", "Har kommit själv sex gånger i rad.")
    way.question("samordnare", "handlaggare.region", "Kan Kim arbeta halva dagar? Vi behöver ett utlåtande.", 110, 84,
                 "Ja, halva dagar går bra om arbetet går att växla mellan sittande och stående.")
    way.activity("handlaggare.af", "Praktik på biblioteket", "placement", 80, -22, plan=series,
                 extent="20 timmar i veckan")
    way.note("handlaggare.af", 60,
             "Handledaren är nöjd. Kim trivs i lånedisken och växlar mellan att sitta och stå.", "work_and_study")
    way.step(58, "Arbetar två förmiddagar", "Arbetar halva dagar", "Fyra veckor i rad utan frånvaro.")
    latest = way.meeting(40, decisions=(("Boka möte om anställning med stöd", "af", -14),))
    way.activity("handlaggare.af", "Anställning med stöd", "supported_employment", 10, None,
                 state="waiting", plan=series, waiting_for="Beslut från biblioteket")
    way.question("handlaggare.af", "handlaggare.fk",
                 "Vad händer med ersättningen om anställningen börjar med 50 %?", 25, None)
    way.meeting(-9, held=False, others=(("Berit Bok", "berit.bok@biblioteket.example"),))
    way.note("samordnare", 3,
             "Kim undrar om pengarna räcker när praktiken tar slut. Tas upp på nästa möte.", "livelihood")
    papers.of_kim(world, way, series, latest)
    method.of_kim(way, enrolment)
    return enrolment


def leave(world: DemoWorld, enrolment: Enrolment) -> None:
    """The exit: the employment service receives, and the follow-ups plan themselves."""
    by, receiver = world.actor("samordnare"), world.actor("handlaggare.af")
    with clock.at(moment(6)):
        asked = exits.prepare(
            enrolment, by=by, to_unit=world.units["af"], to_name=world.staff["handlaggare.af"].user.name,
            share=[world.parties[key].pk for key in ("af", "fk", "soc", "reg")],
            ending=exits.Ending(
                on=clock.today(), reason="completed", outcome="work", outcome_extent=50, keeps_livelihood=False,
                next_step="Anställning med stöd på biblioteket, 50 procent", without_because="",
                documentation="Kim arbetar halva dagar sedan i somras och växlar mellan att sitta och stå.",
            ),
        )  # fmt: skip
    with clock.at(moment(4)):
        exits.answer(asked, by=receiver, accepts=True, words="Vi träffar Kim och biblioteket nästa vecka.")
    with clock.at(moment(3, 15)):
        exits.complete(asked, by=by)
