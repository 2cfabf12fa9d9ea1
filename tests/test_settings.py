"""Settings: every number has its source, a file of one's own replaces key by key, and a misspelt key is never ignored."""

import tomllib
from datetime import date

import duckdb
import pytest

from timeline import tables
from timeline.settings import SHIPPED, BadSettings, load


@pytest.fixture
def own(tmp_path):
    """Load settings with a file of one's own."""
    def loaded(text: str):
        path = tmp_path / "own.toml"
        path.write_text(text, encoding="utf-8")
        return load(path)
    return loaded


def refused(own, text: str) -> str:
    with pytest.raises(BadSettings) as caught:
        own(text)
    return str(caught.value)


def test_the_categories_are_as_declared():
    categories = load().categories
    tables.check("categories", duckdb.sql("select * from categories"))


@pytest.mark.parametrize("row", load().categories.to_dict("records"), ids=lambda row: row["category"])
def test_abuse_and_concern_have_a_gravity_and_nothing_else_has(row):
    assert (row["gravity"] == row["gravity"] and row["gravity"] is not None) == (row["kind"] in ("abuse", "concern"))


@pytest.mark.parametrize(("rule", "key"), [(rule, key) for rule, keys in load().rules.items() for key in keys])
def test_every_shipped_number_stands_beside_its_source_and_date(rule, key):
    source = load().sources[rule][key]
    assert source["source"] and isinstance(source["dated"], date)


def test_a_rules_number_is_the_value_alone():
    assert load().rules["R01"]["incidents"] == tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["rules"]["R01"]["incidents"]["value"]


def test_a_file_of_ones_own_replaces_key_by_key(own):
    mine, shipped = own("[rules.R01]\nincidents = 4"), load()
    assert mine.rules["R01"] == shipped.rules["R01"] | {"incidents": 4}
    assert {rule: keys for rule, keys in mine.rules.items() if rule != "R01"} == {rule: keys for rule, keys in shipped.rules.items() if rule != "R01"}


def test_a_number_of_ones_own_may_name_its_source(own):
    mine = own('[rules.R01]\nincidents = { value = 4, source = "Calderbrook protocol", dated = 2026-01-01 }')
    assert (mine.rules["R01"]["incidents"], mine.sources["R01"]["incidents"]["source"]) == (4, "Calderbrook protocol")


def test_a_bare_number_of_ones_own_has_the_file_as_its_source(own):
    assert own("[rules.R01]\nincidents = 4").sources["R01"]["incidents"] == {"source": "your own settings, own.toml"}


def test_an_area_has_numbers_of_its_own_and_the_country_keeps_its(own):
    mine = own('[areas."Calderbrook Vale".R01]\nincidents = 4')
    assert mine.areas == {"Calderbrook Vale": {"R01": {"incidents": 4}}}
    assert mine.rules == load().rules


def test_a_category_of_ones_own_replaces_key_by_key(own):
    categories = own("[categories]\nharassment = { gravity = 3 }").categories.set_index("category")
    assert (categories.loc["harassment", "gravity"], categories.loc["harassment", "title"], categories.loc["homicide", "gravity"]) == (3, "Harassment", 5)


def test_the_version_tells_two_files_apart(own):
    first, second = own("[rules.R01]\nincidents = 4").version, own("[rules.R01]\nincidents = 5").version
    assert len({first, second, load().version}) == 3 and "own.toml" in first


@pytest.mark.parametrize(("text", "told"), [
    ("[rules.R99]\nincidents = 4", "[rules] 'R99' is not a setting. Expected one of: "),
    ("[rules.R01]\nincident = 4", "[rules.R01] 'incident' is not a setting. Expected one of: "),
    ("[rules.R01]\nincidents = '4'", "[rules.R01] incidents is '4'. Expected a whole number."),
    ("[rules.R01]\nincidents = true", "[rules.R01] incidents is True. Expected a whole number."),
    ("[rules.R01]\nincidents = { source = 'x' }", "[rules.R01] incidents has no 'value'."),
    ("[rules.R03]\nsevere = ['strangling']", "[rules.R03] severe is 'strangling'. Expected one of: strangulation"),
    ("[rules.R03]\nsevere = [1]", "[rules.R03] an item of severe is 1. Expected text in quotes."),
    ("[areas.Vale.R99]\nincidents = 4", "[areas.\"Vale\"] 'R99' is not a setting."),
    ("[areas.Vale.R01]\nincident = 4", "[areas.\"Vale\".R01] 'incident' is not a setting."),
    ("[areas.Vale]\nincidents = 4", "[areas.\"Vale\"] incidents is 4. Expected a table."),
    ("[categories]\nharrassment = { gravity = 3 }", "[categories] 'harrassment' is not a setting."),
    ("[categories]\nharassment = { gravity = 6 }", "[categories] harassment: gravity is 6. Expected one of: 1, 2, 3, 4, 5."),
    ("[categories]\nharassment = { kind = 'crime' }", "kind is 'crime'. Expected one of: abuse"),
    ("[categories]\npolice_notice = { kind = 'abuse' }", "[categories] police_notice: 'gravity' is missing. A category of kind abuse or concern has one"),
    ("[categories]\nharassment = { factors = ['noise'] }", "factors is 'noise'. Expected one of: "),
    ("[categories]\nharassment = 3", "[categories] harassment is 3. Expected a table."),
    ("[rule.R01]\nincidents = 4", "the file 'rule' is not a setting. Expected one of: areas, categories, rules, version."),
    ("rules = 4", "the file rules is 4. Expected a table."),
    ("[rules", "this is not TOML that can be read"),
])
def test_a_setting_that_is_not_one_is_refused_with_a_sentence(own, text, told):
    sentence = refused(own, text)
    assert told in sentence and "own.toml" in sentence


def test_a_settings_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadSettings, match="nowhere.toml: cannot be opened"):
        load(tmp_path / "nowhere.toml")


def test_a_settings_file_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "own.toml"
    path.write_bytes('version = "£"'.encode("cp1252"))
    with pytest.raises(BadSettings, match="not TOML that can be read"):
        load(path)
