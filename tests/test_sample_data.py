"""The sample data is what it says it is: valid invented identifiers, the same bytes from the same seed, nothing undeclared, the truth whole."""

import csv
import filecmp
import re
import tomllib
from datetime import date
from pathlib import Path
from random import Random

import pytest
import stdnum.gb.nhs
from stdnum.gb import upn as stdnum_upn

from sample_data import identifiers, make
from sample_data.desk import DELIMITERS, ENCODINGS, FILES, _typo
from sample_data.names import CUSTOMS, carried
from sample_data.people import Registry
from sample_data.quirks import DELTA
from sample_data.stories import STORIES
from timeline import agencies

HERE = Path(__file__).parents[1] / "sample_data"
POSTCODE = re.compile(r"([A-Z][A-HJ-Y]?\d[A-Z\d]? ?\d[A-Z]{2}|GIR ?0A{2})")
UNKNOWN = {("police-niche", "99999"), ("gp-emis", "8.95141e+14"), ("school-log", "safegaurding misc")}  # planted, to be quarantined
PNC = "ZABCDEFGHJKLMNPQRTUVWXY"


@pytest.fixture(scope="module")
def layouts():
    return agencies.load()


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("drawn")
    make.large(folder, 4000, seed=5, level="high")
    return folder


def records(folder, layout, file):
    """Each record of a file as a dict of its cells."""
    with (folder / "extracts" / file).open(encoding=ENCODINGS.get(layout.supplier, "utf-8"), newline="") as handle:
        columns = list(layout.columns) or None
        yield from csv.DictReader(handle, fieldnames=columns, delimiter=DELIMITERS.get(layout.supplier, ","))


def all_records(folder, layouts):
    for supplier, file in FILES.items():
        for record in records(folder, layouts[supplier], file):
            yield layouts[supplier], record


@pytest.mark.parametrize("n", range(0, 3000, 97))
def test_identifiers_pass_the_check_rules_of_an_independent_library(n):
    nhs = identifiers.nhs(n)
    assert nhs is None or stdnum.gb.nhs.is_valid(nhs) and nhs.startswith("999")
    assert stdnum_upn.calc_check_digit(identifiers.upn(n)[1:]) == identifiers.upn(n)[0]


def test_police_identifiers_carry_the_letter_that_their_published_examples_carry():
    def letter(digits):
        return PNC[int(digits) % 23]
    assert letter("02" + "0073319") == "Z" and letter("12" + "0394773") == "H" and letter("91" + "065656") == "H"  # published vectors
    for n in range(200):
        pnc, cro = identifiers.pnc(n, 2019), identifiers.cro(n, 2019)
        assert pnc[-1] == letter(pnc[2:4] + pnc[5:-1]) and pnc[5] == "9"
        assert cro[-1] == letter(cro[7:9] + cro[:6]) and cro[0] == "9"


def test_no_two_people_are_given_one_identifier():
    for given in (identifiers.upn, identifiers.crn, identifiers.noms, lambda n: identifiers.pnc(n, 2020)):
        assert len({given(n) for n in range(50_000)}) == 50_000
    nhs = [identifiers.nhs(n) for n in range(50_000)]
    assert len(set(nhs) - {None}) == len([n for n in nhs if n])


def test_postcodes_look_right_and_lie_in_areas_that_do_not_exist():
    registry = Registry(Random(3))
    drawn = {registry.address().postcode for _ in range(5000)}
    assert all(POSTCODE.fullmatch(postcode) and postcode[0] in "QV" for postcode in drawn)


def test_a_naming_custom_carries_surnames_its_own_way():
    by_name = {custom.name: custom for custom in CUSTOMS}
    assert carried(by_name["Polish"], "Kowalski", "f", "with") == "Kowalska"
    assert carried(by_name["Sikh"], "Gill", "f", "alone") == "Kaur" and carried(by_name["Sikh"], "Gill", "m", "alone") == "Singh"
    assert carried(by_name["English"], "Smith", "f", "alone") == "Smith"


def test_a_typing_error_changes_a_name_by_at_most_two_letters():
    rng = Random(1)
    for _ in range(300):
        assert abs(len(_typo("Katherine", rng)) - 9) <= 1


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path):
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        make.small(tmp_path / name, seed)
    files = [f"extracts/{file}" for file in (*FILES.values(), DELTA, "extracts.toml")] + ["truth.csv", "stories.toml", "stories.md"]
    assert filecmp.cmpfiles(tmp_path / "a", tmp_path / "b", files, shallow=False) == (files, [], [])
    assert len(filecmp.cmpfiles(tmp_path / "a", tmp_path / "c", files, shallow=False)[1]) > 20


def test_the_committed_small_set_is_what_the_generator_makes(tmp_path):
    make.small(tmp_path, 1)
    for made in sorted(path for path in tmp_path.rglob("*") if path.is_file()):
        assert made.read_bytes() == (HERE / made.relative_to(tmp_path)).read_bytes(), f"run python -m sample_data.make sample_data: {made.name} differs"


def test_the_small_set_is_small_and_whole():
    files = [path for path in (HERE / "extracts").iterdir() if path.suffix != ".toml"]
    assert {path.name for path in files} == {*FILES.values(), DELTA}
    assert sum(path.stat().st_size for path in files) < 1_000_000
    assert set(tomllib.loads((HERE / "extracts" / "extracts.toml").read_text())["files"]) == {path.name for path in files}


def test_every_column_is_mapped_or_ignored(layouts):
    for supplier, file in FILES.items():
        layout = layouts[supplier]
        if layout.header:
            found = set(next(records(HERE, layout, file)))
            declared = {column for columns in layout.mapped.values() for column in columns} | set(layout.ignored)
            roles = {slot["role"][0] for slot in layout.people.values() if isinstance(slot["role"], tuple)}
            assert found - {None} == declared | roles, file


def test_every_code_has_a_meaning_but_those_planted_to_be_refused(drawn, layouts):
    for folder in (HERE, drawn):
        unknown = set()
        for layout, record in all_records(folder, layouts):
            unknown |= {(layout.supplier, code) for field, code in coded(layout, record) if code not in layout.codes.get(field, {})}
        assert unknown <= UNKNOWN
        assert folder != HERE or unknown == UNKNOWN


def coded(layout, record):
    """Each cell that must be found in a layout's codes: the field whose codes it is, and the code as the engine compares it."""
    for field, columns in layout.mapped.items():
        kind = "answer" if field.startswith("asked.") or field.split(".")[-1] in agencies.ANSWERED else field.split(".")[-1]
        if kind in agencies.CODED:
            value = " ".join(record.get(column) or "" for column in columns).strip().lower()
            if value and value not in {word.lower() for word in layout.nothing}:
                yield kind, value


def test_a_planted_row_of_each_kind_that_must_be_refused_is_there():
    text = (HERE / "extracts" / FILES["police-niche"]).read_text()
    assert "31/13/2024" in text and "99999" in text and "8.95141E+14" in (HERE / "extracts" / FILES["gp-emis"]).read_text()


def test_files_come_as_their_suppliers_send_them(layouts):
    def read(name):
        return (HERE / "extracts" / FILES[name]).read_bytes()
    assert read("social-care")[:2] == b"\xff\xfe" and b"\x92" in read("idva-cases") and read("school-roll")[:3] == b"\xef\xbb\xbf"
    assert b"|" in read("ed-ecds").split(b"\n")[0] and b"CDSUniqueIdentifier" not in read("ed-ecds")
    assert b"cut lip.\nPhotographs taken." in read("police-niche") and b'"Seen in clinic.\n' in read("mental-health")


def test_the_truth_names_everyone_in_every_report_once(drawn, layouts):
    for folder in (HERE, drawn):
        with (folder / "truth.csv").open(encoding="utf-8", newline="") as handle:
            truth = list(csv.DictReader(handle))
        mentions = [line["mention_id"] for line in truth if line["mention_id"]]
        assert len(mentions) == len(set(mentions))
        assert named(folder, layouts) - set(mentions) == set()


def named(folder, layouts):
    """The mention ids that the layouts give these files: every slot of every whole record that holds anything."""
    found = set()
    for layout, record in all_records(folder, layouts):
        if None in record.values():
            continue
        ref = f"{layout.agency}:{layout.system}:" + "/".join(record[c] for c in layout.report["ref"])
        for slot, cells in layout.people.items():
            if any(record[c] for columns in cells.values() if isinstance(columns, tuple) for c in columns):
                found.add(f"{ref}#{slot}")
    return found


def test_every_story_says_what_it_is_and_what_must_be_found():
    expected = tomllib.loads((HERE / "stories.toml").read_text(encoding="utf-8"))["expected"]
    assert {e["story"] for e in expected} == set(STORIES) | {"ordinary"}
    assert all(f"{name}_twin" in STORIES for name in STORIES if not name.endswith("_twin") and name != "things")
    assert all(told.__doc__ for told in STORIES.values())
    assert {e["rule"] for e in expected if e["kind"] == "raises"} >= {"R01", "R03", "R05", "R06", "R09", "R11"}


def test_no_row_is_later_than_the_day_that_its_extract_shows(drawn, layouts):
    for layout, record in all_records(drawn, layouts):
        written = record[layout.report["recorded_on"][0]]
        assert day(written, layout.dates) <= date(2025, 3, 31)


def day(text, style):
    order = {"dd/mm/yyyy": "%d/%m/%Y", "dd.mm.yyyy": "%d.%m.%Y", "dd-mmm-yyyy": "%d-%b-%Y", "yyyy-mm-dd": "%Y-%m-%d", "yyyymmdd": "%Y%m%d"}
    from datetime import datetime
    return datetime.strptime(text, order[style]).date()


def truth_of(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_a_drawn_population_comes_with_the_truth_about_its_people_and_families(drawn):
    people = {line["person"]: line for line in truth_of(drawn, "people")}
    assert {line["person"] for line in truth_of(drawn, "truth")} - {""} <= set(people)
    assert {line["custom"] for line in people.values()} <= {custom.name for custom in CUSTOMS}
    families = truth_of(drawn, "families")
    cared = {line["family"] for line in families if line["part"] == "carer"}
    assert {line["family"] for line in families} == cared and {line["person"] for line in families} <= set(people)


def test_planted_couples_are_twins_or_share_a_name(tmp_path):
    make.large(tmp_path, seed=6, families=300)
    people = {line["person"]: line for line in truth_of(tmp_path, "people")}
    for couple in truth_of(tmp_path, "couples"):
        one, other = people[couple["person_l"]], people[couple["person_r"]]
        assert one != other and (one["born"] == other["born"] if couple["kind"].startswith("twins") else True)
        assert one["forename"] == other["forename"] or not couple["kind"].startswith("two_")
    kinds = {line["kind"].split("_")[0] for line in truth_of(tmp_path, "couples")}
    assert kinds >= {"twins", "two"}


def test_a_population_has_as_many_families_as_were_asked_for(tmp_path):
    assert 60 <= make.large(tmp_path, seed=4, families=60).registry.counts["family"] < 63


def test_the_shares_of_families_and_noise_are_shares():
    assert sum(make.PARAMETERS["families"].values()) == pytest.approx(1)
    assert set(make.PATTERNS) == set(make.PARAMETERS["families"])
    assert all(0 <= rate < .5 for rate in make.PARAMETERS["noise"].values())
