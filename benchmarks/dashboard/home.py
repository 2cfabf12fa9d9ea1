"""A published snapshot of made-up families, its tables written directly: families of few and of many events, and a long list of families."""

from pathlib import Path

import duckdb

from timeline import naming, snapshot
from timeline.tables import TABLES

AREA, AS_OF = "Calderbrook", "2026-10-31"
SIZES = (0, 5, 40, 300, 3000)
LIST = 50_000
PLAIN = {"VARCHAR": "''", "DATE": f"date '{AS_OF}'", "BOOLEAN": "false", "VARCHAR[]": "[]", "MAP(VARCHAR, VARCHAR)": "map{}", "MAP(VARCHAR, DATE)": "map{}"}
AGENCIES = "['police', 'hospital', 'gp', 'probation', 'school', 'social care', 'housing', 'idva']"
CATEGORIES = "['common_assault', 'stalking', 'threat', 'contact']"
RULES = "['R01', 'R05', 'R11', 'R19']"


def family_of(events: int) -> str:
    """The id of the made-up family with so many events."""
    return f"F-with{events:06}"


def publish(home: Path, sizes: tuple[int, ...] = SIZES, listed: int = LIST) -> Path:
    """Publish the snapshot in this home; returns its path."""
    with snapshot.working(home) as s:
        for name, rows in _tables(sizes, listed).items():
            s[name] = rows
        for name in TABLES.keys() - _tables(sizes, listed).keys():
            s[name] = _filled(name, "select 1 limit 0")
        s["naming"] = naming.find(s["people"], s["mentions"])
        s.describe(as_of=AS_OF, until="", own_settings="", settings="made", model="made", acute_days=90, high_days=365)
        return s.publish()


def _filled(name: str, source: str, /, **cells: str) -> duckdb.DuckDBPyRelation:
    """A relation of the declared table: these cells, as SQL over the source, and something plain in every other."""
    columns = ", ".join(f'({cells.get(c.name, "null" if c.empty else _plain(c))})::{c.type} as "{c.name}"' for c in TABLES[name].columns)
    return duckdb.sql(f"select {columns} from ({source})")


def _plain(column) -> str:
    if column.values:
        return f"'{column.values[0]}'"
    return PLAIN.get(column.type, "[]" if column.type.endswith("[]") else "0")


def _tables(sizes: tuple[int, ...], listed: int) -> dict[str, duckdb.DuckDBPyRelation]:
    """Six years of events, in bursts and with a half year of silence; three people and their homes; every agency's months."""
    families = f"select unnest({list(sizes)}) as size, 'F-with' || lpad(size::varchar, 6, '0') as family_id"
    people = f"select family_id, size, unnest(['mother', 'child', 'father']) as who, family_id || who as person_id from ({families})"
    events = f"""
        select *, family_id || '-' || n as id, {AGENCIES}[1 + (hash(n) % 8)::int] as agency, {CATEGORIES}[1 + (hash(n + 7) % 4)::int] as category,
               timestamp '2020-11-01' + to_hours((2000 * 24 * n / size + 24 * (hash(n + 3) % 60))::bigint)
               + if(2 * n > size, interval 120 day, interval 0 day) as day
        from (select family_id, size, unnest(range(size)) as n from ({families}))"""
    months = f"""
        select * from (select unnest({AGENCIES}) as agency)
        cross join (select unnest(generate_series(date '2020-11-01', date '{AS_OF}', interval 1 month))::date as month)"""
    told = dict(occurred_from="day", occurred_to="day", precision="'day'", known_on="day::date", category="category",
                kind="if(category = 'contact', 'contact', 'abuse')", gravity="if(category = 'contact', null, 1 + hash(n + 1) % 5)")
    role = "{'person_id': family_id || '%s', 'role': '%s', 'agency': agency}"
    many = f"select range as n, {RULES}[1 + (hash(n) % 4)::int] as rule from range({listed})"
    return {
        "categories": _filled("categories", f"select unnest({CATEGORIES}) as category", category="category",
                              title="upper(category[1]) || replace(category[2:], '_', ' ')", kind="if(category = 'contact', 'contact', 'abuse')"),
        "coverage": _filled("coverage", months, agency="agency", system="'made'", area=f"'{AREA}'", month="month", rows="20",
                            state="if(agency = 'probation' and year(month) = 2023, 'not supplied', 'supplied')"),
        "reports": _filled("reports", events, report_id="agency || ':made:' || id", agency="agency", system="'made'", area=f"'{AREA}'",
                           words="'Seen.'", **told),
        "mentions": _filled("mentions", f"select * from ({events}) cross join (select unnest(['mother', 'father']) as who)",
                            mention_id="agency || ':made:' || id || '#' || who", report_id="agency || ':made:' || id", slot="who", agency="agency",
                            role="if(who = 'mother', 'victim', 'suspect')", name="who", address="'12 Alder Road, Bradford'"),
        "people": _filled("people", people, person_id="person_id", name="upper(who[1]) || who[2:] || ' Made'", agencies="['police']",
                          dob="case who when 'child' then date '2018-05-01' else date '1990-01-01' end", dob_precision="'day'",
                          mention_ids=f"if(who = 'child', [], list_transform(range(size), lambda n: {AGENCIES}[1 + (hash(n) % 8)::int] || ':made:' "
                                      "|| family_id || '-' || n || '#' || who))"),
        "families": _filled("families", people, family_id="family_id", person_id="person_id", since="date '2019-01-01'",
                            part="case who when 'mother' then 'carer' when 'child' then 'child' else 'linked person' end"),
        "events": _filled("events", events, event_id="'E-' || id", agencies="[agency]", report_ids="[agency || ':made:' || id]",
                          independent_accounts="1 + hash(n) % 2", **told),
        "timelines": _filled("timelines", events, family_id="family_id", event_id="'E-' || id",
                             position="row_number() over (partition by family_id order by day, n)",
                             days_since="date_diff('day', lag(day) over (partition by family_id order by day, n), day)",
                             roles=f"[{role % ('mother', 'victim')}, {role % ('father', 'suspect')}]", known_on="map{agency: day::date}",
                             children="[{'person_id': family_id || 'child', 'age': 4, 'present': 'yes', 'seen': 'no', 'heard': 'not asked'}]"),
        "periods": _filled("periods", f"select *, unnest(range(6)) as n from ({people}) where who = 'mother'", period_id="'T-' || person_id || n",
                           kind="if(n % 2 = 0, 'residence', 'relationship')", person_id="person_id",
                           other_person_id="if(n % 2 = 1, family_id || 'father', null)",
                           place_key="n::varchar", since="date '2020-01-01' + (n * 300)::int", until="if(n < 5, date '2021-02-01' + (n * 300)::int, null)"),
        "headlines": _headlines(many, families),
    }


def _headlines(many: str, families: str) -> duckdb.DuckDBPyRelation:
    """A line for each of the listed families, about a third of them with signals, and for each of the measured ones."""
    sentence = "'3 incidents in 90 days, of which ' || n % 3 || ' with injury.'"
    listed = _filled("headlines", many, family_id="'F-' || lpad(n::varchar, 8, '0')", name="'Family ' || n", area=f"'{AREA}'", children="n % 4",
                     level="['same day', 'MARAC criterion met', 'review', 'note', null, null, null, null][1 + (hash(n) % 8)::int]",
                     raised_on="date '2026-01-01' + (n % 300)::int",
                     signals="if(hash(n) % 8 < 4, 1, 0)", because=f"if(hash(n) % 8 < 4, [{sentence}], [])", rules="if(hash(n) % 8 < 4, [rule], [])",
                     agencies=f"list_slice({AGENCIES}, 1, 1 + (hash(n) % 8)::int)", events="n % 60", last_on="date '2026-01-01' + (n % 300)::int")
    measured = _filled("headlines", families, family_id="family_id", name="'With ' || size", area=f"'{AREA}'", children="1", events="size", agencies=AGENCIES)
    return listed.union(measured)
