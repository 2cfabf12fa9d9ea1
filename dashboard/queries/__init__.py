"""Every question that the pages ask: one function, one query, one frame, asked for a named user.

Each function takes the user first and refuses what the user's role does not permit. A frame's cells are plain Python
values and None; an agency's words come with addresses hidden, and no frame holds an address but what `hidden` opens."""

from dashboard.queries.actions import actions, agreed_at, mention_of, open_actions
from dashboard.queries.anchored import anchor, anchors
from dashboard.queries.answers import answer, answer_counts, answers, refuse_unseen
from dashboard.queries.asknown import first_known, holders, is_family, left_out, named_then, reaches, stood_as
from dashboard.queries.auditing import (
    case_actions,
    case_agencies,
    case_children,
    case_grades,
    case_homes,
    case_signals,
    case_sources,
    drawable,
    drawn,
    sample,
)
from dashboard.queries.both_ways import both_ways
from dashboard.queries.brief import agencies, agencies_hold, belonging, brief_signals, came_since, falls_due, needs, said_to_harm
from dashboard.queries.chart import bands, note_points, person_bands, person_points, points, windows
from dashboard.queries.chronology import chronology, chronology_counts, step_records, steps, suspected
from dashboard.queries.compare import (
    change_counts,
    changed,
    changed_answers,
    changed_records,
    comparison,
    comparisons,
    input_counts,
    made_with,
    snapshots,
)
from dashboard.queries.coverage import agencies_supply, family_coverage, months, quarantined, received
from dashboard.queries.decided import decided
from dashboard.queries.decisions import made_of, seen, standing, standing_on, weights
from dashboard.queries.dismissals import dismissals, dismissible, longest_dismissal
from dashboard.queries.event import accounts, event, event_families, named_in
from dashboard.queries.excluding import called, excludable, excluded_as
from dashboard.queries.families import choices, families
from dashboard.queries.family import asked, family, members, orders, periods, signals, timeline
from dashboard.queries.followed import FOLLOWED, followed, followed_families
from dashboard.queries.gaps import gaps
from dashboard.queries.guarded import WORDS_HIDDEN, guarded
from dashboard.queries.here import NotHere
from dashboard.queries.hidden import hidden
from dashboard.queries.inspection import figure, figures, inspected_areas, supplied
from dashboard.queries.knew import knew, knowers, known_then, most_seen
from dashboard.queries.links import doubted, link, review, review_counts, written
from dashboard.queries.loaded import check_of, last_of_layout, rows_of_check, rows_of_file, uploaded
from dashboard.queries.look_back import raisings, serious
from dashboard.queries.looked import SIZE as LOOKED_SIZE
from dashboard.queries.looked import audit_choices, done_by, lines_of, looks, named_families, unusual_access
from dashboard.queries.managed import limits_there, managed, managed_one
from dashboard.queries.meetings import agenda, item, meeting, meetings, open_meetings
from dashboard.queries.mentions import found_people, mentions_of, named_with, people_named
from dashboard.queries.new_since import areas, due_soon, loads, placed_since, raised_since, unsignalled_since
from dashboard.queries.notes import activities, notes
from dashboard.queries.omissions import omissions
from dashboard.queries.pasted import pasted
from dashboard.queries.patterns import SIZE as PATTERN_UNITS
from dashboard.queries.patterns import pattern_areas, pattern_gaps, pattern_measures, pattern_numbers, pattern_units, pattern_years
from dashboard.queries.perpetrators import being_done, counted_events, perpetrators, serial_areas, serial_counts
from dashboard.queries.person import (
    child_events,
    households,
    links,
    network,
    person,
    person_families,
    person_orders,
    person_periods,
    said_harmed,
    siblings,
)
from dashboard.queries.proposed import proposal, proposed
from dashboard.queries.quality import SIZE as QUALITY_SIZE
from dashboard.queries.quality import no_column, quality_files, quality_months, quality_overview, quality_records, quality_supply, supplying
from dashboard.queries.quarterly import heard, marac_areas
from dashboard.queries.record import issues, record, record_people, versions
from dashboard.queries.retired import retired
from dashboard.queries.same_event import events_of_reference, founding_report, near_events
from dashboard.queries.searched import search
from dashboard.queries.suggestions import suggested
from dashboard.queries.transfers import goes_along
from dashboard.queries.unseen import entered, refuse_hidden
from dashboard.queries.withheld import held_elsewhere, withheld, withheld_levels
from dashboard.queries.wrong import SIZE as WRONG_SIZE
from dashboard.queries.wrong import Where, wrong_reasons, wrong_rows, wrong_to_return
