"""What codes of an answer are called: those of our lists by their words, the library's own by words of ours."""

from django.utils.translation import gettext_lazy as _

from samsyn.basis.code_list.queries import words as list_words
from samsyn.entry.person.models import Sex

MISSING = _("Svar saknas")
OWN = {
    "missing": MISSING, "unclear": _("Oklart vilken som är störst"), "not_mapped": _("Koder som inte är sorterade"),
    "work": _("Arbete"), "studies": _("Studier"), "job_seeking": _("Aktivt arbetssökande"), "other": _("Annat"),
    "woman": _("Kvinnor"), "man": _("Män"), "unknown": _("Vet inte"),
    "before": _("Före"), "start": _("Vid start"), "exit": _("Efter"), "follow_up_3": _("Efter 3 månader"),
    "follow_up_6": _("Efter 6 månader"), "follow_up_12": _("Efter 12 månader"), "change": _("Förändring"),
    "forward": _("Framåt"), "sideways": _("Åt sidan"), "back": _("Bakåt"), "none": _("Ingen"),
    "joint_share": _("Gemensamma steg, av alla steg"),
    "parallelism": _("Tid då minst två parter gör något, av all tid"),
    "gaps": _("Ärenden med minst 90 dagar utan något"), "step_move": _("Gick framåt"),
    "step_move_or_next_step": _("Gick framåt eller har ett tydligt nästa steg"),
    "changed_caseworker": _("Bytte handläggare"), "work_oriented_activity": _("Hade aktivitet riktad mot arbete"),
    "parallel_activity": _("Hade sådan samtidigt med annan aktivitet"),
    "participations": _("Deltaganden"), "persons": _("Personer"), "person": _("Med personuppgifter"),
    "anonymous": _("Anonyma"), "volume": _("Bara antal"),
}  # fmt: skip
LISTS = {
    "livelihood": ("livelihood", "livelihood_2006"), "occupation": ("occupation", "occupation_2006"),
}  # fmt: skip
VARIABLES = {
    "sex": _("Kön"), "age_group": _("Ålder"), "education": _("Utbildning"), "household": _("Hushåll"),
    "country_of_birth": _("Födelseland"), "time_in_need": _("Tid i behov av stöd"),
    "measure_type": _("Typ av insats"), "municipality": _("Kommun"), "referred_by": _("Remitterad av"),
    "intervention": _("Insats"), "start_year": _("Startår"), "exit_reason": _("Avslutsorsak"),
    "exit_outcome": _("Efter avslut"), "year": _("År"),
}  # fmt: skip
TABLES = {
    "after": _("Arbete, studier eller arbetssökande efter"), "exit_reason": _("Avslutsorsak"),
    "exit_outcome": _("Efter avslut"), "education": _("Utbildning"), "age_group": _("Ålder"),
    "time_in_need": _("Tid i behov av stöd"),
}  # fmt: skip
WHATS = {
    ("work", "after"): _("Arbetar efter"), ("work", "started"): _("Började arbeta"),
    ("work", "increased"): _("Arbetar mer"), ("work", "started_or_increased"): _("Började arbeta eller arbetar mer"),
    ("studies", "after"): _("Studerar efter"), ("studies", "started"): _("Började studera"),
    ("studies", "increased"): _("Studerar mer"),
    ("studies", "started_or_increased"): _("Började studera eller studerar mer"),
    ("either", "after"): _("Arbetar eller studerar efter"),
    ("either", "started"): _("Började arbeta eller studera"),
    ("either", "increased"): _("Arbetar eller studerar mer"),
    ("either", "started_or_increased"): _("Började arbeta eller studera, eller ökade"),
}  # fmt: skip
EXCLUDED = {
    "missing_after": _("Svar saknas efter"), "missing_before": _("Svar saknas före"),
    "before_missing": _("Svar saknas före"), "other_before": _("Hade en annan försörjning före"),
    "not_at_work_on_exit": _("Inte i arbete vid avslut"),
    "without_cost": _("Deltaganden i insatser utan kostnad"), "ongoing": _("Inte avslutade än"),
    "anonymous": _("Anonyma (bara kön och startår)"),
    "volume": _("Räknas bara som antal"), "wrong_registration": _("Felregistrerade"),
    "missing": MISSING, "undated": _("Utan dagar"), "outside_period": _("Utanför perioden"),
    "not_chosen": _("Andra än de valda"), "not_answered": MISSING, "no_before": _("Svar saknas före"),
    "no_after": _("Svar saknas efter"), "not_in_work_at_exit": _("Inte i arbete vid avslut"),
    "no_answer_at_exit": _("Svar saknas vid avslut"), "duration": _("Tid saknas"), "entry": _("Start saknas"),
    "not_at_start": _("Svar saknas före"), "not_at_end": _("Svar saknas efter"),
    "group": _("Grupp saknas"), "event": _("Händelse saknas"), "no_start": _("Startdag saknas"),
}  # fmt: skip
HIDDEN = {
    "small_base": _("för få att visa"), "small_count": _("för få att visa"),
    "complementary": _("visas inte, för annars går ett annat tal att räkna ut"),
    "no_record_key": _("kan inte visas här"),
}  # fmt: skip


def said(name: str, code: str) -> str:
    """What `code` of the dimension `name` is called, in the language of the page; a name is itself."""
    if name == "sex":
        words = {str(value): words for value, words in Sex.choices}
        return str(OWN.get(code) or words.get(code) or code)
    for list_name in LISTS.get(name, (name,)):
        if (found := list_words(list_name, code)) != code:
            return found
    return str(OWN.get(code, code))


def excluded(reason: str) -> str:
    """Why some were left out."""
    return str(EXCLUDED.get(reason, reason.replace("_", " ")))


def hidden(reason: str) -> str:
    """Why a number is not shown."""
    return str(HIDDEN.get(reason, HIDDEN["small_base"]))


def variable(name: str) -> str:
    """What a background variable is called."""
    return str(VARIABLES.get(name, name))
