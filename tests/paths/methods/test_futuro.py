"""Futuro: Kim chooses to take part, and the job coach comes in early: before anything else is arranged."""


def test_kim_at_futuro(walks):
    kim = walks("futuro", age=27, lives_on="activity_compensation")
    assert kim.phases(on=0) == ["welcome"]
    kim.do("enrolled", on=10).fill("wants_it", on=12, want="yes_want", how_sure=8, free_choice="yes_can")
    assert kim.expected(on=12) == ["mapped", "own_goal", "with_parties"]
    kim.fill("mapped", on=20, distance_person=7, distance_staff=8, distance=7)
    assert kim.expected(on=21) == ["coach_in", "own_goal", "plan_made", "with_parties"]
    kim.do("own_goal", "plan_made", on=30)
    assert kim.goals(on=30)["coach_early"] is False
    kim.do("coach_in", on=35)
    assert kim.goals(on=35)["coach_early"] is True
    kim.do("with_parties", on=40)
    assert kim.phases(on=40) == ["together"]

    kim.do("support_begun", on=50, kind="supported_employment").do("try_work", on=90)
    kim.keep_up(until=120)
    assert (kim.times("steps"), kim.times("quarter")) == ([119], [119])
    kim.decide("half_year", "nearer", on=175).page(175, "Jobbcoach kopplas in")
    assert kim.phases(on=175) == ["onward"]
    kim.do("last_meeting", "closed", on=200).live("money", "self_supporting", on=205, doing="working")
    kim.leave(on=206, outcome="work").do("calls", on=297)
    assert kim.goals(on=300) == {"nearer_at_six_months": True, "coach_early": True, "work_or_studies": True}
    kim.has_walked_it_all(on=300)
