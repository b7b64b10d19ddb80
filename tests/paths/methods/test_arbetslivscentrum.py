"""Arbetslivscentrum: Pelle in daily activity looks at workplaces, chooses one, gets a wage, and support after it."""


def test_pelle_at_arbetslivscentrum(walks):
    pelle = walks("arbetslivscentrum", age=30, lives_on="activity_compensation")
    assert pelle.phases(on=0) == ["mapping", "group"]
    pelle.fill("life_form", on=10, change_person=4, change=4).fill("day_clock", on=11, awake=16).fill("cards", on=12)
    pelle.do("choices_talk", on=20).do("mapping_done", on=30)
    assert pelle.phases(on=30) == ["mapping", "group", "prepare"]
    pelle.keep_up(until=31)
    pelle.do("carry_plan", "goal_words", on=40).do("group_work", "wellness", on=41)
    assert pelle.phases(on=41) == ["group", "prepare", "find_place"]

    pelle.do("job_course", on=45).fill("aids", on=50, need=["start", "time"], shape="photos").do("truck_course", on=51)
    pelle.do("visit_one", on=55).fill("visit_thoughts", on=57, want="want").do("employer_info", on=60)
    pelle.do("place_found", on=70)
    assert "placement" in pelle.phases(on=70)
    pelle.do("prepare_first_day", on=72).do("way_there", "practice", on=75).do("work_order", on=80)
    pelle.keep_up(until=200)
    pelle.do("ask_employment", on=200)
    pelle.keep_up(until=255)
    assert len(pelle.times("place_talks")) == 4
    assert "employment" in pelle.phases(on=255)

    pelle.decide("wage_terms", said="Lönebidrag i ett år", on=260).do("benefit_told", on=261).do("who_supports", on=262)
    pelle.live("income", "wage_subsidy", on=263, doing="working")
    pelle.keep_up(until=625)
    assert len(pelle.times("later_checks")) == 3
    pelle.leave(on=630, outcome="work")
    assert pelle.goals(on=630) == {"employed": True, "nearer": True, "stands_alone": True}
    pelle.has_walked_it_all(on=630)
