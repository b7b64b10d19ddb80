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
YOUNG = (
    Newcomer("Elin", "Provlund", "woman", dt.date(2003, 4, 11), "handlaggare.af", 70, "none",
             "Har sökt arbete sedan skolan slutade. Vill pröva praktik med stöd."),
    Newcomer("Omar", "Testberg", "man", dt.date(2004, 10, 2), "handlaggare.soc", 66, "mental",
             "Sover på dagarna. Vill komma i gång med något kort några dagar i veckan."),
    Newcomer("Tove", "Mallgren", "woman", dt.date(2002, 7, 19), "handlaggare.fk", 40, "mental",
             "Aktivitetsersättningen tar slut i höst. Vill läsa klart gymnasiet."),
    Newcomer("Nils", "Figurberg", "man", dt.date(2005, 1, 30), "handlaggare.soc", 6, "none",
             "Flyttade hit i våras och känner ingen. Vill träffa andra och hitta ett jobb."),
    Newcomer("Saga", "Exempelvik", "woman", dt.date(2001, 12, 6), "handlaggare.af", 9, "physical",
             "Behöver anpassat arbete efter en skada i handen."),
)  # fmt: skip
DRAFTED = (
    Newcomer("Lo", "Utkastsson", "woman", dt.date(2000, 3, 3), "handlaggare.soc", 2, "mental",
             "Vill ha hjälp att komma tillbaka efter en lång tid hemma."),
    Newcomer("Bo", "Skisslund", "man", dt.date(1999, 8, 8), "samordnare", 1, "none",
             "Ringde själv och undrade vad som finns. Vill komma ut på en arbetsplats."),
)  # fmt: skip
