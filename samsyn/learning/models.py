"""All models of this phase, for Django."""

from samsyn.learning.deviation.models import Deviation
from samsyn.learning.pilot_case.models import PilotCase
from samsyn.learning.published.models import ConstructedTable, PublishedReport
from samsyn.learning.statistics.models import Answer, Release, SavedQuestion
from samsyn.learning.study.models import ReleaseDecision, Snapshot, Study, StudyPerson, StudyWorker

__all__ = [
    "Answer", "ConstructedTable", "Deviation", "PilotCase", "PublishedReport", "Release", "ReleaseDecision",
    "SavedQuestion", "Snapshot", "Study", "StudyPerson", "StudyWorker",
]  # fmt: skip
