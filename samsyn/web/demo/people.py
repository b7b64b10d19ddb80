"""The demo's newcomers. Nobody in it exists; numbers are of the test range."""

import datetime as dt

from samsyn.web.demo.beginning import Newcomer

KIM = Newcomer(
    "Kim", "Exempelsson", "woman", dt.date(1990, 3, 14), "handlaggare.soc", 240, "physical_and_mental",
    "Har haft försörjningsstöd i fyra år. Ont i ryggen och oro som gör det svårt att komma i väg. Vill pröva "
    "att arbeta igen, i lagom takt.",
    "Jag vill ha ett jobb där jag kan både sitta och stå, och slippa oroa mig för pengar.",
)  # fmt: skip
OTHERS = (
    Newcomer("Alex", "Provsson", "man", dt.date(1984, 6, 2), "handlaggare.fk", 200, "mental",
             "Sjukskriven två år för utmattning. Läkaren ser att arbetsträning i liten omfattning kan börja."),
    Newcomer("Robin", "Testlund", "man", dt.date(1998, 11, 20), "handlaggare.af", 170, "none",
             "Inskriven länge utan arbete. Saknar fullföljt gymnasium och vill pröva praktik."),
    Newcomer("Noor", "Mallström", "woman", dt.date(1979, 1, 9), "handlaggare.soc", 150, "physical",
             "Ont i axlarna efter städarbete. Svenskan räcker i vardagen men inte på kurs."),
    Newcomer("Jo", "Åprov", "woman", dt.date(1993, 8, 30), "handlaggare.region", 120, "mental",
             "Behandlingen är klar om två månader. Behöver något att gå till direkt efter."),
    Newcomer("Sam", "Öström", "man", dt.date(1988, 5, 5), "handlaggare.fk", 95, "physical_and_mental",
             "Aktivitetsersättningen är slut. Behöver bedömning av arbetsförmåga i verklig miljö."),
    Newcomer("Mika", "Älvprov", "woman", dt.date(2001, 2, 17), "handlaggare.af", 60, "none",
             "Hoppade av skolan. Kommer till möten när någon ringer innan."),
)  # fmt: skip
WAITING = (
    Newcomer("Ronja", "Figursson", "woman", dt.date(1995, 9, 12), "handlaggare.soc", 12, "mental",
             "Vill komma ut och träffa folk. Har inte arbetat på sex år."),
    Newcomer("Ali", "Exempelberg", "man", dt.date(1982, 12, 1), "handlaggare.af", 8, "physical",
             "Lastbilschaufför som inte kan köra längre. Behöver hitta ett nytt yrke."),
)  # fmt: skip
