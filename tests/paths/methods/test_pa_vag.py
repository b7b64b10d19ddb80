"""På väg: Hassan has no benefit. The certificate and the planning are reviewed, the doctor is asked; it is granted."""


def test_hassan_on_his_way(walks):
    hassan = walks("pa-vag", age=48, lives_on="zero_placed")
    assert hassan.expected(on=0) == ["livelihood_start", "own_goal", "personal_meeting", "situation"]
    hassan.do("personal_meeting", on=7)
    assert hassan.phases(on=7) == ["meet", "medical"]
    hassan.fill("situation", on=10, why_none="refused", health_person=3, health=3)
    hassan.do("own_goal", "process_sheet", on=10)
    hassan.live("livelihood_start", "zero_placed", on=10).do("papers_in", "contacts_known", on=14)
    assert hassan.asked(14, "questions_sent") is False

    hassan.fill("review", on=25, limits="l_part", enough="ask", repeated=5, coordination="needed", agrees="a_no")
    assert hassan.phases(on=25) == ["medical", "ability"]
    assert hassan.expected(on=25) == ["ability_known", "plan", "questions_sent", "regular_talk", "review_checked",
                                      "right_to_benefit"]  # fmt: skip
    hassan.do("review_checked", "questions_sent", on=28).keep_up(until=32)
    assert hassan.late(on=57) == ["answer", "right_to_benefit"]
    hassan.do("answer", on=58).do("right_to_benefit", on=59)
    assert hassan.phases(on=59) == ["ability", "coordinated"]

    hassan.keep_up(until=60)
    hassan.do("sia_called", on=63).do("application", on=70)
    assert hassan.asked(70, "multi_party") is False
    hassan.decide("sia_answer", "granted", on=95).do("multi_party", on=110)
    hassan.live("livelihood_new", "rehabilitation_benefit", on=115)
    hassan.do("therapist_view", on=116).do("ability_known", on=117).do("plan", on=118)
    assert hassan.phases(on=118) == ["doing"]
    hassan.do("treatment", on=120, weeks=20).do("activity", on=125, kind="social")
    hassan.keep_up(until=185, plan_alive={"works": "w_yes"})
    assert hassan.times("certificate_runs_out") == [181]
    hassan.page(185, "Granskning av intyget")
    hassan.leave(on=190, outcome="right_benefit")
    assert hassan.goals(on=190) == {
        "working_plan": True, "right_livelihood": True, "coordinated_or_other": True, "nearer": True,
    }  # fmt: skip
    hassan.has_walked_it_all(on=190)


def test_a_certificate_that_is_enough_leads_no_further(walks):
    siv = walks("pa-vag", lives_on="income_support").do("personal_meeting", on=3).do("papers_in", on=4)
    siv.fill("review", on=10, enough="enough", coordination="not_needed").do("review_checked", on=10)
    siv.do("right_to_benefit", on=12)
    assert (siv.asked(12, "questions_sent"), siv.asked(12, "answer")) == (False, False)
    assert siv.phases(12, "ended") == ["medical"]
    assert siv.phases(12, "waiting") == ["ability", "doing", "coordinated"]
