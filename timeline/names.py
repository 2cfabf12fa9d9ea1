"""What a name says, however an agency writes it: forename, family name and other names, in lower-case ASCII.

A name comes whole in one cell ('SMITH, John', 'SMITH (aka JONES) John', 'Mrs Smith', 'John Paul van der Berg') or in parts.
Hyphens and apostrophes are folded (O'Neill is oneill, Smith-Jones is smith jones, Mary-Jane is maryjane), McDonald and
Mc Donald are one, other scripts are transliterated. What stands where nobody knew the name (Unknown, Baby of, Twin 1, XXXX,
the phonetic-alphabet name of an unidentified patient) is no name.
"""

import duckdb
from anyascii import anyascii

TITLE = r"(?i)^((?:mr|mrs|miss|ms|mx|dr|prof|rev|sir|dame|lady|lord|master|mstr)\b[. ]+(?:(?:&|and|/) *)?)+"
TWO_PEOPLE = r"(?i).(&|/| and ).+"
BRACKET = r"[(\[]([^)\]]*)[)\]]?"
AKA = r"(?i)[ ,]*\b(?:aka|a\.k\.a\.?|also known as|known as|alias|née|nee|formerly|previously)\b[: ]*"
NOTE = (r"(?i)^(step ?)?(mother|father|mum|dad|partner|ex|ex[- ]partner|deceased|child|adult|subject|dob.*|.*twin.*|.*[0-9].*|)$")
SUFFIX = r"(?i) (jr|jnr|junior|sr|snr|senior)\.?$"
CAPITALS = r"(Mc|Mac|O.)?[\p{Lu}''’-]{3,}"
PARTICLES = "van|von|der|den|de|da|dos|di|du|la|le|del|della|ten|ter|bin|binti|ibn|al|el|ap|st|mac|mc|o|abu"
PREFIX = "(^| )(mc|mac|o|al|el|d) "
UNKNOWN = (r"(unknown|unk|nk|n k|n a|na|tbc|tba|x+|none|no name|not (known|entered|recorded|given|stated|disclosed|provided)"
           r"|(name )?(withheld|unknown|redacted)|anonymous|refused|declined|unidentified|test|testing|dummy|do not use|persons? unknown"
           r"|duplicate.*|mig error.*|no show.*)")
ANYBODY = (r"(unknown |unidentified )*(unborn|newborn|infant|baby|bby|twin|triplet|male|female|man|woman|boy|girl|child|person|adult|suspect)"
           r"( (boy|girl|baby|child|male|female|infant|one|two|i|ii|a|b|[0-9]+|of.*))*")
PHONETIC = (r"(alpha|alfa|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliett?|kilo|lima|mike|november|oscar|papa|quebec"
            r"|romeo|sierra|tango|uniform|victor|whiske?y|x ?ray|yankee|zulu)")


def read(written):
    """Every distinct way of writing a name, read.

    Takes `name`, `forename`, `middle_names`, `surname`, `previous_surname` and `alias` as written, any of them empty. Gives
    them back with `shown` (as written, first name first), `first_name`, `family_name` (empty when nobody knew them) and
    `other_names` (middle, previous and alias names)."""
    tuples = duckdb.sql("select distinct name, forename, middle_names, surname, previous_surname, alias from written").materialize()
    cells = _cells(tuples).materialize()
    read_texts = _folded(duckdb.sql("select distinct unnest([given, middle, family, previous, aside]) as text from cells")).materialize()
    known = duckdb.sql(f"""
        with folded as materialized (select * from read_texts)
        select cells.*, g.given as forenames, m.given as middles, p.family as earlier, string_split(a.family, ' ') as asides,
               case when g.given is not null or not s.anybody then s.family end as family_name,
               coalesce(regexp_full_match(g.given[1], '{PHONETIC}') and regexp_full_match(s.family, '{PHONETIC}'), false) as phonetic
        from cells left join folded as g on g.text = cells.given left join folded as m on m.text = middle
        left join folded as s on s.text = cells.family left join folded as p on p.text = previous left join folded as a on a.text = aside""")
    named = duckdb.sql("select * replace (if(phonetic, null, forenames) as forenames, if(phonetic, null, family_name) as family_name) from known")
    return duckdb.sql("""
        select name, forename, middle_names, surname, previous_surname, alias,
               nullif(concat_ws(' ', case when forenames is not null then given end, case when middles is not null then middle end,
                                case when family_name is not null then family end), '') as shown,
               forenames[1] as first_name, family_name,
               list_sort(list_distinct(list_concat(coalesce(forenames[2:], []), coalesce(middles, []), [earlier], coalesce(asides, [])))) as other_names
        from named""")


def _cells(tuples):
    """The given, middle, family, previous and aside texts of each tuple of cells; a part's own cell goes before the whole name's."""
    parts = _bare(duckdb.sql("select distinct unnest([forename, middle_names, surname, previous_surname, alias]) as text from tuples")).materialize()
    whole = _whole(duckdb.sql("select distinct name as text from tuples")).materialize()
    return duckdb.sql("""
        with bare as materialized (select text, main, aside from parts)
        select name, forename, middle_names, surname, previous_surname, alias, coalesce(f.main, w.given) as given, m.main as middle,
               coalesce(s.main, w.family) as family, p.main as previous, nullif(concat_ws(' ', a.main, f.aside, s.aside, w.aside), '') as aside
        from tuples left join whole as w on w.text = name left join bare as f on f.text = forename left join bare as m on m.text = middle_names
        left join bare as s on s.text = surname left join bare as p on p.text = previous_surname left join bare as a on a.text = alias""")


def _bare(texts):
    """Each text without titles and with what stands in brackets or after 'aka' set aside."""
    return duckdb.sql(f"""
        select text, trim(regexp_replace(text, '\\s+', ' ', 'g')) as tidy, regexp_replace(tidy, '{BRACKET}', ' ', 'g') as outside,
               list_transform(regexp_extract_all(tidy, '{BRACKET}', 1), lambda b: trim(regexp_replace(b, '{AKA}', ''))) as notes,
               string_split_regex(outside, '{AKA}') as spoken,
               if(contains(spoken[1], ','), '', coalesce(regexp_extract(spoken[2], ',.*$'), '')) as rest,
               regexp_extract(outside, '{SUFFIX}', 1) as suffix,
               trim(regexp_replace(regexp_replace(spoken[1] || rest, '{SUFFIX}', ''), '\\s+', ' ', 'g')) as named,
               trim(regexp_replace(named, '{TITLE}', '')) as main, main <> named as titled,
               nullif(trim(concat_ws(' ', list_aggregate(list_filter(notes, lambda b: not regexp_matches(b, '{NOTE}')), 'string_agg', ' '),
                                     replace(spoken[2], rest, ''), suffix)), '') as aside
        from texts where text is not null""")


def _whole(texts):
    """Each whole name parted into given and family text: by its comma, else its capitals, else its last word and particles."""
    bare = _bare(texts)
    return duckdb.sql(f"""
        select text, aside, string_split(main, ' ') as words,
               list_filter(words, lambda w: regexp_full_match(w, '{CAPITALS}')) as capitals,
               list_filter(words, lambda w: not regexp_full_match(w, '{CAPITALS}')) as small,
               regexp_extract(main, '(?i)^(.+?)((?: (?:{PARTICLES}))* \\S+)$', ['given', 'family']) as parted,
               case when regexp_full_match(lower(main), '{UNKNOWN}|(baby|twin|infant|newborn|unborn).* of .*') then null
                    when regexp_matches(main, '{TWO_PEOPLE}') then [null, words[-1]]
                    when contains(main, ',') then [trim(regexp_replace(trim(replace(main[strpos(main, ',') + 1:], ',', ' ')), '{TITLE}', '')),
                                                   split_part(main, ',', 1)]
                    when len(capitals) > 0 and len(small) > 0 then [array_to_string(small, ' '), array_to_string(capitals, ' ')]
                    when len(words) = 1 and titled then [null, main] when len(words) = 1 then [main, null]
                    else [parted['given'], trim(parted['family'])] end as two,
               nullif(two[1], '') as given, nullif(two[2], '') as family
        from bare""")


def _folded(texts):
    """Each text in lower-case ASCII: `given` as words, `family` as one string; empty where it says that nobody knew."""
    latin = _latin(texts)
    return duckdb.sql(f"""
        select text, trim(regexp_replace(regexp_replace(latin, '[''.`]', '', 'g'), '[^a-z0-9-]+', ' ', 'g')) as letters,
               regexp_replace(letters, ' *-+ *', '-', 'g') as plain, trim(replace(plain, '-', ' ')) as spaced,
               spaced = '' or regexp_full_match(spaced, '{UNKNOWN}') as unknown, regexp_full_match(spaced, '{ANYBODY}') as anybody,
               {_without_digits("regexp_replace(replace(plain, '-', ''), '^(baby|bby|twin|infant) ', '')")} as joined,
               case when not unknown and not anybody and joined <> '' then string_split(joined, ' ') end as given,
               case when not unknown then nullif(trim(regexp_replace({_without_digits('spaced')}, '{PREFIX}', '\\1\\2', 'g')), '') end as family
        from latin""")


def _without_digits(text: str) -> str:
    """SQL for the text without digits, and without the blanks that stood around them: no name is left that is empty."""
    return f"trim(regexp_replace(regexp_replace({text}, '[0-9]', '', 'g'), ' +', ' ', 'g'))"


def _latin(texts):
    """Each text in lower-case ASCII; the few that hold other letters are transliterated one by one."""
    other_script = duckdb.sql("select text from texts where strlen(text) > length(text)").df()
    other_script["ascii"] = [anyascii(text) for text in other_script["text"]]
    return duckdb.sql("select text, lower(coalesce(ascii::varchar, text)) as latin from texts left join other_script using (text) where text is not null")
