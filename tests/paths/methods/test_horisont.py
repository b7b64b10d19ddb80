"""Horisont: Maja left school; a mentor, her health first, visits and practice, and then back to studies."""


def test_maja_at_horisont(walks):
    maja = walks("horisont", age=18)
    assert maja.expected(on=5) == ["health", "mentor_talk", "met", "missing", "own_goal", "situation"]
    maja.do("met", on=5).fill("situation", on=10, equipped=2, motivated=3, stopped=["bored"])
    maja.fill("health", on=10, sleep=2, care="need").fill("missing", on=20).do("own_goal", on=21)
    assert maja.phases(on=21) == ["ground", "look_around"]
    assert "care_contact" in maja.expected(on=21)
    maja.do("care_contact", on=35).do("small_change", on=40)
    assert maja.phases(on=40) == ["look_around"]

    maja.keep_up(until=45)
    maja.do("plan", on=45).do("hear", "see", on=45)
    maja.keep_up(until=79)
    maja.do("parties", on=80).do("job_practice", on=90, weeks=4)
    maja.keep_up(until=119)
    maja.fill("gave", on=120)
    assert maja.phases(on=120) == ["onward"]
    maja.do("begin", on=130).fill("how", on=131, equipped=8, now="studies").do("paper", on=131)
    maja.keep_up(until=131)
    assert maja.times("mentor_talk") == [49, 63, 77, 91, 105, 119]
    maja.leave(on=132, outcome="studies")
    assert maja.goals(on=132) == {"better_equipped": True, "onward_studies": True}
    maja.keep_up("calls", until=163)
    maja.has_walked_it_all(on=170)
