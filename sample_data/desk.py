"""The desks where agencies write people down, and the files and the truth that come of it."""

import csv
import tomllib
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from anyascii import anyascii

from .names import NICKNAMES, TRANSLITERATIONS
from .people import Person, Registry

LAYOUTS = Path(__file__).parents[1] / "timeline" / "agencies"
MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WRITE_DATE = {
    "dd/mm/yyyy": lambda d: f"{d.day:02d}/{d.month:02d}/{d.year}",
    "dd.mm.yyyy": lambda d: f"{d.day:02d}.{d.month:02d}.{d.year}",
    "dd-mmm-yyyy": lambda d: f"{d.day:02d}-{MONTHS[d.month]}-{d.year}",
    "yyyy-mm-dd": lambda d: f"{d.year}-{d.month:02d}-{d.day:02d}",
    "yyyymmdd": lambda d: f"{d.year}{d.month:02d}{d.day:02d}",
}
ENCODINGS = {"idva-cases": "cp1252", "social-care": "utf-16", "school-roll": "utf-8-sig"}
DELIMITERS = {"ed-ecds": "|", "social-care": "\t"}
KEEPS_ACCENTS = {"schools", "idva"}
FILES = {
    "police-niche": "police_crimes_2025-03.csv", "ed-ecds": "ED_ECDS_011_20250331.txt", "gp-emis": "gp_coded_entries.csv",
    "maternity-msds": "maternity_contacts.csv", "health-visiting": "health_visiting_0-19.csv", "mental-health": "rio_progress_notes.csv",
    "probation-contacts": "ndelius_contacts.csv", "probation-addresses": "ndelius_addresses.csv", "probation-custody": "ndelius_custody.csv",
    "probation-licence": "ndelius_licence_conditions.csv", "probation-personal": "ndelius_personal_contacts.csv",
    "school-roll": "schools_roll_and_contacts.csv", "school-log": "schools_safeguarding_log.csv", "school-encompass": "encompass_notices.csv",
    "social-care": "lcs_export_unicode.txt", "family-court": "family_court_private_law.csv", "housing-tenancies": "housing_tenancies.csv",
    "housing-cases": "housing_cases.csv", "idva-cases": "idva_casework.csv", "marac-list": "marac_list.csv",
}
TRUTH = ("mention_id", "person", "report_id", "event", "family", "story")


class Layout:
    """A supplier's layout as the generator needs it: its columns in order, its way of dating, what makes a reference."""

    def __init__(self, path: Path):
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        self.name, self.agency, self.system, self.header = read["supplier"], read["agency"], read["system"], read["header"]
        self.columns = read.get("columns") or _columns(read)
        self.ref = read["report"]["ref"] if isinstance(read["report"]["ref"], list) else [read["report"]["ref"]]
        self.date = WRITE_DATE[read["dates"]]


def _columns(read) -> list:
    """Every column that a layout names, mapped or ignored, each once, in the layout's own order."""
    found = []
    for part in (read["report"], *read["people"].values(), read.get("asked", {})):
        for field, value in part.items():
            if isinstance(value, dict):
                found.append(value["column"])
            elif field != "role":
                found += value if isinstance(value, list) else [value]
    return list(dict.fromkeys(found + read["ignored"]))


class Desk:
    """Writes rows into the suppliers' files and the truth beside them; a person is noted down as an agency would."""

    def __init__(self, folder: Path, registry: Registry, parameters: dict, level: str = "medium"):
        self.registry, self.rng = registry, registry.rng
        self.noise = {k: v * parameters["noise_levels"][level] for k, v in parameters["noise"].items()}
        self.same = parameters["repeats"]["same_writing"]
        self.lags = parameters["lags"]
        self.as_at = parameters["time"]["as_at"]
        self.from_day = parameters["time"]["covers_from"]
        self.layouts = {p.stem: Layout(p) for p in sorted(LAYOUTS.glob("*.toml")) if p.stem in FILES}
        self.rows, self.story, self.family, self.twist, self.last, self.blamed = 0, "", "", {}, {}, Counter()
        self.folder = folder / "extracts"
        self.folder.mkdir(parents=True, exist_ok=True)
        self._open = {name: _open(self.folder / file, name, self.layouts[name]) for name, file in FILES.items()}
        self._truth = _truth(folder / "truth.csv")

    def write(self, layout: str, cells: dict, people: dict, event: str = "", known: date | None = None) -> str:
        """One row of a supplier's file, unless it was not yet known when the extract was made. Gives the report's id.

        `people` says which person truly stands in which slot, `event` what truly happened. Cells in `twist` take the place of the next row's."""
        made = self.layouts[layout]
        report_id = f"{made.agency}:{made.system}:{'/'.join(cells[c] for c in made.ref)}"
        if known and known > self.as_at:
            return report_id
        if self.twist:
            cells, self.twist = cells | self.twist, {}
        self.last = cells
        self._open[layout][1].writerow([cells.get(c, "") for c in made.columns])
        self.rows += 1
        self.truth(report_id, people, event or self.event())
        return report_id

    def again(self, layout: str, cells: int | None = None) -> None:
        """The last row once more, whole or cut short after so many cells."""
        self._open[layout][1].writerow([self.last.get(c, "") for c in self.layouts[layout].columns[:cells]])
        self.rows += 1

    def truth(self, report_id: str, people: dict, event: str) -> None:
        """Who truly is who in a report, and which event it truly tells of."""
        for slot, person in people.items():
            self._truth[1].writerow((f"{report_id}#{slot}", person.id, report_id, event, self.family, self.story))
        if not people:
            self._truth[1].writerow(("", "", report_id, event, self.family, self.story))

    def event(self) -> str:
        """The id of one more thing that happened."""
        return f"e{self.registry.next('event'):07d}"

    def ref(self, kind: str) -> int:
        """The next running number of a kind of reference."""
        return self.registry.next("ref " + kind)

    def close(self) -> None:
        for handle, _ in (*self._open.values(), self._truth):
            handle.close()

    def lag(self, agency: str, exact: bool) -> timedelta:
        """How long after happening an agency records something."""
        usual, chance, late = self.lags[agency]
        if not exact and self.rng.random() < chance:
            usual += int(late * (0.5 + self.rng.random()))
        return timedelta(days=usual)

    def note(self, person: Person, agency: str, layout: str, day: date) -> "Note":
        """How this agency writes this person that day: mostly as it did last time."""
        home, held = person.home(day), person.records.get(agency)
        if held is None or held.home is not home and not held.stale or self.rng.random() > self.same:
            held = person.records[agency] = self._record(person, agency, home, held)
        return Note(held, self.layouts[layout].date)

    def number(self, person: Person, kind: str) -> str:
        """The person's identifier as keyed in: mostly right, now and then missing or mistyped."""
        value = self.registry.number(person, kind)
        if person.plain or not value:
            return value
        roll = self.rng.random()
        if roll < self.noise["identifier_missing"]:
            return ""
        if roll > 1 - self.noise["identifier_mistyped"]:
            return _mistyped_digit(value, self.rng)
        return value

    def _record(self, person, agency, home, held):
        odds = self.rng.random
        noise = self.noise if not person.plain else PLAIN
        forename, surname, born = person.forename, person.surname, person.born
        if odds() < noise["transliterated"]:
            forename, surname = TRANSLITERATIONS.get(forename, forename), TRANSLITERATIONS.get(surname, surname)
        if odds() < noise["forename_nickname"]:
            forename = NICKNAMES.get(forename, forename)
        if odds() < noise["forename_typo"]:
            forename = _typo(forename, self.rng)
        if person.previous and odds() < noise["previous_surname"]:
            surname = person.previous
        if odds() < noise["surname_typo"]:
            surname = _typo(surname, self.rng)
        if agency not in KEEPS_ACCENTS or agency == "idva" and not _in_cp1252(forename + surname):
            forename, surname = anyascii(forename), anyascii(surname)
        if odds() < noise["upper_case"]:
            forename, surname = forename.upper(), surname.upper()
        old = bool(held) and odds() < noise["address_old"]
        return Record(forename, surname, self._born(born, noise), held.home if old else home, self._postcode(home, noise), old)

    def _born(self, born, noise):
        roll = self.rng.random()
        for kind in ("dob_missing", "dob_swapped", "dob_first_january", "dob_placeholder", "dob_mistyped"):
            roll -= noise[kind]
            if roll < 0:
                return BORN[kind](born)
        return born

    def _postcode(self, home, noise):
        roll = self.rng.random()
        if roll < noise["postcode_missing"]:
            return ""
        return "ZZ99 3VZ" if roll > 1 - noise["postcode_placeholder"] else home.postcode


PLAIN = {"transliterated": 0, "forename_nickname": 0, "forename_typo": 0, "previous_surname": 0, "surname_typo": 0, "upper_case": 0.1,
         "address_old": 0, "dob_missing": 0, "dob_swapped": 0, "dob_first_january": 0, "dob_placeholder": 0, "dob_mistyped": 0,
         "postcode_missing": 0, "postcode_placeholder": 0}
BORN = {
    "dob_missing": lambda d: None,
    "dob_swapped": lambda d: date(d.year, d.day, d.month) if d.day <= 12 else d,
    "dob_first_january": lambda d: date(d.year, 1, 1),
    "dob_placeholder": lambda d: date(1900, 1, 1) if d.year < 2000 else date(1970, 1, 1),
    "dob_mistyped": lambda d: date(d.year, d.month, (d.day + 9) % 28 + 1),
}


class Record:
    """A person as one agency holds him or her."""

    __slots__ = ("forename", "surname", "born", "home", "postcode", "stale")

    def __init__(self, forename, surname, born, home, postcode, stale):
        self.forename, self.surname, self.born, self.home, self.postcode, self.stale = forename, surname, born, home, postcode, stale


class Note:
    """A record written in a supplier's style."""

    __slots__ = ("forename", "surname", "dob", "address", "postcode")

    def __init__(self, held: Record, write_date):
        self.forename, self.surname = held.forename, held.surname
        self.dob = write_date(held.born) if held.born else ""
        self.address, self.postcode = held.home.line(), held.postcode

    @property
    def name(self) -> str:
        return f"{self.forename} {self.surname}"

    @property
    def surname_first(self) -> str:
        return f"{self.surname.upper()}, {self.forename}"


def _in_cp1252(word: str) -> bool:
    return word.encode("cp1252", "ignore").decode("cp1252") == word


def _typo(word: str, rng) -> str:
    """The word with one letter dropped, doubled or swapped with the next."""
    if len(word) < 4:
        return word
    i, kind = 1 + int(rng.random() * (len(word) - 2)), int(rng.random() * 3)
    return (word[:i] + word[i + 1:], word[:i] + word[i] + word[i:], word[:i] + word[i + 1] + word[i] + word[i + 2:])[kind]


def _mistyped_digit(value: str, rng) -> str:
    """The identifier with one digit off: its check digit fails, where it has one."""
    places = [i for i, c in enumerate(value) if c.isdigit()]
    i = places[int(rng.random() * len(places))]
    return value[:i] + str((int(value[i]) + 1) % 10) + value[i + 1:]


def _open(path: Path, name: str, layout: Layout):
    handle = path.open("w", encoding=ENCODINGS.get(name, "utf-8"), errors="replace", newline="", buffering=1 << 18)
    writer = csv.writer(handle, delimiter=DELIMITERS.get(name, ","), lineterminator="\r\n" if name in ("police-niche", "idva-cases") else "\n")
    if layout.header:
        writer.writerow(layout.columns)
    return handle, writer


def _truth(path: Path):
    handle = path.open("w", encoding="utf-8", newline="", buffering=1 << 18)
    writer = csv.writer(handle, lineterminator="\n")
    writer.writerow(TRUTH)
    return handle, writer
