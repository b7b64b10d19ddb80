"""From school to work: Tova's last school year, met at new year, ready before the summer, followed after it."""


def test_tova_leaves_school_ready(walks):
    tova = walks("skola-till-arbete", age=18)
    tova.do("school_told", "called", on=14).do("caseworker_named", "papers_asked", on=20)
    tova.fill("practice_form", on=30, times_person=4, times=4).do("met", on=45)
    assert tova.phases(on=45) == ["before_leaving"]
    tova.do("youth_meeting", on=100).fill("likes", on=100, driving="wants").decide("consent", "yes", on=110)
    assert tova.expected(on=111) == ["checklist", "left_school", "medical_papers"]
    assert tova.late(on=183) == ["checklist", "medical_papers"]
    assert tova.phases(on=125) == ["before_leaving", "summer_handover"]
    tova.do("medical_papers", on=185).fill("checklist", on=186, income=True)
    tova.decide("left_school", said="Slutade i juni", on=190)
    assert tova.goals(on=190)["ready"] is True

    tova.do("handed", on=195).do("summer_talk", on=215)
    tova.keep_up(until=221)
    tova.live("income", "activity_compensation", on=225).do("next_plan", on=230)
    assert tova.phases(on=230) == []
    tova.keep_up(until=560)
    assert tova.times("school_follow_up") == [221, 282, 374, 555]
    assert tova.goals(on=560) == {"ready": True, "no_gap": True}
    tova.leave(on=561, outcome="studies")
    tova.has_walked_it_all(on=561)


def test_without_consent_nothing_is_ready(walks):
    ebbe = walks("skola-till-arbete", age=19).do("school_told", "called", "caseworker_named", on=5)
    ebbe.fill("practice_form", on=10).do("met", on=11).decide("consent", "no", on=20)
    ebbe.decide("left_school", said="Slutade", on=150)
    assert ebbe.goals(on=150)["ready"] is False
