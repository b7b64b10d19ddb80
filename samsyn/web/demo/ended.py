"""Those who were there before: people of an intervention whose participations have ended, so that statistics can say
something. They are read in as from a participant list, by the same actions as in use. Nobody of them exists.
"""

import datetime as dt

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.basis.intervention.models import Intervention
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.follow_up.actions import do
from samsyn.journey.follow_up.models import FollowUp
from samsyn.journey.follow_up.queries import open_of
from samsyn.journey.livelihood.actions import Source, record
from samsyn.journey.livelihood.models import Moment
from samsyn.journey.participant_list import actions as lists
from samsyn.journey.participant_list.reading import Row
from samsyn.journey.participant_list.working import work
from samsyn.journey.participant_list.writing import add_row
from samsyn.journey.progress.actions import write_step_move
from samsyn.web.demo.world import DemoWorld

WOMEN = ("Ada", "Bea", "Cia", "Disa", "Ella", "Freja", "Gun", "Hilma", "Ida", "Jasmin", "Karin", "Leila", "Maja")
MEN = ("Arne", "Bilal", "Carl", "David", "Elis", "Farid", "Gösta", "Hugo", "Isak", "Jonas", "Kalle", "Lars", "Mats")
# (livelihood, occupation) before and after; (reason, outcome); how many of them
WAYS = (
    (("income_support", "other"), ("self_supporting", "working"), ("completed", "work"), 5),
    (("sickness_benefit", "other"), ("self_supporting", "working"), ("completed", "work"), 2),
    (("income_support", "job_seeking"), ("wage_subsidy", "working"), ("completed", "work"), 3),
    (("income_support", "other"), ("study_support", "studying"), ("completed", "studies"), 4),
    (("income_support", "other"), ("activity_support", "job_seeking"), ("completed", "job_seeker"), 4),
    (("sickness_benefit", "other"), ("sickness_benefit", "other"), ("interrupted_planned", "right_benefit"), 3),
    (("income_support", "other"), ("income_support", "other"), ("interrupted_unplanned", "unchanged"), 3),
)  # fmt: skip
EDUCATION = ("compulsory_school", "compulsory_school", "upper_secondary_3_years", "upper_secondary_3_years")
HOUSEHOLD = ("single_without_children", "cohabiting_with_children", "single_without_children", "single_with_children")
NEED = ("years_2", "years_1", "over_5_years", "years_3", "years_2")
FOLLOWED = 7  # of those who went to work: they left more than a year ago and have been followed up since
AFTER = (FollowUp.Kind.AFTER_3, FollowUp.Kind.AFTER_6, FollowUp.Kind.AFTER_12)
FORWARD = frozenset({"working", "studying", "job_seeking"})
WORKING = "working"
FAULTY = "Namn;Född;Start;Försörjning\nListlund, Vera;1991;2026-13-01;Sjukpenning\nListlund;1987;2026-05-04;Bidrag\n"


def people() -> list[Row]:
    """One row each, as a participant list has them: who, from when to when, how it was before and after."""
    kinds = [way[:3] for way in WAYS for _one in range(way[3])]
    mixed = [kinds[at * 7 % len(kinds)] for at in range(len(kinds))]
    early = [at for at, way in enumerate(mixed) if way[1][1] == WORKING][:FOLLOWED]
    return [_row(at, 380 + 25 * at if at in early else 3 + 3 * at, *way) for at, way in enumerate(mixed)]


def _row(at: int, left: int, before: tuple[str, str], after: tuple[str, str], end: tuple[str, str]) -> Row:
    last = clock.today() - dt.timedelta(days=left)
    return Row(at + 2, {
        "given_name": (WOMEN, MEN)[at % 2][at // 2], "family_name": f"Listlund {at + 1}",
        "sex": ("woman", "man")[at % 2], "birth_year": last.year - 22 - at * 17 % 38, "municipality": "Exempelby",
        "starts_on": last - dt.timedelta(days=150 + at * 37 % 110), "last_day": last, "register_consent": True,
        "education": EDUCATION[at % 4], "household": HOUSEHOLD[at % 4], "time_in_need": NEED[at % 5],
        "country_of_birth": "sweden" if at % 3 else "other_country",
        "livelihood_before": before[0], "occupation_before": before[1],
        "livelihood_after": after[0], "occupation_after": after[1],
        "exit_reason": end[0], "exit_outcome": end[1], "next_step": "Egen väg framåt",
    })  # fmt: skip


def read_in(world: DemoWorld) -> list[Enrolment]:
    """The intervention and its people, each written when they left."""
    by, offered = world.actor("handlaggare.amn"), _offered(world)
    made = [_one(row, by, offered) for row in people()]
    _try_another(offered, world.actor("samordnare"))
    return made


def _try_another(offered: Intervention, by: Actor) -> None:
    """A list that was sent in and tried, with a fault in each row: nobody is made of it."""
    found = lists.send_in(offered, by=by, name="deltagare-hosten.csv", data=FAULTY.encode())
    work(lists.begin_trial(found, by=by), by=by)


def _offered(world: DemoWorld) -> Intervention:
    made = Intervention.objects.create(
        association=world.association, owner_party=world.parties["amn"], owner_unit=world.units["amn"],
        name="Steget till arbete", about="Arbetsprövning och coachning. De första har avslutat.", places=15,
        age_from=18, age_to=64, funding="Samordningsförbundet", starts_on=clock.today() - dt.timedelta(days=1400),
    )  # fmt: skip
    made.circle.set([world.parties[key] for key in ("af", "fk", "amn", "soc", "reg")])
    return made


def _one(row: Row, by: Actor, offered: Intervention) -> Enrolment:
    last, did = row.values["last_day"], row.values["occupation_after"]
    with clock.at(dt.datetime.combine(last, dt.time(10), tzinfo=clock.STOCKHOLM)):
        made = add_row(row, by=by, intervention=offered, person=None)
        write_step_move(
            made.item.case, by=by, to_step="Nästa steg är påbörjat",
            by_caseworker="forward" if did in FORWARD else "sideways",
        )  # fmt: skip
    for kind in AFTER:
        due = open_of(made.item.case, by, kind).filter(due_on__lte=clock.today()).first()
        if due:
            _follow_up(due, by, is_left=kind == AFTER[-1] and row.line == 2)
    return made


def _follow_up(due: FollowUp, by: Actor, *, is_left: bool) -> None:
    """Still in the same work, but for the first, who has lost it at the end."""
    with clock.at(dt.datetime.combine(due.due_on, dt.time(10), tzinfo=clock.STOCKHOLM)):
        if is_left:
            record(
                due.case, by=by, moment=Moment.FOLLOW_UP, livelihoods=[Source("unemployment_insurance")],
                occupations=[Source("job_seeking")],
            )  # fmt: skip
        do(
            due, by=by, livelihood_now="changed" if is_left else "unchanged",
            direction="back" if is_left else "forward", what_now="Söker arbete" if is_left else "Arbetar",
        )  # fmt: skip
