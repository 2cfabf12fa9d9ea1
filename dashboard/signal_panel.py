"""What the rules raise on a family, as its page shows it: a card for each signal, those dismissed folded below, and what was asked and
not found."""

from dash import html

from dashboard import dismissing, parts, theme, withholding
from timeline.access import User
from timeline.signals import RULES
from timeline.signals.manual import part

ALWAYS = "Any signal also changes when an agency corrects or withdraws a record, or a person corrects who is who."
TOLD = ("Source", "What would change it", "Cautions")


def section(user: User, family_id: str, signals, asked, query: dict) -> html.Section:
    """The part of a family's page about its signals. `query`: signal, the one whose evidence is lit on the chart."""
    dismissals = dismissing.of_family(user, family_id, signals)
    raised, dismissed = [], []
    for signal in signals.itertuples():
        dismissal, form = dismissals[signal.signal_id]
        below = dismissing.below(user, dismissal, form)
        (dismissed if dismissing.holds(dismissal) else raised).append(_signal(family_id, signal, signal.signal_id == query.get("signal"), below))
    none = withholding.unsaid(user, family_id) or parts.empty(
        "No rule fired on the data supplied.", "That says nothing of what no agency recorded.", "See below what was asked, and what each agency supplied.")
    return html.Section([
        parts.heading("What the rules raise", "signals"),
        *(raised or [none if signals.empty else parts.text("Every signal is dismissed, until a day.")]),
        parts.details(f"Dismissed by a coordinator ({len(dismissed)})", *dismissed) if dismissed else None,
        parts.details(f"Asked and not found ({len(asked)})", parts.listed(f"{theme.rule(a.rule)}: {a.because}" for a in asked.itertuples())),
    ])


def _signal(family_id: str, signal, chosen: bool, below: html.Div) -> html.Div:
    lights = parts.address("family", family_id, signal=signal.signal_id)
    link_text = "Its evidence is ringed on the timeline" if chosen else "Show its evidence on the timeline"
    return parts.card(
        [html.H3(theme.rule(signal.rule), className="govuk-heading-s"), parts.level(signal.level),
         *([parts.tag("rests on a proposed link", "yellow")] if signal.rests_on_proposed_link else [])],
        parts.text(signal.because),
        parts.text(f"Raised {parts.day(signal.raised_on)}; latest evidence {parts.day(signal.latest_on)}. ",
                   parts.link(link_text, lights + "#timeline"), small=True),
        parts.details(f"Evidence: {parts.count(len(signal.rested), 'record')}", parts.listed(parts.record(**record) for record in signal.rested)),
        _rule(signal.rule),
        *([parts.details("What the coverage does not let us say: undercount likely", parts.text(signal.gaps, small=True))] if signal.gaps else []),
        below, level_colour=theme.LEVEL_COLOURS[signal.level])


def _rule(name: str) -> html.Details:
    """What a practitioner asks of the rule itself, in its own words."""
    said = ((words, part(RULES[name], words)) for words in TOLD)
    return parts.details("Where this rule comes from, and what would change it",
                         *(parts.text(html.Strong(f"{words}. "), told, small=True) for words, told in said), parts.text(ALWAYS, small=True))
