"""IPS: Jon wants a job. Searching begins at once, support goes on at work; fidelity is 25 scores and their sums."""


def test_jon_gets_a_job_with_support(walks):
    jon = walks("ips", age=26, lives_on="sickness_benefit")
    assert jon.phases(on=0) == ["interest", "profile", "plan"]
    jon.fill("interest_form", on=3, want="now", hours=20).do("start_talk", on=8)
    assert jon.phases(on=8) == ["interest", "profile", "plan", "search"]
    jon.decide("own_wish", "now", on=10).do("care_told", on=11)
    jon.fill("career_talk", on=15, sure_person=8, sure=8).do("economy_talk", on=18)
    jon.fill("openness", on=18, contact_ok="may").do("mapping", on=20)
    jon.do("own_goal", "work_plan", "plan_signed", on=21)
    assert (jon.phases(on=21), jon.late(on=32)[:1]) == (["search"], ["care_meeting"])
    assert jon.goals(on=40)["employer_in_time"] is False
    jon.do("first_employer", on=25)
    assert jon.goals(on=31)["employer_in_time"] is True

    jon.do("study_visit", on=40).do("workplace_found", on=60)
    assert jon.phases(on=60) == ["begin_work"]
    jon.do("introduction", on=63).do("support_plan", "beside", on=65)
    jon.keep_up(until=155)
    jon.decide("employed", "employed", on=155)
    assert jon.phases(on=155) == ["keep_work"]
    jon.keep_up(until=250)
    jon.decide("enough", said="Ringer själv vid behov", on=250).leave(on=251, outcome="work")
    jon.has_walked_it_all(on=251)


def test_fidelity_is_twenty_five_scores_of_the_team_and_asked_of_no_person(walks):
    method = walks("ips").method
    [form] = [form for form in method.forms if form.id == "fidelity"]
    assert [question.kind for question in form.questions] == ["scale"] * 25
    assert [(score.id) for score in form.scores] == ["total", "staffing", "organisation", "services"]
    assert [one.per for _phase, one in method.expectations() if one.kind == "fidelity"] == ["group"]
