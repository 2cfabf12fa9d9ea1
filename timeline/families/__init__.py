"""Who belongs together, from when to when.

A family is the children who share a main resident carer, and that carer (`carers.py` says who that is). Nobody else joins two
children: a person said to have harmed someone is linked to as many families as need be, and a parent in two homes is another
adult in both. Else one serial abuser, or one father, would glue five homes into one family, and the very pattern that we look
for would disappear. A child whose carer nobody names is a family of its own, and says so; so is an adult said to be harmed
who has no children. A couple without children who accuse one another are one family: founded by whoever is said to be harmed
in more reports, or else first; the other is linked to it. A person may say with which carer a child belongs (`answers.py`),
and who of two recorded as harming one another is the primary perpetrator: then the other is carer and founder
as if nothing were said against her or him.
"""

import duckdb

from timeline.families import answers, carers, named, others


def group(reports, mentions, people, judgements, primaries) -> duckdb.DuckDBPyRelation:
    """The families table. Every person said to be harmed is in a family; a mere witness or caller is in none."""
    naming = named.gather(reports, mentions, people).materialize()
    accused = named.accused(naming, primaries).materialize()
    founding = named.founding(naming).materialize()
    raised = carers.settle(naming, accused.filter("not against_decision"), founding, answers.heard(judgements, people, founding)).materialize()
    beside = others.beside(naming).materialize()
    alone = others.alone(naming, raised, accused, beside, founding)
    core = duckdb.sql("from raised union all by name from alone").materialize()
    linked = others.linked(core, accused).materialize()
    other = others.resident(core, linked, beside)
    return duckdb.sql("""
        select family_id, person_id, part, since, until, because
        from (from core union all by name from linked union all by name from other)
        order by family_id, part, person_id, since""")
