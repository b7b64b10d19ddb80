"""Östervik: Frida climbs the five stairs in her own time, to an exit interview; Gun stays in occupation."""

TRIAL = {"came": 9, "felt_person": 8, "felt_staff": 7, "felt": 8, "own_view": True}


def test_frida_climbs_the_five_stairs(walks):
    frida = walks("ostervik", age=33, lives_on="sickness_compensation")
    assert (frida.phases(on=0), frida.expected(on=0)) == (["step_two"], ["sheet", "trial"])
    frida.do("sheet", "trial", on=1)
    assert frida.expected(on=10) == []
    frida.fill("judged", on=15, decision="training", **TRIAL).do("decided", on=17)
    assert frida.phases(on=17) == ["step_three"]

    frida.do("place", on=20).do("my_stairs", on=30).do("own_goal", on=40)
    frida.keep_up("coaching", until=60)
    frida.do("net", on=61).do("try_chores", on=70)
    assert frida.phases(on=200) == []
    frida.keep_up(until=244)
    assert frida.phases(on=244) == ["step_four"]
    assert frida.expected(on=244) == ["coach_talk", "coaching", "future_talk", "steps"]
    frida.fill("future_talk", on=250, wish="job", pace="some_days").do("coach_talk", on=255).do("examine", on=255)

    assert frida.phases(on=255) == ["step_five"]
    frida.do("workplace", on=270).do("someone_cares", on=271)
    assert frida.expected(on=271) == ["exit_interview", "steps"]
    frida.keep_up(until=280)
    frida.fill("exit_interview", on=290, how_long=10, most="stable", stable=5).do("exit_meet", on=290)
    frida.leave(on=291, outcome="work")
    assert frida.goals(on=291) == {"into_work": True, "asked_out": True}
    frida.has_walked_it_all(on=292, never=["occupation"])


def test_gun_stays_in_occupation_and_is_asked_every_year(walks):
    gun = walks("ostervik", age=59).do("sheet", "trial", on=1)
    gun.fill("judged", on=15, decision="occupation", **TRIAL).do("decided", on=16)
    assert gun.phases(on=16) == ["occupation"]
    gun.do("calm_place", on=20)
    assert gun.late(on=395) == ["coaching", "steps", "uc_talk", "yearly"]
    gun.do("yearly", on=395)
    assert gun.phases(395, "waiting") == ["step_three", "step_four", "step_five"]
