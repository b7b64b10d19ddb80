"""All models of this phase, for Django."""

from samsyn.learning.deviation.models import Deviation
from samsyn.learning.pilot_case.models import PilotCase
from samsyn.learning.study.models import ReleaseDecision, Snapshot, Study, StudyPerson, StudyWorker

__all__ = ["Deviation", "PilotCase", "ReleaseDecision", "Snapshot", "Study", "StudyPerson", "StudyWorker"]
