"""How an agency is called where a sentence or a page names it: the key that its layout gives, but for these."""

TITLES = {
    "gp": "GP", "idva": "IDVA service", "marac": "MARAC", "hospital": "hospital emergency department", "family court": "Cafcass and family court",
    "social care": "children's social care", "mental health": "adult mental health", "mash": "MASH",
}


def title(key: str) -> str:
    """What the agency of this key is called within a sentence."""
    return TITLES.get(key, key)


def alone(key: str) -> str:
    """What it is called where its name stands alone: with a capital."""
    called = title(key)
    return called[:1].upper() + called[1:]


def named(key: str) -> str:
    """SQL for what the agency whose key is the SQL expression `key` is called within a sentence."""
    cases = " ".join(f"when '{short}' then '{called.replace(chr(39), chr(39) * 2)}'" for short, called in TITLES.items())
    return f"case {key} {cases} else {key} end"


def listed(keys: str) -> str:
    """SQL for the agencies whose keys the list `keys` holds, each once and in the order of their keys, parted by commas."""
    return f"array_to_string(list_transform(list_sort(list_distinct({keys})), lambda one: {named('one')}), ', ')"
