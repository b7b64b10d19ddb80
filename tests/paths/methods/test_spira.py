"""Spira: Eva starts from what works, grows beside others and goes on without a gap; Rolf goes back to his own job."""


def test_eva_at_spira(walks):
    eva = walks("spira", age=44, lives_on="sickness_benefit")
    assert eva.late(on=15) == ["visit"]
    eva.do("visit", on=15).fill("mapping_talk", on=20, employed="no_job", debts=True)
    eva.fill("how_it_is_start", on=20, well=2, decides=2).live("livelihood_start", "sickness_benefit", on=20)
    assert eva.phases(on=20) == ["arrival", "growing"]
    eva.keep_up("plan_check", until=31)
    eva.do("own_goals", on=33).do("plan", "plan_paper", on=34)
    eva.do("social", on=40).do("first_joint", on=45)
    assert eva.phases(on=45) == ["growing", "towards_work"]

    eva.do("workshop", "circle", on=50).do("individual_coaching", on=55).do("money_advice", on=57)
    eva.keep_up(until=95)
    eva.do("work_goal", on=100, words="Jag vill sy igen").do("labour_market_course", on=105)
    assert eva.asked(105, "ability") is False
    eva.do("placement", on=110, weeks=26)
    assert eva.phases(on=110) == ["growing", "bridge"]
    eva.do("notified", on=115).do("own_placement", on=125)
    assert "taken_over" in eva.expected(on=126)
    eva.keep_up(until=185)
    eva.decide("steady", on=186, said="Kommer varje dag").do("taken_over", on=190)
    assert eva.phases(on=190) == ["leaving"]

    eva.fill("how_it_is_end", on=195, well=4, decides=4).do("final_meeting", "next_step", "final_paper", on=200)
    eva.live("livelihood_end", "activity_support", on=205).leave(on=206, outcome="other_measure")
    goals = eva.goals(on=206)
    assert (goals["step_or_next"], goals["own_living"], goals["received"], goals["takes_part"]) == (
        True, False, True, True,
    )  # fmt: skip
    eva.has_walked_it_all(on=206, never=["own_work"])


def test_rolf_goes_back_to_his_own_workplace(walks):
    rolf = walks("spira", age=57, lives_on="sickness_benefit").do("visit", on=2)
    rolf.fill("mapping_talk", on=3, employed="has_job").fill("how_it_is_start", on=3)
    rolf.live("livelihood_start", "sickness_benefit", on=3).do("own_goals", on=3).do("plan", "plan_paper", on=4)
    rolf.do("first_joint", on=10)
    assert rolf.phases(on=10) == ["growing", "own_work"]
    rolf.do("employer_meeting", on=30).do("return_plan", on=40).do("return_begun", on=41)
    assert (rolf.phases(on=41), rolf.asked(95, "labour_market_course")) == (["growing"], False)
