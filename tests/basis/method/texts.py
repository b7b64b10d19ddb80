"""A small method that holds, and ways to break it."""

WHOLE = """\
id: provet
version: 1
name: {sv: Provet, en: The trial}
about: En liten metod.
licence: {text: CC0-1.0}
who:
  ages: {from: 16, to: 29}
  livelihoods: [income_support]
  parties: [{kind: pes}, {kind: municipality}]
  roles: [{id: coach, name: Coach, hours_a_week: 8}]
way:
  - id: start
    name: Början
    purpose: Lära känna varandra
    lasts: {usual: 4 weeks, most: 8 weeks}
    expects:
      - {id: mapping, name: Kartläggning, what: assessment, kind: mapping, by: coach, latest: 3 weeks}
      - {id: training, name: Arbetsträning, what: activity, kind: work_training, latest: 6 weeks, after: [mapping]}
  - id: work
    name: Arbete
    opens: {after: [start], when: "p.activities.exists(a, a.kind == 'work_training')"}
    expects:
      - {id: talk, name: Samtal, what: form, kind: how_it_goes, latest: 2 weeks}
rhythm:
  - {id: quarterly, name: Uppföljning, what: follow_up, every: 3 months, remind: 1 week}
ladders:
  - id: daily_life
    name: Vardag
    steps: [Inte alls, Ibland, Alltid]
    modules:
      - {id: mornings, name: Morgonen, kind: overview}
      - {id: getting_up, name: Komma upp, part_of: mornings}
forms:
  - id: how_it_goes
    name: Hur går det?
    questions:
      - {id: well, text: Hur mår du?, kind: scale, scale: {from: 1, to: 5}, rated_by: [person, staff]}
      - {id: why, text: Varför?, when: a.well < 3}
    scores: [{id: sum, name: Summa, value: a.well * 2}]
documents:
  - id: agreement
    name: Överenskommelse
    kind: agreement
    signed_by: [person, coach]
    body: [{heading: Vi är överens}, {text: "Jag heter {{ name }}."}, {answers: how_it_goes}]
goals:
  - {id: job, name: Arbete inom ett år, share: 0.35, met: "p.livelihoods.exists(l, l.kind == 'wage_subsidy' && l.from <= 365)"}
"""  # noqa: E501


def with_change(old: str, new: str) -> str:
    """The whole text with one place changed; the place must be there."""
    assert old in WHOLE, old
    return WHOLE.replace(old, new, 1)
