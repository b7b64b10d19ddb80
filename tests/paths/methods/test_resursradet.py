"""Resursrådet: Gita's case goes to the council, which assesses together, buys what no party has, and hands back."""


def test_gita_before_the_council(walks):
    gita = walks("resursradet", age=41, lives_on="sickness_benefit")
    assert gita.expected(on=0) == ["livelihood_now", "order_form", "papers"]
    gita.fill("order_form", on=4, near_work_person=6, near_work=6, missing=["talk"]).live("livelihood_now",
              "sickness_benefit", on=5).do("papers", on=6)  # fmt: skip
    assert gita.phases(on=6) == ["joint_assessment"]
    gita.do("council_meeting", on=25).do("joint_view", on=30).fill("investigation_needed", on=30, needed="needed")
    assert gita.expected(on=30) == ["investigation"]
    gita.do("investigation", on=60, kind="psychological")
    assert gita.phases(on=60) == ["proposal"]
    gita.do("own_goal", on=62).do("council_plan", on=65).decide("who_has_it", said="Ingen har samtalsstöd", on=66)
    gita.fill("buy_or_not", on=70, buy="buy").do("proposal_letter", on=71)
    assert gita.phases(on=71) == ["measures"]
    assert gita.expected(on=71) == ["bought", "council_follow_up", "first_started", "quarterly"]

    gita.do("bought", on=80).do("measure_training", on=85).do("first_started", on=86)
    assert gita.goals(on=90)["begun"] is True
    gita.keep_up(until=100)
    gita.do("council_follow_up", on=150)
    assert gita.phases(on=150) == ["back"]
    gita.do("receiver", "final", on=170).leave(on=171, outcome="job_seeker")
    gita.do("after_half_year", on=353)
    gita.has_walked_it_all(on=360)


def test_nothing_is_bought_that_a_party_has(walks):
    hugo = walks("resursradet").fill("order_form", on=1).live("livelihood_now", "none", on=1).do("papers", on=1)
    hugo.do("council_meeting", "joint_view", on=5).fill("investigation_needed", on=5, needed="enough")
    assert (hugo.phases(on=5), hugo.asked(5, "investigation")) == (["proposal"], False)
    hugo.do("own_goal", "council_plan", on=6).decide("who_has_it", said="Regionen har det", on=7)
    hugo.fill("buy_or_not", on=7, buy="do_not_buy").do("proposal_letter", on=7)
    assert (hugo.phases(on=7), hugo.asked(7, "bought")) == (["measures"], False)
