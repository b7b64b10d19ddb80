"""Passagen: Ludde's weeks: the talk, the agreement and the first modules; production; a choice; two months; three."""


def test_ludde_at_passagen(walks):
    ludde = walks("passagen", age=22, lives_on="income_support")
    assert (ludde.phases(on=0), ludde.expected(on=0)) == (
        ["week_one"], ["me", "signed", "three_party_talk", "timetable"],
    )  # fmt: skip
    ludde.do("three_party_talk", on=1).fill("me", on=1, first="joinery", days=["mon", "wed"])
    ludde.do("signed", "timetable", on=2)
    assert ludde.expected(on=2) == ["m_introduction", "m_mental", "m_physical", "m_presence", "stations_seen"]
    assert ludde.late(on=6) == ["m_introduction", "m_mental", "m_physical", "m_presence", "stations_seen"]
    ludde.do("stations_seen", "m_introduction", "m_physical", "m_mental", "m_presence", on=4)

    assert ludde.phases(on=4) == ["week_two"]
    ludde.do("working", "place", on=7).do("own_goal", on=12)
    assert ludde.phases(on=12) == ["week_three"]
    ludde.do("third_week_meeting", on=19).fill("choose", on=19, stays="stay_on", how_person=8, how=8)
    assert ludde.phases(on=19) == ["steady"]
    assert ludde.goals(on=19)["kept_after_week_three"] is True

    ludde.keep_up("monthly", until=32)
    ludde.do("modules_up", on=35).do("sheet", on=50).do("two_months", on=56)
    ludde.keep_up("monthly", until=60)
    ludde.fill("two_plan", on=60, towards="job")
    assert ludde.phases(on=60) == ["three_months"]
    assert ludde.phases(on=60) == ["three_months"]
    ludde.do("three_review", on=88).fill("three_plan", on=89, towards="job")
    ludde.keep_up(until=92)
    ludde.decide("arranged", "work", on=95).do("paper", on=95).page(95, "Intyg")
    ludde.leave(on=96, outcome="work")
    assert ludde.goals(on=96)["receiver"] is True
    ludde.has_walked_it_all(on=100)


def test_whoever_leaves_in_week_three_goes_no_further(walks):
    nina = walks("passagen").do("three_party_talk", on=1).fill("me", on=1).do("signed", "timetable", on=1)
    nina.do("stations_seen", "m_introduction", "m_physical", "m_mental", "m_presence", on=3)
    nina.do("working", "place", "own_goal", on=8).do("third_week_meeting", on=18).fill("choose", on=18, stays="leaves")
    assert nina.phases(18, "open", "waiting") == ["steady", "three_months"]
    assert nina.goals(on=18)["kept_after_week_three"] is False
