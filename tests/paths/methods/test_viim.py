"""VIIM: Nadia, 19, lives on activity compensation. Practice begins at once, and support goes on beside it."""


def test_nadia_in_viim(walks):
    nadia = walks("viim", age=19, lives_on="activity_compensation")
    assert nadia.expected(on=0) == ["about_me", "first_meeting", "livelihood_start", "one_plan", "own_goal"]

    nadia.do("first_meeting", on=4)
    assert nadia.phases(on=4) == ["welcome", "practice"]
    nadia.fill("about_me", on=6, wants_support="yes", feeling_person=2, feeling=2)
    nadia.do("own_goal", on=6).live("livelihood_start", "activity_compensation", on=6)
    assert nadia.late(on=22) == ["one_plan"]
    nadia.do("one_plan", "plan_paper", on=23)
    assert nadia.phases(on=23) == ["practice", "support"]

    nadia.do("training", on=25)
    assert "placement" in nadia.could(on=30)
    nadia.do("placement", on=40)
    assert nadia.goals(on=41)["quick_start"] is True
    nadia.do("pes_rehabilitation", on=50).do("placement_talk", on=54)
    nadia.do("mapping_prepared", on=60).do("joint_mapping", on=80)
    nadia.decide("compensation_question", on=85, said="Söks inte på nytt").page(85, "Stöd och rehabilitering")
    assert nadia.phases(on=85) == ["practice"]
    nadia.keep_up(until=101)
    assert (nadia.times("placement_talk"), nadia.times("liked_work")) == ([54, 99], [99])

    assert nadia.phases(on=101) == ["onwards"]
    nadia.do("job_search", on=110)
    nadia.keep_up(until=183)
    assert nadia.times("result_follow_up") == [90, 181]
    nadia.live("livelihood_end", "self_supporting", on=190, doing="working").leave(on=191, outcome="work")
    assert nadia.goals(on=191) == {"job_or_studies": True, "quick_start": True}
    nadia.do("after_exit", on=370)
    nadia.has_walked_it_all(on=380)


def test_somebody_without_need_of_support_is_not_asked_for_it(walks):
    ali = walks("viim", age=24, lives_on="income_support").fill("about_me", on=3, wants_support="no")
    assert ali.phases(60, "waiting") == ["practice", "support", "onwards"]
