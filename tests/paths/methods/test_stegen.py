"""Stegen: Leo's stay goes on for as long as the decision every third month says, and no longer."""


def test_leo_on_stegen(walks):
    leo = walks("stegen", age=31, lives_on="sickness_benefit")
    assert leo.expected(on=0) == ["first", "own_goal"]
    leo.do("first", "plan", "own_goal", on=14)
    assert leo.phases(on=14) == ["stay"]
    leo.do("activity", on=20, kind="social").do("health", on=30).do("talks", on=40)

    assert leo.expected(on=95) == ["decision", "step"]
    leo.do("step", on=100).fill("decision", on=100, stay="three_more", agrees=True, everyday_person=4, everyday=4)
    assert leo.phases(on=200) == ["stay"]
    assert leo.goals(on=190)["stay_decided"] is True
    leo.do("work_ability", on=180).do("training", on=185, weeks=10)
    leo.do("step", on=194).fill("decision", on=194, stay="three_changed", agrees=True)
    assert leo.late(on=300) == ["decision", "step"]

    leo.do("step", on=301).fill("decision", on=301, stay="ending", agrees=True)
    assert leo.phases(on=301) == ["ending"]
    leo.do("notice", on=305).do("handing", on=320).live("money", "self_supporting", on=325, doing="working")
    leo.leave(on=326, outcome="work").page(326, "Tremånadersbeslut")
    assert leo.goals(on=326) == {"self_support": True, "stay_decided": True, "step_forward": True}
    leo.do("calls", on=417)
    leo.has_walked_it_all(on=420)


def test_the_stay_is_not_over_because_its_things_are_done(walks):
    mia = walks("stegen").do("first", "plan", "own_goal", on=10).do("activity", on=12, kind="health")
    assert (mia.phases(on=80), mia.expected(on=80)) == (["stay"], ["decision", "step"])
