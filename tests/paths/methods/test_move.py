"""MOVE: Alva chooses her areas; modules are rated each month, a big one is broken down, and a certificate ends it."""


def test_alva_at_move(walks):
    alva = walks("move", age=20, lives_on="activity_compensation")
    assert alva.phases(on=0) == ["meeting", "motivation"]
    assert len(alva.method.ladders) == 8
    assert sum(len(ladder.modules) for ladder in alva.method.ladders) >= 60
    assert {len(module.steps or ladder.steps) for ladder in alva.method.ladders for module in ladder.modules} == {10}
    alva.do("visit", on=4).do("start_talk", "information", on=8).do("first_day", on=12)
    alva.do("rate_introduction", "rate_attendance", on=14)
    assert alva.phases(on=14) == ["motivation"]
    alva.fill("what_works", on=15, now_person=5, now=5).fill("choose", on=20, areas=["work_tasks", "social"])
    alva.do("goal_words", "living_plan", on=25)
    assert alva.phases(on=25) == ["modules"]
    asked = [part for part in alva.parts if part.startswith("monthly_") and alva.asked(25, part)]
    assert asked == ["monthly_social", "monthly_work_tasks"]

    alva.do("first_overview", "production", on=30)
    alva.keep_up(until=60)
    alva.decide("broken_down", on=61, said="Diska delas i tre")
    alva.divide("wash_dishes", "Skölja", "Diska", "Torka", on=61).do("council_seat", on=62)
    alva.keep_up(until=182)
    assert len(alva.times("quality")) == 6
    alva.decide("ready_next", "onwards", on=183)
    assert alva.phases(on=183) == ["onwards"]
    alva.do("certificate_done", on=190).do("cv", on=191).do("next_meeting", on=192)
    alva.do("new_place", "final_paper", on=200).leave(on=201, outcome="studies")
    goals = alva.goals(on=201)
    assert (goals["a_module_up"], goals["moved_on"]) == (True, True)
    alva.has_walked_it_all(on=201)
