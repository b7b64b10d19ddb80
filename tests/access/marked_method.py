"""The method that the marked person follows: every sort of question, a form that asks more, a phase of each sort."""

SLUG = "provets-metod"
FORM, PART, FOLLOW_UP = "everything", "mapping", "why"
DOCUMENT, SIGNER = "paper", "person"
LADDER, MODULE = "daily", "mornings"
TEXT = f"""\
id: {SLUG}
version: 1
name: {{sv: Provets metod, en: The method of the trial}}
about: En metod att pröva sidor med.
licence: {{text: CC0-1.0}}
way:
  - id: start
    name: Början
    expects:
      - {{id: {PART}, name: Kartläggning, what: assessment, kind: mapping, latest: 3 weeks}}
      - {{id: training, name: Arbetsträning, what: activity, kind: work_training, latest: 6 weeks}}
  - id: work
    name: Arbete
    opens: {{after: start}}
    expects:
      - {{id: talk, name: Samtal, what: form, kind: {FORM}, latest: 2 weeks}}
courses:
  - {{id: weeks, name: Kurs, weeks: {{from: 4, to: 6}}, times_a_week: 2, hours: 2, places: {{from: 2, to: 8}}}}
purse: {{most_per_person: 5000, decided_by: pes, kinds: [{{id: travel, text: Resor}}]}}
rhythm:
  - {{id: team_talk, name: Lagets genomgång, what: contact, every: 2 weeks, per: group}}
  - {{id: quarterly, name: Uppföljning, what: follow_up, every: 3 months}}
ladders:
  - id: {LADDER}
    name: Vardag
    steps: [Inte alls, Ibland, {{text: Alltid, picture: sun}}]
    modules: [{{id: {MODULE}, name: Morgonen}}, {{id: evenings, name: Kvällen}}]
forms:
  - id: {FORM}
    name: Allt som kan frågas
    questions:
      - {{id: head, text: En rubrik, kind: heading}}
      - {{id: short, text: Några ord}}
      - {{id: long, text: Fler ord, kind: long_words}}
      - {{id: yes, text: Ja eller nej?, kind: yes_no}}
      - {{id: one, text: Ett av flera, kind: choice, options: [{{id: a, text: A, points: 1}}, {{id: b, text: B}}]}}
      - {{id: many, text: Några av flera, kind: choices, options: [{{id: a, text: A}}, {{id: b, text: B}}]}}
      - {{id: well, text: Hur mår du?, kind: scale, scale: {{from: 1, to: 5}}, rated_by: [person, staff]}}
      - {{id: {FOLLOW_UP}, text: Varför?, when: a.well < 3}}
      - {{id: amount, text: Hur många?, kind: number, unit: st}}
      - {{id: when, text: Vilken dag?, kind: day}}
      - {{id: at, text: Vilken tid?, kind: time}}
      - {{id: sure, text: Stämmer det?, kind: check}}
      - id: rows
        text: Flera
        kind: group
        most: 2
        questions: [{{id: who, text: Vem}}, {{id: since, text: Sedan, kind: day}}]
    scores: [{{id: sum, name: Summa, value: a.well * 2}}]
documents:
  - id: {DOCUMENT}
    name: Ett papper
    kind: agreement
    signed_by: [{SIGNER}, owner]
    body:
      - {{heading: Vi är överens}}
      - {{text: "{{{{ name }}}} är {{{{ p.age }}}} år."}}
      - {{items: [Ett, Två]}}
      - {{checks: [Tre, Fyra]}}
      - {{answers: {FORM}}}
      - {{lines: 2}}
      - {{record: goals}}
      - {{record: activities}}
      - {{record: steps}}
      - {{record: livelihoods}}
      - {{record: meetings}}
"""
DRAFT = TEXT.replace("version: 1", "version: 2")
FROM_OTHERS = TEXT.replace(f"id: {SLUG}", "id: grannens-metod")
