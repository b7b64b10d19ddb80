"""A method with a course, something asked of the group, and a purse."""

TEXT = """\
id: provkurs
version: 1
name: Provets kurs
about: En kurs att pröva.
licence: {text: CC0-1.0}
who:
  roles: [{id: leader, name: Kursledare}, {id: council, name: Rådet, party: municipality}]
way:
  - id: start
    name: Början
    expects:
      - {id: place, name: Plats på kursen, what: course, kind: weeks_together, latest: 2 months}
      - {id: bought, name: Köp, what: purchase, optional: true}
rhythm:
  - {id: team_talk, name: Lagets genomgång, what: contact, by: leader, every: 2 weeks, per: group}
courses:
  - id: weeks_together
    name: Veckor tillsammans
    weeks: {from: 12, to: 16}
    times_a_week: 3
    hours: 3
    places: {from: 8, to: 12}
    led_by: leader
    topics: [Vanor, Mat, Sömn]
purse:
  most_per_person: 10000
  decided_by: [council]
  kinds: [{id: course, text: Kort kurs}, {id: travel, text: Resor}]
"""
