"""Tilläggsresurs: Robin's coach comes in through the coordinator, stays near, and leaves when another takes over."""


def test_robin_with_a_coach(walks):
    robin = walks("tillaggsresurs", age=23, lives_on="activity_compensation")
    assert robin.phases(on=0) == ["handover"]
    robin.do("ordinary_tried", on=3).do("handover_meeting", on=10).do("offer", on=12)
    robin.live("livelihood_start", "activity_compensation", on=13)
    assert robin.phases(on=13) == ["know"]
    robin.keep_up(until=42)
    assert robin.times("first_talks") == [20, 27, 34, 41]
    robin.fill("mapping", on=43, plans="more_plans", reach="text_message").do("life_rating", "own_goal", on=44)
    assert robin.phases(on=44) == ["know", "supports"]
    robin.do("action_plan", "plans_together", on=50).do("joint_mapping", on=60)
    assert robin.phases(on=60) == ["supports", "workplace"]

    robin.fill("wishes_work", on=70, pace="calm", sound=2, hours=10).do("doctor_dentist", "housing_support", on=71)
    robin.do("care_working", on=80).keep_up(until=92)
    robin.do("employer_contacted", on=95).do("study_visit", on=100).do("travel_tried", on=101)
    robin.do("introduction", on=110).do("economy_next", on=115)
    assert robin.phases(on=115) == ["workplace", "staying"]
    robin.keep_up(until=205)
    assert robin.times("workplace_talks") == [117, 124, 138, 171, 202]
    assert robin.phases(on=205) == ["staying"]
    robin.keep_up(until=295)
    assert robin.times("keep_employer") == [141, 202, 294]
    assert robin.phases(on=295) == ["exit"]
    robin.do("receiver", on=300).do("exit_meeting", "exit_paper", "exit_rating", on=305)
    robin.live("livelihood_end", "wage_subsidy", on=306, doing="working").do("lesson", on=306)
    robin.leave(on=307, outcome="work")
    goals = robin.goals(on=307)
    assert (goals["work_or_studies"], goals["nearer"], goals["connected_exit"]) == (True, True, True)
    robin.has_walked_it_all(on=308)


def test_nobody_is_left_after_a_year_without_the_end_being_spoken_of(walks):
    tim = walks("tillaggsresurs").do("ordinary_tried", "handover_meeting", "offer", on=5)
    tim.live("livelihood_start", "zero_placed", on=5)
    assert "exit" in tim.phases(370, "waiting")
    tim.end("know", on=366)
    assert "exit" in tim.phases(on=366)
