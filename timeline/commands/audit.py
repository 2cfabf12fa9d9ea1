"""`timeline audit verify`, `export` and `accept`: whether the audit is as it was written, a copy of it, and to go on after what was looked into."""

from contextlib import closing
from pathlib import Path

from timeline import accounts, audit, wording
from timeline.audit import anchor, export, verifying
from timeline.commands import here
from timeline.commands.days import day
from timeline.database import Database
from timeline.files import BadInput

BROKEN = 1
BESIDE = ("Caution: the anchor {path} lies beside the data. Whoever can cut lines off there can set it back too: let TIMELINE_AUDIT_ANCHOR name a file on "
          "another volume, or a mounted share that another person answers for.")
NO_ANCHOR = "Caution: there is no anchor at {path}, so it cannot be told whether lines were cut off at the end."
LEAST_REASON = 10


def add(commands) -> None:
    """Add the words of this command to the parser."""
    of_audit = commands.add_parser("audit", help="whether the audit is as it was written; a copy of it").add_subparsers(required=True, metavar="WHAT")
    verify = of_audit.add_parser("verify", help="say exactly which lines were altered, removed, exchanged, moved, put in or cut off; code 1 where any was",
                                 description="Walk over the whole audit and say whether it is as it was written, or exactly what is not.")
    verify.add_argument("--anchor", type=Path, metavar="FILE", help="an anchor that was kept elsewhere, for the one of this home")
    verify.add_argument("--file", type=Path, metavar="FILE", help="an export that `timeline audit export` wrote, for the audit of this home")
    verify.set_defaults(do=_verify)
    export_ = of_audit.add_parser("export", help="write the audit, or some days of it, to a file that can be verified elsewhere",
                                  description="Write lines of the audit to a new file, each with its seal and chain, as lines of JSON.")
    export_.add_argument("file", type=Path, metavar="FILE", help="a file that is not there yet")
    export_.add_argument("--since", type=day, metavar="DATE", help="the first day (yyyy-mm-dd)")
    export_.add_argument("--until", type=day, metavar="DATE", help="the last day (yyyy-mm-dd)")
    export_.set_defaults(do=_export)
    accept = of_audit.add_parser("accept", help="go on with the audit as it stands, after a restore or what was looked into; the reason is kept in it",
                                 description="Set the anchor to the audit as it stands. What it held, who accepts this and why become a line of the audit.")
    accept.add_argument("--reason", required=True, help=f"why, in at least {LEAST_REASON} characters")
    accept.set_defaults(do=_accept)


def _verify(chosen) -> int:
    found, cautions = _of_file(chosen.file, chosen.anchor) if chosen.file else _of_home(chosen.anchor)
    for finding in found.findings:
        print(finding.words)
    if found.findings:
        print(f"The audit is not as it was written: {wording.count(len(found.findings), 'finding')} in {wording.count(found.lines, 'line')}.")
    elif found.lines:
        print(f"All is as it was written: {wording.count(found.lines, 'line')}, from {found.since[:10]} to {found.until[:10]}; "
              f"the last has the number {found.head.number}.")
    else:
        print("All is as it was written: there is no line yet.")
    for caution in cautions:
        print(caution)
    return BROKEN if found.findings else 0


def _of_home(given: Path | None) -> tuple[verifying.Looked, list[str]]:
    """What is found of the audit of this home, and what to be cautious of."""
    path = given or anchor.path(here.home())
    if given and not given.exists():
        raise BadInput(f"There is no file {given}.")
    kept = anchor.read(path)
    with closing(Database(here.home())) as database:
        found = verifying.look(database, kept)
    if kept is None:
        return found, [NO_ANCHOR.format(path=path)]
    return found, [BESIDE.format(path=path)] if not given and anchor.beside(here.home()) else []


def _of_file(file: Path, given: Path | None) -> tuple[verifying.Looked, list[str]]:
    """What is found of an export; only an anchor that is named says whether it is whole to its end."""
    try:
        return export.look(here.home(), file, anchor.read(given) if given else None), []
    except (OSError, export.NotAnExport) as why:
        raise BadInput(f"There is no file {file}." if isinstance(why, FileNotFoundError) else str(why)) from None


def _export(chosen) -> None:
    days = " ".join(f"{word} {on}" for word, on in (("since", chosen.since), ("until", chosen.until)) if on)
    with closing(Database(here.home())) as database:
        audit.write(database, accounts.operator(), "export audit", days or "whole", document=chosen.file.name)
        try:
            count = export.write(database, chosen.file, chosen.since, chosen.until)
        except FileExistsError:
            raise BadInput(f"{chosen.file} is there already: give the name of a new file.") from None
    print(f"Wrote {wording.count(count, 'line')} to {chosen.file}. Verify them with: timeline audit verify --file {chosen.file}\n"
          "They name families, people and what was searched for: keep them as you keep the data.")


def _accept(chosen) -> None:
    reason = chosen.reason.strip()
    if len(reason) < LEAST_REASON:
        raise BadInput(f"Say why in at least {LEAST_REASON} characters; it is kept in the audit with your name.")
    with closing(Database(here.home())) as database:
        last = audit.accept(database, accounts.operator(), reason)
    print(f"The anchor stands at line {last.number}, which says who accepted this, why, and what the anchor held.")
