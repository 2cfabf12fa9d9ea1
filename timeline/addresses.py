"""What an address says, however an agency writes it: its postcode, which dwelling it is, and what sort of place.

Half an address would put strangers into one home, so the key of a dwelling needs a postcode and a number or a house's name.
Placeholder postcodes are those of the NHS data dictionary (ZZ99) and of agencies' habit (NF1, BF1).
"""

import duckdb

POSTCODE = "[a-z][a-hj-y]?[0-9][a-z0-9]? ?[0-9o][a-z]{2}"
PLACEHOLDER = "^(zz99|nf1|bf1)"
NO_FIXED_ABODE = "^(zz993vz|nf1)"
FLAT = r"\b(?:flat|apartment|apt|unit|room|rm|bedsit|studio|maisonette) *(?:no|number)? *([0-9]+[a-z]?|[a-z])\b"
FLOOR = r"\b(ground|first|second|third|fourth|top|upper|lower|basement|garden|rear|front)(?: floor)? (?:flat|maisonette)\b"
NUMBER = r"(?:^|[ ,])([0-9]+)(?: ?- ?[0-9]+)?(?: ?([a-z]))?(?:[ ,]|$)"
ROADS = ("road|rd|street|st|lane|ln|close|avenue|ave|drive|dr|way|crescent|cres|terrace|place|gardens|grove|walk|row|hill|view"
         "|rise|mews|square|park|green|parade|croft|fold|gate|estate")
HOUSES = "cottages?|house|farm|lodge|barn|villa|bungalow|hall"
NAMED_AFTER = ROADS + "|" + HOUSES + "|yard"
NOWHERE = r"\b(nfa|no fixed (abode|address)|homeless|sofa surf\w*|rough sleep\w*)\b"
SAFE = r"\b(refuge|safe ?house|safe (address|accommodation))\b"
INSTITUTIONS = (r"(hmp|hmyoi|yoi|prison|young offenders? institution|approved premises|hostel|hospital|infirmary|police station|custody (?:suite|centre)"
                r"|(?:care|nursing|residential|childrens) home|barracks|secure (?:unit|training centre)|removal centre"
                r"|contact centre|school|academy)")
SHARED = (r"\b(hmo|house in multiple occupation|shared (house|accommodation|flat)|halls of residence|student halls?|bedsit"
          r"|b ?& ?b|bed (and|&) breakfast|hotel|travelodge|premier inn|guest ?house|(room|rm) [0-9]+)\b")


def read(written):
    """Every distinct way of writing an address, read.

    Takes `address` and `postcode` as written, either empty. Gives them back with `place_postcode` (without its blank, empty
    when it names no place), `place_key` (`postcode|number` or `postcode|number|flat`, empty when the dwelling cannot be
    known) and `place_kind` (safe, institution, shared house, no fixed abode, home; unknown where nothing is written)."""
    cells = duckdb.sql(f"""
        select address, postcode, trim(regexp_replace(regexp_replace(lower(coalesce(address, '')), '[''’.]', '', 'g'), '\\s+', ' ', 'g')) as plain,
               regexp_extract(plain, '\\b({POSTCODE})\\W*$', 1) as last_words,
               replace(coalesce(nullif(regexp_replace(lower(postcode), '[^a-z0-9]', '', 'g'), ''), last_words), ' ', '') as code,
               case when length(code) > 4 then left(code, -3) || replace(right(left(code, -2), 1), 'o', '0') || right(code, 2) end as mended
        from (select distinct address, postcode from written)""")
    placed = duckdb.sql(f"""
        select address, postcode, plain, code,
               case when regexp_full_match(mended, '{POSTCODE}') and not regexp_matches(mended, '{PLACEHOLDER}')
                    then upper(mended) end as place_postcode
        from cells""").materialize()
    dwellings, kinds = _dwellings(placed).materialize(), _kinds(placed).materialize()
    return duckdb.sql("""
        select address, postcode, place_postcode, place_postcode || '|' || dwelling as place_key, place_kind
        from placed left join dwellings using (plain) join kinds using (plain, code)""")


def itself(address: str) -> str:
    """SQL of what an address in small letters says of the place itself: without a road or house named after an institution (Prison Road), and without
    one that it no longer is (the old prison)."""
    return (f"regexp_replace(regexp_replace({address}, '\\b({INSTITUTIONS}|refuge|hotel) ({NAMED_AFTER})\\b', '', 'g'), "
            f"'\\b(old|former) {INSTITUTIONS}\\b', '', 'g')")


def _dwellings(placed):
    parted = duckdb.sql(f"""
        select plain, nullif(regexp_extract(plain, '{FLOOR}', 1), '') as floor, regexp_replace(plain, '{FLOOR}', '') as no_floor,
               coalesce(floor, nullif(regexp_extract(no_floor, '{FLAT}', 1), '')) as flat,
               trim(regexp_replace(regexp_replace(no_floor, '\\b{POSTCODE}\\W*$', ''), '{FLAT}', ''), ' ,') as rest,
               nullif(regexp_extract(rest, '{NUMBER}', 1), '') as number, nullif(regexp_extract(rest, '{NUMBER}', 2), '') as letter,
               trim(split_part(rest, ',', 1)) as name
        from (select distinct plain from placed where plain <> '' and place_postcode is not null)""")
    return duckdb.sql(f"""
        select plain, coalesce(number, case when {_is_house_name('name')} then name end)
               || coalesce('|' || coalesce(flat, case when number is not null then letter end), '') as dwelling
        from parted""")


def _is_house_name(name: str) -> str:
    return (f"{name} <> '' and (regexp_matches({name}, '\\b({HOUSES})$')"
            f" or contains(rest, ',') and not regexp_matches({name}, '\\b({ROADS})$'))")


def _kinds(placed):
    said = duckdb.sql(f"select plain, code, {itself('plain')} as said from (select distinct plain, code from placed)")
    return duckdb.sql(f"""
        select plain, code, case when regexp_matches(code, '{NO_FIXED_ABODE}') or regexp_matches(plain, '{NOWHERE}') then 'no fixed abode'
            when regexp_matches(said, '{SAFE}') then 'safe' when regexp_matches(said, '\\b{INSTITUTIONS}\\b') then 'institution'
            when regexp_matches(said, '{SHARED}') then 'shared house' when plain = '' and code = '' then 'unknown' else 'home' end as place_kind
        from said""")
