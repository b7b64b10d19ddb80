"""Kompassen (KV): Ivan's ability is assessed by work in a group, with consultants, and tried in practice."""


def test_ivan_at_kompassen(walks):
    ivan = walks("kompassen", age=38, lives_on="income_support")
    assert ivan.expected(on=0) == ["own_goal", "start_livelihood", "stations", "welcome"]
    ivan.do("welcome", on=2).do("own_goal", on=5).live("start_livelihood", "income_support", on=5).do("stations", on=7)
    assert ivan.keep_up(until=30) == [("work_talks", 14), ("observe_early", 21), ("follow_up_talks", 28)]
    for consultant in ("psychiatric_consultation", "psychologist", "therapist", "social_consultant"):
        ivan.do(consultant, on=40)
    ivan.do("consultation_letter", on=40).do("practical_training", on=41)
    ivan.keep_up(until=84)
    assert ivan.times("work_talks") == [14, 42, 70]
    ivan.do("functional_assessment", on=85)
    ivan.fill("conclusion_form", on=88, ability="partly", share=50, practice="try", agree="yes_agree")
    assert ivan.phases(on=88) == ["practice"]

    ivan.do("workplace_found", on=95).do("practice_begun", on=100, weeks=8)
    ivan.keep_up(until=143)
    assert ivan.times("practice_talk") == [114, 142]
    assert ivan.phases(on=143) == ["handing_over"]
    ivan.do("final_document", on=150).do("group_conclusion", "handing_over_meeting", "next_step", on=155)
    ivan.live("livelihood_at_end", "income_support", on=156).leave(on=157, outcome="job_seeker")
    assert ivan.goals(on=157) == {"available": True, "work_or_studies": None, "went_on": True, "has_answer": True}
    assert ivan.goals(on=500)["work_or_studies"] is False
    ivan.do("followed_up_document", on=247).fill("survey_after", on=339, different=True)
    ivan.live("year_livelihood", "self_supporting", on=440, doing="working")
    assert ivan.goals(on=440)["work_or_studies"] is True
    ivan.has_walked_it_all(on=460)


def test_without_practice_the_handing_over_follows_the_assessment(walks):
    elsa = walks("kompassen").do("welcome", "own_goal", "stations", on=3)
    elsa.live("start_livelihood", "sickness_benefit", on=3)
    elsa.keep_up(until=84)
    elsa.do("functional_assessment", on=85).fill("conclusion_form", on=85, ability="not_now", practice="no_practice")
    assert elsa.phases(on=85) == ["handing_over"]
    assert elsa.phases(85, "waiting") == ["practice"]
