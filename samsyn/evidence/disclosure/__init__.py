"""Disclosure control: what may be shown to whom, so that no number tells of one person.

Three audiences. *Inside* may read each person: exact. *Association*: declared divisions with consistent noise
(`shown`). *Public*: fixed releases, audited as a whole (`release`), attacked before they leave (`attack`). Files of
persons: `check` and `safe`. Printed tables in and out: `printed`. Threshold 5 unless said otherwise.
"""

from samsyn.evidence.disclosure.attacker import Attack as Attack
from samsyn.evidence.disclosure.attacker import attack as attack
from samsyn.evidence.disclosure.counts import TOTAL as TOTAL
from samsyn.evidence.disclosure.counts import CountTable as CountTable
from samsyn.evidence.disclosure.counts import Published as Published
from samsyn.evidence.disclosure.declared import Declared as Declared
from samsyn.evidence.disclosure.door import Audience as Audience
from samsyn.evidence.disclosure.door import shown as shown
from samsyn.evidence.disclosure.micro import Wanted as Wanted
from samsyn.evidence.disclosure.micro import check as check
from samsyn.evidence.disclosure.micro import safe as safe
from samsyn.evidence.disclosure.noise import perturbed as perturbed
from samsyn.evidence.disclosure.release import Release as Release
from samsyn.evidence.disclosure.release import only_small_hidden as only_small_hidden
from samsyn.evidence.disclosure.release import release as release

__all__ = [
    "TOTAL", "Attack", "Audience", "CountTable", "Declared", "Published", "Release", "Wanted", "attack", "check",
    "only_small_hidden", "perturbed", "release", "safe", "shown",
]  # fmt: skip
