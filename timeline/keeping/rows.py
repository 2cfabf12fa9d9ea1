"""Rows without what was ordered to be removed: of a record that is removed whole the line stays and holds nothing; of one out of which a person was taken
that person's cells and the free words are gone.

The same comes of the same order whether a row is read from a file as it was sent, from one whose bytes were rewritten, or from an earlier snapshot."""

import duckdb
import pyarrow as pa

from timeline.keeping import Keeping
from timeline.rows.shape import literal
from timeline.tables import TABLES

BLOCK = 64  # bytes, of SHA-256
WHOLE = r'^"?(\[removed R-\d+( of \d{4}-\d{2})?\])'
"""A pattern of a line whose content was rewritten."""

RECORD = "coalesce(r.agency || ':' || r.system || ':' || r.fields.ref, 'line ' || r.raw)"
"""SQL for what an order keeps a hash of: the record's id, or the text of a line that has none."""

FREE = ("words", "conditions")
"""The fields of a report that hold free text, which may name anybody; the first says, in every record out of which a person was taken, that it is so."""

NOTHING = ("problem", "raw_hash", "fields", "people", "asked")


def kept(rows, keeping: Keeping) -> duckdb.DuckDBPyRelation:
    """The `rows`, read once, without what was ordered to be removed."""
    if not keeping.last:
        return rows
    whole, in_part = _marks(keeping.records), _marks(keeping.in_part)
    taken = ", ".join(literal(one) for one in sorted(keeping.people)) or "''"
    cut = f"""list_filter(people, lambda p: {keyed(f"record || '#' || {as_written('p')}", keeping)} not in ({taken}))"""
    given = {"part": "if(mark is null, part, 'removed')", "raw": "coalesce(mark, part_mark, raw)"} | {
        name: f"if(mark is null, {name}, null)" for name in NOTHING} | {
        "raw_hash": "case when mark is not null then null when part_mark is null then raw_hash "
                    "else md5(to_json(struct_pack(fields := fields, people := people, asked := asked))::varchar) end"}
    columns = ", ".join(f'{given.get(column.name, column.name)} as "{column.name}"' for column in TABLES["rows"].columns)
    return duckdb.sql(f"""
        with named as (select r.*, {RECORD} as record from rows as r),
        keyed as (select *, if(part in ('record', 'unreadable'), {keyed('record', keeping)}, null) as hashed from named),
        marked as (
            select k.* exclude (people, fields), if(part_mark is null, people, {cut}) as people, {_fields()} as fields,
                   coalesce(w.mark, if(part = 'record', nullif(regexp_extract(raw, {literal(WHOLE)}, 1), ''), null)) as mark, part_mark
            from keyed as k left join whole as w on w.hashed = k.hashed
            left join (select hashed, mark as part_mark from in_part) as i on i.hashed = k.hashed)
        select {columns} from marked""")


def keyed(text: str, keeping: Keeping) -> str:
    """SQL for the keyed hash of a text, as `keeping.hashed` makes it: HMAC with SHA-256."""
    inner, outer = (literal(bytes(byte ^ pad for byte in keeping.key.ljust(BLOCK, b"\0")).hex()) for pad in (0x36, 0x5C))
    return f"sha256(unhex({outer}) || unhex(sha256(unhex({inner}) || encode({text}))))"


def as_written(person: str) -> str:
    """SQL for a person's name as a record writes it, in letters and digits alone; of one without a name, for every cell."""
    name = f"concat_ws('', {', '.join(f'{person}.{part}' for part in ('name', 'forename', 'middle_names', 'surname'))})"
    plain = f"nullif(lower(regexp_replace({name}, '[^\\pL\\pN]', '', 'g')), '')"
    return f"coalesce({plain}, to_json(struct_update({person}, slot := ''))::varchar)"


def _fields() -> str:
    """SQL for a report's fields, the free text of which the mark stands for where a person was taken out."""
    said, *others = FREE
    emptied = [f"{said} := part_mark", *(f"{name} := if(fields.{name} is null, null, part_mark)" for name in others)]
    return f"if(part_mark is null or fields is null, fields, struct_update(fields, {', '.join(emptied)}))"


def _marks(of: dict[str, str]) -> duckdb.DuckDBPyRelation:
    marks = pa.table({"hashed": pa.array(of.keys(), pa.string()), "mark": pa.array(of.values(), pa.string())})
    return duckdb.sql("from marks")
