"""Before and after against a recount by hand: bases, missing, several at once, one state, the main source."""

from samsyn.evidence import describe, example


def told(report, **of):
    return {
        part.of["code"]: (part.numerator, part.denominator)
        for part in report.parts
        if {name: value for name, value in part.of.items() if name != "code"} == of
    }


def test_each_moment_has_its_own_base_and_missing_is_a_row():
    report = describe.before_after(example.tables(), collapsed=True)
    assert told(report, moment="exit") == {
        "work": (2, 5), "studies": (1, 5), "job_seeking": (1, 5), "other": (1, 5), "missing": (1, 6)
    }  # fmt: skip
    assert told(report, moment="exit", sex="man") == {
        "work": (0, 2), "studies": (1, 2), "job_seeking": (0, 2), "other": (1, 2), "missing": (1, 3)
    }  # fmt: skip
    assert report.exclusions == {"anonymous": 2, "volume": 3, "ongoing": 2}
