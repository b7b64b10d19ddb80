"""Arbetsmarknadstorget: Linn is invited, tells what she hopes for, and four parties do things at the same time."""


def test_linn_at_the_torg(walks):
    linn = walks("arbetsmarknadstorget", age=21, lives_on="income_support")
    assert linn.expected(on=0) == ["invited"]
    linn.do("invited", on=2).do("info", on=15).fill("hopes", on=20, life=3, aim="work").do("own_goal", on=25)
    assert linn.phases(on=25) == ["mapping"]
    linn.live("money", "income_support", on=30).do("map", on=40).fill("needs", on=50, strengths="Tålamod")
    assert linn.phases(on=50) == ["planning", "doing"]
    linn.do("first_activity", on=55, kind="work_training")
    linn.do("joint", on=60).do("written_plan", on=62)
    linn.do("treatment", "everyday", "job_support", on=65)
    linn.keep_up(until=92)
    linn.do("checked", on=120)
    assert linn.phases(on=120) == ["leaving"]
    linn.keep_up(until=200)
    linn.live("money_end", "self_supporting", on=210, doing="working").fill("view", on=211, life="much_better", grade=5)
    linn.leave(on=215, outcome="work")
    assert linn.goals(on=216) == {"self_support": True, "work_or_studies": True, "better_life": True}
    linn.do("still_there", on=307)
    linn.has_walked_it_all(on=310)
