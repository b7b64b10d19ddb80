"""Samverkstan: Olle has a placement that works; it becomes a job, and the coach steps back bit by bit."""

import pytest

from samsyn.access.errors import RuleBroken


def test_olle_at_samverkstan(walks):
    olle = walks("samverkstan", age=29, goes_on="placement")
    assert olle.phases(on=0) == ["build"]
    olle.do("first", on=8).do("agreed", "own_goal", on=20).do("mapped", on=30).do("se", on=35)
    assert olle.expected(on=36) == ["place_view"]
    olle.keep_up("at_work_follow", until=62)
    olle.fill("place_view", on=80, job="yes_job", needs=["guide"])
    assert olle.phases(on=80) == ["job"]

    olle.keep_up(until=150)
    assert olle.times("evaluated") == [109]
    olle.decide("approved", "approved", on=150).do("ready_list", on=151)
    olle.live("employed", "wage_subsidy", on=155, doing="working").do("workplace_recorded", on=155)
    assert olle.phases(on=155) == ["fade"]
    olle.keep_up(until=278)
    assert olle.times("visits") == [169, 185, 216, 277]
    olle.do("handed", on=278)
    olle.leave(on=280, outcome="work")
    assert olle.goals(on=280) == {"self_support": True}
    olle.has_walked_it_all(on=281)


def test_nobody_is_let_in_without_a_placement_that_works(walks):
    with pytest.raises(RuleBroken) as refused:
        walks("samverkstan", goes_on="work_training")
    assert refused.value.code == "NEED_NOT_MET"
    assert "praktik som redan fungerar" in str(refused.value.message)
