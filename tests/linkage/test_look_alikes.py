"""Look-alikes that stay apart and rewritten titles that belong together, through prepare, blocking and scoring."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from event_dedup.linkage import match_weight
from event_dedup.settings import Thresholds

from .listings import listing, scored


def occurrence(date: str, start: str, end: str | None = None) -> dict[str, Any]:
    return {"date": date, "start_time": start, "end_time": end, "end_date": None}


MERGE = match_weight(Thresholds().merge)
SAME = {
    "two days of a parish fair, one by one": (
        listing("a/1", "Kerwe Tannau", "2031-06-07", "11:00", city="Tannau", venue="Dorfplatz"),
        listing("a/2", "Kerwe Tannau", "2031-06-08", "14:00", city="Tannau", venue="Dorfplatz"),
    ),
    "a parish fair by two of its words, and its second day": (
        listing("a/1", "Kerwe Tannau", "2031-06-06", "17:00", end_date="2031-06-09", city="Tannau"),
        listing("b/1", "Kirmes in Tannau", "2031-06-07", "17:00", city="Tannau", venue="Dorfplatz"),
    ),
    "one course by its end": (
        listing(
            "a/1",
            "Kochkurs für Einsteiger",
            city="Tannau",
            venue="Rebschule",
            dates=[occurrence("2031-05-03", "18:00", "21:30")],
        ),
        listing(
            "b/1",
            "Kochkurs: Küche für Einsteiger",
            city="Tannau",
            dates=[occurrence("2031-05-03", "18:30", "21:30")],
        ),
    ),
    "the season of carnival opens": (
        listing("a/1", "Faschingsauftakt", time="11:11", city="Tannau", venue="Rathaus"),
        listing("b/1", "Eröffnung der fünften Jahreszeit", time="11:11", city="Tannau", venue="Gemeindeamt"),
    ),
    "the Sunday of the dead by both of its names": (
        listing("a/1", "Gottesdienst am Ewigkeitssonntag", time="10:00", city="Tannau", venue="St. Ursula"),
        listing("b/1", "Godi zum Totensonntag", time="10:00", city="Tannau", venue="Kath. Kirche"),
    ),
    "a church by its kind and by its saint": (
        listing("a/1", "Festgottesdienst zum Patrozinium", time="10:30", city="Tannau", venue="Kath. Kirche"),
        listing("b/1", "Gottesdienst zum Patrozinium", time="10:30", city="Tannau", venue="St. Ursula"),
    ),
    "a church by its saint in two ways": (
        listing("a/1", "Abendlob", time="18:00", city="Tannau", venue="Johanneskirche"),
        listing("b/1", "Abendlob mit Orgel", time="18:00", city="Tannau", venue="Kirche St. Johannes"),
    ),
    "a film night and its film": (
        listing("a/1", "Kinoabend", time="18:00", city="Tannau", venue="Kino Rebstern"),
        listing(
            "b/1",
            "Ein Herbst in Tamsweg",
            time="18:00",
            city="Tannau",
            venue="Rebstern-Kino",
            description="Das Drama erzählt von einer Heimkehr.",
        ),
    ),
    "a film with a word for a duel in its title": (
        listing("a/1", "Filmclub zeigt: Gegen den Wind", time="20:00", city="Tannau", venue="Rebstern-Kino"),
        listing("b/1", "Kommunales Kino: Gegen den Wind", city="Tannau", venue="Kino Rebstern"),
    ),
    "a date in the title": (
        listing("a/1", "Adventsfenster bei Familie Sandmüller am 3. Mai", time="17:30", city="Tannau"),
        listing("b/1", "Adventsfenster Familie Sandmüller", time="17:30", city="Tannau"),
    ),
    "a conference by its first letters": (
        listing("a/1", "RQCM", city="Maribor, Slovenia"),
        listing("b/1", "Regional Quark Conference of Mountains - Maribor", city="Maribor (SI)"),
    ),
    "an edition told on one side": (
        listing("a/1", "Quark Slam #21", city="Leeds, UK"),
        listing("b/1", "Quark Slam", city="United Kingdom, Leeds"),
    ),
    "a town in two languages, each with its country": (
        listing("a/1", "QuarkDays", city="Genova - Italy"),
        listing("b/1", "Quark Days", city="Genoa Italy"),
    ),
    "a cellar named in two ways": (
        listing(
            "a/1", "Weinprobe bei Familie Sandmüller", time="18:00", city="Tannau", venue="Familie Sandmüller"
        ),
        listing(
            "b/1", "Weinprobe im Weingut Sandmüller", time="18:00", city="Tannau", venue="Weingut Sandmüller"
        ),
    ),
    "an address and the house in that street": (
        listing("a/1", "Herbstkonzert der Lyra", time="17:00", city="Tannau", venue="Hauptstraße 30"),
        listing(
            "b/1", "Herbstkonzert der Lyra", time="17:30", city="Tannau", venue="Löwen", street="Hauptstr."
        ),
    ),
    "a team told in the text of a headline": (
        listing(
            "a/1",
            "Tannau will nachlegen",
            time="15:00",
            city="Tannau",
            venue="Sportplatz",
            description="Die Herren 2 des SV Tannau empfangen den FC Alpach auf dem Sportplatz.",
        ),
        listing("b/1", "Herren 2: SV Tannau – FC Alpach", time="15:00", city="Tannau", venue="Sportplatz"),
    ),
    "a town and its office": (
        listing("a/1", "Korbmarkt", time="10:00", city="Große Kreisstadt Tannau", venue="Marktplatz"),
        listing("b/1", "Markt der Korbflechter", time="10:00", city="Stadt Tannau", district="Rebstetten"),
    ),
    "one match in two orders": (
        listing(
            "a/1",
            "Fußball D-Junioren: SV Tannau gegen TSV Alpach",
            time="14:00",
            city="Tannau",
            venue="Sportplatz",
        ),
        listing(
            "b/1",
            "Punktspiel: SV Tannau gegen TSV Alpach, D-Junioren",
            time="14:00",
            city="Tannau",
            venue="Rebland-Stadion",
        ),
    ),
    "parts counted in two ways": (
        listing("a/1", "Write Your Memoir - Part 2", time="18:30", city="Ashford", venue="Ashford Library"),
        listing("b/1", "Write Your Memoir Pt. 2", time="18:30", city="Ashford", venue="Ashford Library"),
    ),
    "a county where the quarter belongs": (
        listing(
            "a/1", "Korbmarkt", time="10:00", city="Tannau", district="Rebland-Kreis", venue="Marktplatz"
        ),
        listing("b/1", "Markt der Korbflechter", time="10:00", city="Tannau", district="Rebstetten"),
    ),
    "a postal code before the town": (
        listing("a/1", "Frühlingsmarkt der Korbflechter", time="11:00", city="79999 Tannau"),
        listing("b/1", "Frühlingsmarkt der Korbflechter", time="11:00", city="Tannau"),
    ),
    "headline and calendar name": (
        listing(
            "a/1",
            "Wenn die Strohgeister durch die Gassen springen",
            time="14:11",
            city="Tannau",
            venue="Rathausplatz",
            description="Der Umzug der Narrenzunft Strohgeister Tannau zieht los. Zugführer ist Emil Rautwasser.",
        ),
        listing(
            "b/1",
            "Narrenumzug der Strohgeister",
            time="14:11",
            city="Tannau",
            venue="Rathausplatz",
            description="Umzug mit der Narrenzunft Strohgeister, Zugführer Emil Rautwasser.",
        ),
    ),
    "prefix and compound": (
        listing(
            "a/1", "Vortrag: Bienenhaltung im Schwarzwald", time="19:30", city="Tannau", venue="Pfarrsaal"
        ),
        listing("b/1", "Bienen-Haltung im Schwarzwald", time="19:30", city="Tannau", venue="Pfarrsaal"),
    ),
    "midnight for a real time": (
        listing("a/1", "Jahreskonzert Musikverein Lyra", time="00:00", city="Tannau", venue="Rebhalle"),
        listing("b/1", "Jahreskonzert Musikverein Lyra", time="20:00", city="Tannau", venue="Rebhalle"),
    ),
    "bare brand and brand with city": (
        listing("a/1", "Quarkconf", city="Utrecht", country="Netherlands", end_date="2031-05-04"),
        listing("b/1", "Quarkconf Utrecht 2031", city="Utrecht", country="NL", end_date="2031-05-04"),
    ),
    "a wrong date in another list": (
        listing("a/1", "Rustic Quarks Conference", city="Utrecht"),
        listing("b/1", "Rustic Quarks Conference", "2031-05-04", city="Utrecht"),
    ),
    "acronym": (
        listing("a/1", "NQS 2031", city="Utrecht", country="Netherlands"),
        listing("b/1", "Northern Quark Summit", city="Utrecht", country="Netherlands"),
    ),
    "another label for the same city": (
        listing("a/1", "Frühlingsmarkt der Korbflechter", time="11:00", city="Tannau im Breisgau"),
        listing("b/1", "Frühlingsmarkt der Korbflechter", time="11:00", city="Tannau i. Br."),
    ),
    "a brand run together and written apart": (
        listing("a/1", "QuarkConf Utrecht", city="Utrecht", country="Netherlands"),
        listing("b/1", "Quark Conference for Everyone", city="Utrecht", country="Netherlands"),
    ),
    "a compound and its parts": (
        listing("a/1", "Ortschaftsratssitzung", time="19:00", city="Tannau", venue="Rebhalle"),
        listing("b/1", "Sitzung Ortschaftsrat Tannau", time="19:15", city="Tannau"),
    ),
    "a state for the town": (
        listing("a/1", "Rustic Quarks", city="Illinois", country="USA"),
        listing("b/1", "Rustic Quarks", city="Chicago, IL", country="USA"),
    ),
    "online in two wordings": (
        listing("a/1", "Bienenhaltung für Neugierige", time="19:00", venue="Online"),
        listing("b/1", "Bienenhaltung für Neugierige", time="19:00", city="Zoom"),
    ),
    "a room of the house": (
        listing("a/1", "Stilles Malen", time="10:00", venue="Alpach Bücherei"),
        listing("b/1", "Stilles Malen", time="10:00", venue="Lesesaal der Alpach Bücherei"),
    ),
    "title and venue in the title": (
        listing("a/1", "Nebelgeiger", time="20:00", venue="Kulturscheune Alpach", city="Alpach"),
        listing(
            "b/1",
            "Nebelgeiger in der Kulturscheune",
            time="20:00",
            venue="Kulturscheune Alpach",
            city="Alpach",
        ),
    ),
    "a word parted at the end of a line": (
        listing("a/1", "Korbflech- ten und Stuhlbezug", time="18:00", city="Tannau", venue="Werkhaus"),
        listing("b/1", "Korbflechten und Stuhlbezug", time="18:00", city="Tannau", venue="Werkhaus"),
    ),
    "eight in the evening taken for eight in the morning": (
        listing("a/1", "Nebelgeiger", time="20:00", city="Alpach", venue="Kulturscheune"),
        listing("b/1", "Nebelgeiger", time="08:00", city="Alpach", venue="Kulturscheune"),
    ),
    "a length in the title is no part number": (
        listing("a/1", "Tageswanderung (18 km) um den Rebstein", time="10:00", city="Tannau"),
        listing("b/1", "Wanderung rund um den Rebstein", time="10:00", city="Tannau"),
    ),
    "the same speaker under another headline": (
        listing(
            "a/1",
            "Wenn der Strom vom Balkon kommt",
            time="19:00",
            city="Tannau",
            description="Es spricht Gerda Nebelhauer.",
        ),
        listing(
            "b/1",
            "Vortrag: Kleine Solaranlagen",
            time="19:00",
            city="Tannau",
            venue="Rebhalle",
            description="Referentin ist Gerda Nebelhauer.",
        ),
    ),
    "a course for somebody is no course F": (
        listing("a/1", "Korbflechten: Kurs für Anfänger", time="18:00", city="Tannau", venue="Werkhaus"),
        listing("b/1", "Kurs Korbflechten für Anfänger", time="18:00", city="Tannau"),
    ),
    "a hall within a school": (
        listing("a/1", "Chorprobe zum Mitsingen", time="18:00", city="Tannau", venue="Rebbergschule"),
        listing("b/1", "Wer singt mit?", time="18:00", city="Tannau", venue="Aula der Rebbergschule"),
    ),
    "a speaker spelt as heard": (
        listing(
            "a/1",
            "Wenn der Strom vom Balkon kommt",
            time="19:00",
            city="Tannau",
            description="Es spricht Gerda Hoffmann.",
        ),
        listing(
            "b/1",
            "Vortrag: Kleine Solaranlagen",
            time="19:00",
            city="Tannau",
            venue="Rebhalle",
            description="Referentin ist Gerda Hofmann.",
        ),
    ),
    "a speaker badly read": (
        listing(
            "a/1",
            "Fackelwanderung der Landfrauen",
            time="17:00",
            city="Tannau",
            description="Anmeldung bei Gerda Nebelhauer.",
        ),
        listing(
            "b/1",
            "Fackelwanderung",
            time="17:00",
            city="Tannau",
            venue="Marktplatz",
            description="Anmeldung bei Gerda Nebelhaucr.",
        ),
    ),
    "an address for the hall": (
        listing("a/1", "Wassergymnastik mit Musik", time="18:00", city="Tannau", venue="Rebbergweg 14"),
        listing("b/1", "Kurs Wassergymnastik", time="18:00", city="Tannau", venue="Hallenbad"),
    ),
    "a youth centre is not for the young alone": (
        listing("a/1", "Jugendzentrum: Tag der offenen Tür", time="14:00", city="Tannau", venue="Jugendhaus"),
        listing("b/1", "Tag der offenen Tür für Kinder", time="14:00", city="Tannau", venue="Jugendzentrum"),
    ),
    "a district that is no quarter": (
        listing("a/1", "Frühlingsmarkt der Korbflechter", city="Tannau", district="Landkreis Rebtal"),
        listing("b/1", "Frühlingsmarkt der Korbflechter", city="Tannau", district="Oberdorf"),
    ),
    "a town and its river": (
        listing("a/1", "Frühlingsmarkt", time="11:00", city="Tannau/Reb", venue="Marktplatz"),
        listing("b/1", "Frühlingsmarkt", time="11:00", city="Tannau", venue="Marktplatz"),
    ),
    "two words for one thing": (
        listing("a/1", "Altennachmittag", time="14:00", city="Tannau", venue="Pfarrsaal"),
        listing("b/1", "Seniorentreff", time="14:00", city="Tannau", venue="Pfarrheim"),
    ),
    "a spa with and without its title": (
        listing("a/1", "Frühlingsmarkt der Korbflechter", time="11:00", city="Bad Tannau"),
        listing("b/1", "Frühlingsmarkt der Korbflechter", time="11:00", city="Tannau"),
    ),
}
DIFFERENT = {
    "two days of a weekly market": (
        listing("a/1", "Wochenmarkt", "2031-06-05", "08:00", city="Tannau", venue="Marktplatz"),
        listing("a/2", "Wochenmarkt", "2031-06-07", "08:00", city="Tannau", venue="Marktplatz"),
    ),
    "a play on two evenings": (
        listing("a/1", "Der Bunker", "2031-06-05", "20:00", city="Tannau", venue="Dorfbühne"),
        listing("a/2", "Der Bunker", "2031-06-06", "20:00", city="Tannau", venue="Dorfbühne"),
    ),
    "one street in two quarters": (
        listing("a/1", "Seniorennachmittag", city="Tannau", district="Talheim", street="Hauptstraße"),
        listing("b/1", "Seniorennachmittag", city="Tannau", district="Rebstetten", street="Hauptstraße"),
    ),
    "the second team and the women": (
        listing("a/1", "SV Tannau – FC Alpach (Zweite)", time="15:00", city="Tannau", venue="Sportplatz"),
        listing("b/1", "SV Tannau – FC Alpach (Frauen)", city="Tannau", venue="Sportplatz"),
    ),
    "one name in two countries, one of them without a town": (
        listing("a/1", "QuarkFest", city="Ohio", country="USA"),
        listing("b/1", "QuarkFest", city="Leiden", country="Netherlands"),
    ),
    "two things in two kinds of house": (
        listing("a/1", "Frühlingsfest der Lyra", time="14:00", city="Tannau", venue="Festhalle"),
        listing(
            "b/1", "Frühlingsfest des Heimatvereins", time="14:00", city="Tannau", venue="Gasthaus Adler"
        ),
    ),
    "two preachers at one hour": (
        listing(
            "a/1",
            "Familiengottesdienst",
            time="10:00",
            venue="St. Blasius",
            description="Predigt: Pia Korbmann.",
        ),
        listing(
            "b/1",
            "Gottesdienst",
            time="10:00",
            city="Tannau",
            venue="St. Blasius",
            description="Predigt: Greta Nebelhauer.",
        ),
    ),
    "two films at one hour": (
        listing("a/1", "Kino: Der rote Reiher", time="20:00", city="Tannau", venue="Rebstock-Lichtspiele"),
        listing(
            "b/1", "Nachts am Quarksee (Film)", time="20:00", city="Tannau", venue="Rebstock-Lichtspiele"
        ),
    ),
    "two games at one hour": (
        listing("a/1", "SV Tannau gegen TV Alpach", time="16:00", city="Tannau", venue="Rebhalle"),
        listing("b/1", "FC Rebstein gegen SC Nebelau", time="16:00", city="Tannau", venue="Rebhalle"),
    ),
    "two appointments": (
        listing("a/1", "Rentensprechtag, Termin 15:20 Uhr", time="15:20", city="Tannau", venue="Rathaus"),
        listing("b/1", "Rentensprechtag (Termin 15:40 Uhr)", time="15:40", city="Tannau", venue="Rathaus"),
    ),
    "two parties on one square": (
        listing("a/1", "Infostand der SPD", time="09:00", city="Tannau", venue="Marktplatz"),
        listing("b/1", "Infostand FDP", time="09:00", city="Tannau", venue="Marktplatz"),
    ),
    "the first and the second team": (
        listing("a/1", "SV Tannau – TV Alpach (Herren)", time="15:00", city="Tannau", venue="Rebhalle"),
        listing("b/1", "Herren II: SV Tannau – TV Alpach", time="13:00", city="Tannau", venue="Rebhalle"),
    ),
    "men and juniors": (
        listing("a/1", "SV Tannau – TV Alpach (Herren)", time="15:00", city="Tannau", venue="Rebhalle"),
        listing("b/1", "C-Juniorinnen: SV Tannau – TV Alpach", time="13:30", city="Tannau", venue="Rebhalle"),
    ),
    "two showings of a film": (
        listing("a/1", "Kino: Der rote Reiher", time="17:30", city="Tannau", venue="Rebstock-Lichtspiele"),
        listing("b/1", "Film: Der rote Reiher", time="20:00", city="Tannau", venue="Rebstock-Lichtspiele"),
    ),
    "two consulting hours": (
        listing("a/1", "Energieberatung mit Ida Kornblum", time="09:00", city="Tannau", venue="Rathaus"),
        listing("b/1", "Energieberatung", time="10:00", city="Tannau", venue="Rathaus"),
    ),
    "a run and another distance": (
        listing("a/1", "Heron Bridge Run 5K", time="09:00", city="Ashford", venue="Ashford High School"),
        listing(
            "b/1", "Heron Bridge Run Half Marathon", time="09:30", city="Ashford", venue="Ashford High School"
        ),
    ),
    "two schools' games": (
        listing(
            "a/1",
            "Milden Varsity Baseball @ Ashford",
            time="16:00",
            city="Tannau",
            venue="Ashford High School",
        ),
        listing(
            "b/1",
            "Reedham Varsity Baseball @ Cornwick",
            time="16:00",
            city="Tannau",
            venue="Cornwick High School",
        ),
    ),
    "afternoon and evening performance": (
        listing("a/1", "Die Räuberbraut", time="14:00", city="Tannau", venue="Rebhalle"),
        listing("b/1", "Die Räuberbraut", time="19:30", city="Tannau", venue="Rebhalle"),
    ),
    "part 1 and part 2": (
        listing("a/1", "Erste Hilfe am Hund, Teil 1", time="19:00", city="Tannau", venue="Rebhalle"),
        listing("b/1", "Erste Hilfe am Hund, Teil 2", time="20:30", city="Tannau", venue="Rebhalle"),
    ),
    "one course twice at one hour": (
        listing("a/1", "Korbflechten (1)", time="18:00", city="Tannau", venue="Werkhaus"),
        listing("b/1", "Korbflechten (2)", time="18:00", city="Tannau", venue="Werkhaus"),
    ),
    "group A and group B": (
        listing("a/1", "Korbflechten – Gruppe A", time="18:00", city="Tannau", venue="Werkhaus"),
        listing("b/1", "Korbflechten – Gruppe B", time="18:00", city="Tannau", venue="Werkhaus"),
    ),
    "the A and the B youth": (
        listing(
            "a/1", "Handball A-Jugend: SV Tannau – TV Alpach", time="16:00", city="Tannau", venue="Rebhalle"
        ),
        listing(
            "b/1", "Handball B-Jugend: SV Tannau – TV Alpach", time="18:00", city="Tannau", venue="Rebhalle"
        ),
    ),
    "women and men": (
        listing(
            "a/1", "Handball: SV Tannau Damen – TV Alpach", time="18:00", city="Tannau", venue="Rebhalle"
        ),
        listing(
            "b/1", "Handball: SV Tannau Herren – TV Alpach", time="20:00", city="Tannau", venue="Rebhalle"
        ),
    ),
    "sibling conferences": (
        listing("a/1", "QuarkConf", city="Utrecht", country="Netherlands"),
        listing("b/1", "LeptonDays", city="Utrecht", country="Netherlands"),
    ),
    "a devroom and its conference": (
        listing("a/1", "Quark Devroom", city="Utrecht", country="Netherlands"),
        listing("b/1", "OpenLepton", city="Utrecht", country="Netherlands"),
    ),
    "a devroom named after its conference": (
        listing("a/1", "OpenLepton – Quark Devroom", city="Utrecht", country="Netherlands"),
        listing("b/1", "OpenLepton", city="Utrecht", country="Netherlands"),
    ),
    "talks at a conference": (
        listing("a/1", "Dusk Talks @ OpenLepton 2031", city="Utrecht", country="Netherlands"),
        listing("b/1", "OpenLepton", city="Utrecht", country="Netherlands"),
    ),
    "a reading within a festival": (
        listing("a/1", "Lesung im Rahmen der Tannauer Buchtage", city="Tannau", venue="Rebhalle"),
        listing("b/1", "Tannauer Buchtage", city="Tannau", venue="Rebhalle"),
    ),
    "a play on several evenings and its second one": (
        listing(
            "a/1",
            "Der Hexenmüller",
            city="Tannau",
            venue="Rebhalle",
            dates=[occurrence("2031-05-03", "20:00"), occurrence("2031-05-09", "20:00")],
        ),
        listing("b/1", "Theater: Der Hexenmüller", "2031-05-09", "20:00", city="Tannau", venue="Rebhalle"),
    ),
    "two classes with other ends": (
        listing(
            "a/1",
            "Yoga am Abend",
            city="Tannau",
            venue="Rebhalle",
            dates=[occurrence("2031-05-03", "18:00", "19:00")],
        ),
        listing(
            "b/1",
            "Yoga",
            city="Tannau",
            venue="Rebhalle",
            dates=[occurrence("2031-05-03", "18:30", "20:00")],
        ),
    ),
    "yard sales at two numbers of one street": (
        listing("a/1", "Hofflohmarkt", time="10:00", city="Tannau", street="Rebgasse", street_no="3"),
        listing("b/1", "Hofflohmarkt", time="10:00", city="Tannau", street="Rebgasse", street_no="27"),
    ),
    "one market under two postcodes": (
        listing("a/1", "Wochenmarkt", time="08:00", city="Tannau", zipcode="77001"),
        listing("b/1", "Wochenmarkt", time="08:00", city="Tannau", zipcode="77009"),
    ),
    "two dances at other prices": (
        listing(
            "a/1", "Tanzabend", time="20:00", city="Tannau", venue="Rebhalle", description="Eintritt 15 Euro."
        ),
        listing("b/1", "Tanzabend", time="20:30", city="Tannau", description="Eintritt: 4 €."),
    ),
    "the parade of the next town": (
        listing("a/1", "Narrenumzug", time="14:00", city="Tannau", venue="Ortsmitte"),
        listing("b/1", "Narrenumzug", time="14:00", city="Alpach", venue="Ortsmitte"),
    ),
    "two kindergartens' open days": (
        listing(
            "a/1",
            "Tag der offenen Tür im Kindergarten Sonnenstrahl",
            time="14:00",
            city="Tannau",
            venue="Kindergarten Sonnenstrahl",
        ),
        listing(
            "b/1",
            "Tag der offenen Tür im Kindergarten Pusteblume",
            time="14:00",
            city="Tannau",
            venue="Kindergarten Pusteblume",
        ),
    ),
    "two films in one cinema": (
        listing(
            "a/1",
            "Kino: Der Mond von Alpach",
            time="20:00",
            city="Tannau",
            venue="Rebland-Lichtspiele",
            description="Regie: Emil Rautwasser. Mit Ida Kornblum.",
        ),
        listing(
            "b/1",
            "Kino: Sieben Ziegen",
            time="20:00",
            city="Tannau",
            venue="Rebland-Lichtspiele",
            description="Regie: Fritz Sandmüller. Mit Olga Weidenkamp.",
        ),
    ),
    "tours whose titles tell the hour": (
        listing("a/1", "Trolley Tour at 2:00pm", time="14:00", city="Milden", venue="Quarry Museum"),
        listing("b/1", "Trolley Tour", time="13:00", city="Milden", venue="Quarry Museum"),
    ),
    "a list of events and one of them": (
        listing(
            "a/1",
            "Terminvorschau der Lyra Tannau",
            time="19:00",
            city="Tannau",
            description="3.5. Maikonzert der Lyra; 9.5. Waldfest; 20.6. Serenade der Lyra am Weiher.",
        ),
        listing(
            "b/1",
            "Maikonzert der Lyra",
            time="19:00",
            city="Tannau",
            venue="Rebhalle",
            description="Serenade und Walzer: die Lyra lädt ein.",
        ),
    ),
    "general meetings of two clubs": (
        listing("a/1", "Jahreshauptversammlung Heimatverein", time="19:30", city="Tannau", venue="Löwen"),
        listing("b/1", "Jahreshauptversammlung des VdK", time="19:30", city="Tannau"),
    ),
    "two dances at one studio": (
        listing("a/1", "Salsa for Beginners", time="19:00", city="Milden", venue="Quarry Dance Studio"),
        listing("b/1", "Bachata for Beginners", time="19:00", city="Milden", venue="Quarry Dance Studio"),
    ),
    "varsity and junior": (
        listing("a/1", "Ashford Varsity Softball vs. Milden", time="16:00", venue="Ashford High School"),
        listing("a/2", "Ashford JV Softball vs. Milden", time="16:00", venue="Ashford High School"),
    ),
    "one class at two libraries": (
        listing("a/1", "Toddler Storytime", time="10:30", city="Ashford", venue="Ashford Library"),
        listing("b/1", "Toddler Storytime", time="10:30", city="Milden", venue="Milden Branch Library"),
    ),
    "one party's stand in two towns": (
        listing("a/1", "Infostand Bürgerliste", time="10:00", city="Tannau", venue="Marktplatz"),
        listing("b/1", "Infostand Bürgerliste", time="10:00", city="Alpach", venue="Marktplatz"),
    ),
    "next week's meeting": (
        listing("a/1", "Skatabend", "2031-05-03", "19:00", city="Tannau", venue="Löwen"),
        listing("b/1", "Skatabend", "2031-05-10", "19:00", city="Tannau", venue="Löwen"),
    ),
    "one brand in two cities": (
        listing("a/1", "QuarkDays Utrecht", city="Utrecht", country="Netherlands"),
        listing("b/1", "QuarkDays Leeds", city="Leeds", country="UK"),
    ),
}


@pytest.fixture(scope="module")
def strongest() -> dict[str, float]:
    """The strongest pair of each example, in bits: all at once, since a weight depends on its two records alone."""
    examples = SAME | DIFFERENT
    rows = [
        row | {"record_id": f"{row['source']}/{i}.{row['listing_id']}"}
        for i, name in enumerate(examples)
        for row in examples[name]
    ]
    best = dict.fromkeys(examples, -99.0)
    with duckdb.connect() as con:
        for (left, right), weight in scored(con, rows).items():
            if _example(left) == _example(right):
                name = list(examples)[_example(left)]
                best[name] = max(best[name], weight)
    return best


def _example(record_id: str) -> int:
    return int(record_id.split("/")[1].split(".")[0])


@pytest.mark.parametrize("name", SAME)
def test_listings_of_one_event_match(strongest: dict[str, float], name: str) -> None:
    assert strongest[name] >= MERGE


@pytest.mark.parametrize("name", DIFFERENT)
def test_look_alikes_do_not_match(strongest: dict[str, float], name: str) -> None:
    assert strongest[name] < MERGE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Pauluskirche", "Pfarrkirche St. Ursula"),
        ("Ev. Kirche", "Kath. Kirche"),
        ("Hebelschule", "Aula der Uhlandschule"),
        ("Gasthaus Adler", "Gasthaus Sonne"),
    ],
)
def test_another_house_of_its_kind_weighs_against_an_equal_title(one: str, other: str) -> None:
    rows = [
        listing(f"{source}/1", "Familiennachmittag", time="14:00", city="Tannau", venue=venue)
        for source, venue in (("a", one), ("b", one), ("c", other))
    ]
    with duckdb.connect() as con:
        pairs = scored(con, rows)
    assert pairs["a/1", "c/1"] < pairs["a/1", "b/1"] - 6


def test_an_hour_that_the_other_text_tells_otherwise_weighs_against_an_equal_title() -> None:
    here = {"city": "Tannau", "venue": "Kino Rebstern"}
    rows = [
        listing("a/1", "Schattenfeld", time="17:30", **here),
        listing("b/1", "Schattenfeld", **here, description="Beginn: 17.30 Uhr."),
        listing("c/1", "Schattenfeld", **here, description="Beginn: 20.15 Uhr."),
        listing("d/1", "Schattenfeld", **here, description="Beginn am Abend."),
    ]
    with duckdb.connect() as con:
        pairs = scored(con, rows)
    assert pairs["a/1", "c/1"] < pairs["a/1", "d/1"] - 1.5 < pairs["a/1", "b/1"] - 1.5
