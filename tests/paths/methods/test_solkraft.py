"""Solkraft: Sara looks, tries, and chooses her own days and hours; later she goes out to a firm."""


def test_sara_at_solkraft(walks):
    sara = walks("solkraft", age=34, lives_on="sickness_compensation")
    sara.do("order", on=2).do("met", "five_rights", on=9).fill("apply", on=12, worked=True).do("interests", on=20)
    assert sara.phases(on=20) == ["visits"]
    sara.do("meets_leader", on=29).fill("seen", on=30, next="try_out")
    assert sara.phases(on=30) == ["trying", "work"]
    sara.do("trial", on=35, weeks=3).do("weighed", on=60)

    sara.do("placed", on=70)
    assert sara.expected(on=71) == ["first_goals", "own_hours"]
    sara.fill("own_hours", on=75, days=["tue", "thu"], week=8)
    assert sara.goals(on=75)["hours_chosen"] is True
    sara.do("agreed", on=80).do("peer", on=82).do("first_goals", on=90)
    assert sara.phases(on=90) == []
    sara.keep_up(until=200, how={"presence_person": 6, "out": "later"})
    assert (sara.times("talks"), sara.times("how")) == ([162], [162])
    sara.page(200, "Egna arbetstider")

    sara.do("talks", on=251).fill("how", on=252, out="now_out", together=7)
    assert sara.phases(on=252) == ["out"]
    sara.do("match", "support_out", on=270).leave(on=300, outcome="work")
    sara.do("keeps", on=391)
    sara.has_walked_it_all(on=395)


def test_whoever_does_not_choose_hours_is_asked_again(walks):
    per = walks("solkraft").do("order", on=1).do("met", "five_rights", on=2).fill("apply", on=3).do("interests", on=4)
    per.fill("seen", on=10, next="start").do("placed", on=15)
    assert (per.phases(on=15), per.late(on=120)) == (["work"], ["how", "own_hours", "talks"])
    assert per.phases(15, "waiting") == ["trying", "out"]
