"""HRC: Bo comes by order, finds his place in calm, and goes on when he himself is ready, not before."""


def test_bo_at_hrc(walks):
    bo = walks("hrc", age=52)
    assert bo.expected(on=0) == ["ordered"]
    bo.fill("ordered", on=3, mission="voluntary", department="care").do("order_talk", on=10).do("open_day", on=12)
    bo.fill("chosen", on=20)
    assert bo.phases(on=20) == ["equip"]
    bo.do("started", on=25).do("plan", "own_goal", on=40).do("company", on=41).do("rate_times", on=60)
    assert bo.phases(on=61) == []
    bo.keep_up(until=370)
    assert bo.times("how_it_goes") == [90, 181, 273, 365]
    bo.fill("ready_talk", on=380, own_wish="later")
    assert bo.phases(380, "waiting") == ["move_on"]

    bo.again("ready_talk", on=420, own_wish="yes_now")
    assert bo.phases(on=420) == ["move_on"]
    bo.do("onward_meeting", "letter", on=440).do("before", on=441).do("practice", on=450, weeks=8)
    bo.decide("going", "work", on=520).leave(on=521, outcome="work")
    bo.has_walked_it_all(on=521)


def test_somebody_ordered_for_support_is_not_sent_to_practice(walks):
    ulla = walks("hrc").fill("ordered", on=1, mission="support").do("order_talk", on=5)
    ulla.fill("chosen", on=6).fill("ready_talk", on=90, own_wish="yes_now")
    assert (ulla.phases(on=90), ulla.asked(90, "practice")) == (["equip", "move_on"], False)
