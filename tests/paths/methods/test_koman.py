"""KomAn: Lina begins four measures side by side; work with support fades, and goes on after she is employed."""


def test_lina_takes_four_measures_side_by_side(walks):
    lina = walks("koman", age=24, lives_on="activity_compensation")
    [course] = [course for course in lina.method.courses if course.id == "mobilisation_course"]
    assert (course.weeks.low, course.weeks.high, course.times_a_week, course.hours) == (12, 16, 3, 3)
    assert (course.places.low, course.places.high) == (8, 12)
    assert lina.phases(on=0) == ["in_referral"]
    lina.do("joint_meeting", "consent_paper", on=10)
    lina.fill("choose", on=14, begin=["mobilisation", "education", "supported", "enterprise"], at_once="parallel")
    assert lina.phases(on=14) == ["in_referral", "mobilisation", "education", "social_enterprise", "se_mapping"]

    lina.live("livelihood_first", "activity_compensation", on=20).do("economy_first", "one_plan", on=21)
    lina.do("study_talk", on=22).do("se_first", on=23)
    lina.fill("se_questions", on=25, hours=15, when_best="day").do("se_mapped", on=30)
    assert lina.phases(on=30) == [
        "mobilisation", "education", "social_enterprise", "se_equipping", "se_start", "se_matching",
    ]  # fmt: skip
    lina.do("coop_visit", on=32).do("equip_list", on=33).do("career_goal", "se_goal", on=34)
    lina.fill("search_plan", on=34, who_asks="we_do").do("search_on", on=35)
    lina.do("course_place", "course_on", on=36).do("coop_work", on=38).do("equip_done", on=40)
    lina.keep_up("own_talks", until=43)
    lina.fill("study_needs", on=45, share="quarter").do("study_plan", "aids", on=50)
    lina.fill("strengths", on=60, energy_person=4, energy=4)
    lina.keep_up(until=92)
    lina.do("match_found", on=93)
    assert "se_employer" in lina.phases(on=93)

    lina.do("told_employer", on=95).decide("job_possible", "possible", on=96)
    lina.fill("interview_support", on=97, talk="me").keep_up(until=98)
    lina.do("interview", on=99)
    assert "se_introduction" in lina.phases(on=99)
    lina.do("intro_placement", "intro_meeting", "side_by_side", on=101).fill("adaptation", on=105, aid="aid_no")
    lina.do("career_plan", on=106).do("coop_course", on=107)
    lina.keep_up(until=183)
    assert lina.times("fading") == [113, 127, 155, 183]
    assert lina.times("own_talks") == [42, 70, 98]
    lina.do("theory", on=184).fill("coop_role", on=185, role="sell").decide("from_practice", "dated", on=186)
    assert lina.phases(on=186) == ["education", "se_employment"]

    lina.decide("terms", said="20 timmar och lönebidrag", on=190).do("economy_job", on=191)
    lina.live("wage_now", "wage_subsidy", on=192, doing="working")
    assert lina.phases(on=192) == ["education", "se_continued", "leaving"]
    lina.keep_up(until=380)
    assert lina.times("continued_first") == [206, 223, 254, 284]
    lina.do("contract_end", on=381).do("receiver", "final_paper", on=385)
    assert lina.phases(on=385) == []
    lina.leave(on=386, outcome="work")
    goals = lina.goals(on=386)
    assert (goals["self_support"], goals["in_work"], goals["still_in_work"]) == (True, True, True)
    lina.do("still", on=565)
    lina.has_walked_it_all(on=570)


def test_whoever_chooses_one_measure_is_asked_nothing_of_the_others(walks):
    jan = walks("koman").do("joint_meeting", on=3).fill("choose", on=4, begin=["education"])
    assert jan.phases(on=4) == ["in_referral", "education"]
