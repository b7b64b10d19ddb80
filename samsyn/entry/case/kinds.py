"""What an item is, and what a consent is given for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ItemKind(models.TextChoices):
    """What an item is. The words are what the timeline calls it."""

    IDENTITY = "identity", _("Person")
    CONSENT = "consent", _("Samtycke")
    REFERRAL = "referral", _("Remiss")
    PICTURE = "picture", _("Underlag till urval")
    DECISION = "decision", _("Urvalsbeslut")
    ENROLMENT = "enrolment", _("Inskrivning")
    FILED_COPY = "filed_copy", _("Kopia i egen akt")
    NOTE = "note", _("Anteckning")
    ASSESSMENT = "assessment", _("Bedömning")
    REQUEST = "request", _("Förfrågan")
    PLAN = "plan", _("Plan")
    LINKED_PLAN = "linked_plan", _("Myndighetens plan")
    GOAL = "goal", _("Mål")
    MILESTONE = "milestone", _("Delmål")
    ACTIVITY = "activity", _("Aktivitet")
    WORKPLACE = "workplace", _("Arbetsplats")
    MEETING = "meeting", _("Möte")
    MINUTES = "minutes", _("Minnesanteckning")
    STEP_MOVE = "step_move", _("Stegförflyttning")
    LIVELIHOOD = "livelihood", _("Försörjning")
    OCCUPATION = "occupation", _("Sysselsättning")
    EXIT = "exit", _("Avslut")
    FOLLOW_UP = "follow_up", _("Uppföljning")
    ATTACHMENT = "attachment", _("Bilaga")
    HANDOVER = "handover", _("Byte av handläggare")
    DEVIATION = "deviation", _("Avvikelse")
    METHOD_MARK = "method_mark", _("I metoden")
    FORM = "form", _("Formulär")
    DOCUMENT = "document", _("Dokument")
    COURSE = "course", _("Kurs eller grupp")
    PURCHASE = "purchase", _("Inköp")
    RATING = "rating", _("Skattning")
    MODULE_PARTS = "module_parts", _("Modul i mindre delar")


class Category(models.TextChoices):
    """Informationsmängd: what a consent is given for."""

    HEALTH = "health", _("Hälsa")
    LIVELIHOOD = "livelihood", _("Försörjning")
    SOCIAL = "social", _("Social situation")
    HOUSING = "housing", _("Boende")
    WORK_AND_STUDY = "work_and_study", _("Arbete och studier")
    NETWORK = "network", _("Nätverk")
    ASSESSMENT = "assessment", _("Bedömningar")
    PLAN = "plan", _("Plan och aktiviteter")
    OTHER = "other", _("Övrigt")
