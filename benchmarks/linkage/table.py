"""The figures as one Markdown table: a line per measure, a column per size and level of noise.

A cell holds the figure of all its seeds together and, where there are several, that of the worst seed in brackets."""

SHARE, PER_HUNDRED, OUT_OF, MEAN = "share", "per hundred", "out of", "mean"
LINES = [   # what it is called, the figure, how it is written, what must hold at medium noise
    ("mentions", "mentions", MEAN, ""), ("people in truth", "people in truth", MEAN, ""), ("people made", "people made", MEAN, ""),
    ("**pairs of mentions joined**: precision", "precision", SHARE, "0.998"), ("recall", "recall", SHARE, "0.95"),
    ("recall with the queue answered", "recall with the queue", SHARE, ""),
    ("sharing an identifier: precision", "precision where they share an identifier", SHARE, ""),
    ("recall", "recall where they share an identifier", SHARE, ""),
    ("sharing a home: precision", "precision where they share a home", SHARE, ""), ("recall", "recall where they share a home", SHARE, ""),
    ("sharing neither (a relative, or others between): precision", "precision where they share neither", SHARE, ""),
    ("recall", "recall where they share neither", SHARE, ""),
    ("B-cubed: precision", "B-cubed precision", SHARE, ""), ("recall", "B-cubed recall", SHARE, ""),
    ("**review**: items per 100 people", "review items", PER_HUNDRED, "at most 1"), ("precision of the queue", "precision of the queue", SHARE, ""),
    ("recall by the queue", "recall by the queue", SHARE, ""),
    ("of what recall lacks among compared pairs, recovered by the first tenth of the queue", "recovered by the first tenth of the queue", SHARE, "0.5"),
    ("**mixed**: twins", "twins mixed", OUT_OF, "under 1 %"), ("with other names", "mixed: twins_with_other_names", OUT_OF, ""),
    ("with like names", "mixed: twins_with_like_names", OUT_OF, ""),
    ("with like names and no number", "mixed: twins_with_like_names_and_no_number", OUT_OF, ""),
    ("namesakes who share more than a name", "namesakes mixed", OUT_OF, "under 1 %"),
    ("father and grown son in one home", "mixed: father_and_son", OUT_OF, ""),
    ("father and young son in one home", "mixed: a_son_named_after_his_father", OUT_OF, ""),
    ("uncle and nephew in one home", "mixed: two_men_of_one_name_in_one_home", OUT_OF, ""),
    ("in one street", "mixed: two_women_of_one_name_in_one_street", OUT_OF, ""),
    ("of one date of birth", "mixed: two_women_of_one_name_and_birth_date", OUT_OF, ""),
    ("of one date of birth, no number", "mixed: two_women_of_one_name_and_birth_date_without_numbers", OUT_OF, ""),
    ("all others of one name", "others of one name mixed", OUT_OF, ""), ("people mixed with anybody", "people mixed with somebody", OUT_OF, ""),
    ("the stories' traps joined", "traps joined", OUT_OF, "0"),
    ("**naming tradition**: precision, worst", "precision by custom, worst", SHARE, ""), ("best less worst", "precision by custom, gap", SHARE, "0.02"),
    ("recall, worst", "recall by custom, worst", SHARE, ""), ("best less worst", "recall by custom, gap", SHARE, "0.02"),
    ("**how common the name is** (fifths): precision, worst", "precision by fifth, worst", SHARE, ""),
    ("best less worst", "precision by fifth, gap", SHARE, "0.02"), ("recall, worst", "recall by fifth, worst", SHARE, ""),
    ("best less worst", "recall by fifth, gap", SHARE, "0.02"),
    ("**moves of people said to harm**: linked or queued", "moves linked or queued", OUT_OF, "99 %"), ("linked", "moves linked", OUT_OF, ""),
    ("lost: never blocked", "moves lost: never blocked", OUT_OF, ""), ("lost: below the band", "moves lost: below the band", OUT_OF, ""),
    ("lost: vetoed", "moves lost: vetoed", OUT_OF, ""), ("lost: not proposed", "moves lost: not proposed", OUT_OF, ""),
    ("lost: proposed, not queued", "moves lost: not queued", OUT_OF, ""),
    ("**families**, by membership: precision", "family members precision", SHARE, "0.995"), ("recall", "family members recall", SHARE, "0.95"),
    ("other adults at home: precision", "other adults precision", SHARE, ""), ("made families that hold children of two", "families that hold two", OUT_OF, ""),
    ("joined through a perpetrator", "families joined through a perpetrator", OUT_OF, "0"),
    ("**events**, pairs of reports: precision", "events precision", SHARE, "0.99"), ("recall", "events recall", SHARE, "0.9"),
]
LESS_IS_BETTER = ("mixed", "lost", "joined", "hold two", "gap", "review")


def write(cells: dict) -> str:
    """The table of `cells`: (families, noise) to the figures of each seed."""
    heads = ["", "must hold at medium", *(f"{size:,} {level}" for size, level in cells)]
    lines = ["| " + " | ".join(heads) + " |", "|---|--:|" + "--:|" * len(cells)]
    return "\n".join(lines + [_line(*line, cells.values()) for line in LINES])


def together(seeds: list[dict]) -> dict:
    """The figures of several seeds added up, with those that are of all the strata."""
    names = dict.fromkeys(name for figures in seeds for name in figures)
    total = {name: tuple(map(sum, zip(*(figures[name] for figures in seeds if name in figures), strict=True))) for name in names}
    return total | _over_strata(total) | _with_queue(total)


def _over_strata(total):
    found = {}
    for measure in ("precision", "recall"):
        fifths = [_ratio(f) for name, f in total.items() if name.startswith(f"{measure} of name fifth") and f[1]]
        customs = [_ratio(f) for name, f in total.items() if name.startswith(f"{measure} of ") and "name fifth" not in name and "queue" not in name and f[1]]
        for title, values in (("custom", customs), ("fifth", fifths)):
            if values:
                found |= {f"{measure} by {title}, worst": (min(values), 1), f"{measure} by {title}, gap": (max(values) - min(values), 1)}
    return found


def _with_queue(total):
    joined, queued = total["recall"], total["recall by the queue"]
    return {"recall with the queue": (joined[0] + queued[0], joined[1])}


def _line(title, name, form, bound, cells):
    return "| " + " | ".join([title, bound, *(_cell(name, form, seeds) for seeds in cells)]) + " |"


def _cell(name, form, seeds):
    whole = together(seeds).get(name)
    if whole is None or not whole[1]:
        return "–"
    if form in (MEAN, OUT_OF):
        return f"{whole[0] / len(seeds):,.0f}" if form == MEAN else f"{whole[0]:,.0f} of {whole[1]:,.0f} ({_percent(whole)})"
    each = [_ratio(f) for f in (together([figures]).get(name) for figures in seeds) if f and f[1]]
    worst = (max if any(word in name for word in LESS_IS_BETTER) else min)(each)
    return _written(_ratio(whole), form) + (f" ({_written(worst, form)})" if len(seeds) > 1 else "")


def _ratio(figure):
    return figure[0] / figure[1]


def _percent(figure):
    return f"{100 * _ratio(figure):.2f}".rstrip("0").rstrip(".") + " %"


def _written(ratio, form):
    return f"{100 * ratio:.2f}" if form == PER_HUNDRED else f"{ratio:.4f}"
