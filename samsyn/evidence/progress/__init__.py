"""Progress: step moves and dual ratings over time, the caseworker's belief, change of caseworker, activities.

`shares`: how many moved (two named measures), changed caseworker, had something work-oriented going. `over_time`:
moves by quarter. `ratings`: what the person and the caseworker say, and how it differs. `related`: how all this goes
together with work or studies afterwards: an association, never an effect.

Source of the questions: BIP (Væksthusets Forskningscenter, 2011-2016) found that the caseworker's belief goes with
getting work, that work-oriented activity in parallel does, and that a change of caseworker goes with the opposite.
"""

from samsyn.evidence.progress.related import related as related
from samsyn.evidence.progress.shares import shares as shares
from samsyn.evidence.progress.times import over_time as over_time
from samsyn.evidence.progress.times import ratings as ratings

__all__ = ["over_time", "ratings", "related", "shares"]
