"""What a browser does with a page: it shows it, finds the parts that callbacks listen to, and calls back, over and over. No callback is named here, so that
one that is added is driven too."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urlsplit

SHOW = "..main.children...made-from.children.."
WORDS = "Needed for the meeting tomorrow, to plan a visit"
TYPED = {"n_clicks": 1, "n_intervals": 1, "n_submit": None, "relayoutData": {"xaxis.range[0]": "2020-01-01", "xaxis.range[1]": "2025-01-01"}, "data-told": None}
DAYS = ("day", "dob", "born", "on", "as_at", "since", "covers_from", "covers_to", "received_on")


@dataclass
class Page:
    """What a browser holds of one page: its address, and the properties of every part with an id, by the id as text."""

    address: str
    parts: dict[str, dict] = field(default_factory=dict)

    def __post_init__(self):
        here = urlsplit(self.address)
        self.parts[text_of("address")] = {"id": "address", "pathname": here.path, "search": f"?{here.query}" if here.query else "",
                                          "href": f"http://localhost{self.address}"}
        self.parts[text_of("made-from")] = {"id": "made-from", "children": None}

    def take_in(self, answer) -> None:
        """Remember every part that an answer of the server holds."""
        for part in parts_of(answer):
            self.parts[text_of(part["id"])] = part


def parts_of(answer) -> Iterator[dict]:
    """The properties of every component with an id."""
    if isinstance(answer, dict):
        if isinstance(answer.get("props"), dict) and answer["props"].get("id") is not None:
            yield answer["props"]
        for value in answer.values():
            yield from parts_of(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from parts_of(value)


def text_of(id: str | dict) -> str:
    """An id as Dash writes it."""
    return id if isinstance(id, str) else json.dumps(id, sort_keys=True, separators=(",", ":"))


def ids_of(output: str) -> list[tuple[str, str]]:
    """The ids, as patterns, and the properties that a callback answers for."""
    return [tuple(part.rsplit(".", 1)) for part in output.removeprefix("..").removesuffix("..").split("...")]


def bodies(page: Page, output: str, callback: dict, most: int = 3) -> Iterator[dict]:
    """What the browser may send for this callback on this page, one for each way in which its parts are there."""
    asked = [(kind, of["id"], of["property"]) for kind in ("inputs", "state") for of in callback[kind]]
    for bound in islice(_bindings(page, [id for _, id, _ in asked if id.startswith("{")]), most):
        found = [(kind, _concrete(page, id, bound), property) for kind, id, property in asked]
        if all(ids for kind, ids, _ in found if kind == "inputs"):
            yield _body(page, output, bound, found)


def called(client, body: dict, **headers):
    """The server's answer to a body."""
    token = client.get_cookie("_csrf_token")
    return client.post("/_dash-update-component", json=body, headers={"X-CSRFToken": token.value if token else ""} | headers)


def show(client, address: str):
    """The server's answer to a page being shown, and the page."""
    page = Page(address)
    here = page.parts["address"]
    answer = called(client, {"output": SHOW, "outputs": [{"id": "main", "property": "children"}, {"id": "made-from", "property": "children"}],
                             "inputs": [{"id": "address", "property": name, "value": here[name]} for name in ("pathname", "search")],
                             "changedPropIds": ["address.pathname"], "state": []})
    if answer.status_code == 200:
        page.take_in(answer.get_json())
    return page, answer


def driven(app, client, page: Page, rounds: int = 3, refused: frozenset[str] = frozenset()) -> Iterator[tuple[str, dict, object]]:
    """Every callback that the page can be made to call, and those that their answers make possible: output, body and answer."""
    sent = set()
    for _ in range(rounds):
        for output, callback in app.callback_map.items():
            if output == SHOW or output in refused:
                continue
            for body in bodies(page, output, callback):
                said = json.dumps(body, sort_keys=True, default=str)
                if said not in sent:
                    sent.add(said)
                    answer = called(client, body)
                    if answer.status_code == 200:
                        page.take_in(answer.get_json())
                    yield output, body, answer


def _bindings(page: Page, patterns: list[str]) -> Iterator[dict]:
    """Each way in which the parts of the page stand for MATCH in these patterns; one of nothing where there is none."""
    matching = [pattern for pattern in map(json.loads, patterns) if ["MATCH"] in pattern.values()]
    if not matching:
        yield {}
        return
    seen = defaultdict(dict)
    for props in page.parts.values():
        if isinstance(props["id"], dict) and _fits(matching[0], props["id"]):
            bound = {key: props["id"][key] for key, value in matching[0].items() if value == ["MATCH"]}
            seen[text_of(bound)] = bound
    yield from seen.values()


def _fits(pattern: dict, id: dict) -> bool:
    return pattern.keys() == id.keys() and all(value in (["MATCH"], ["ALL"]) or id[key] == value for key, value in pattern.items())


def _concrete(page: Page, id: str, bound: dict) -> list | dict | str | None:
    """The parts that an id stands for: one, or the list of an ALL; None where the page has none."""
    if not id.startswith("{"):
        return id if id in page.parts else None
    pattern = {key: bound.get(key, value) if value == ["MATCH"] else value for key, value in json.loads(id).items()}
    if ["ALL"] not in pattern.values():
        return pattern if text_of(pattern) in page.parts else None
    return [props["id"] for props in page.parts.values() if isinstance(props["id"], dict) and _fits(pattern, props["id"])] or None


def _body(page: Page, output: str, bound: dict, found: list[tuple]) -> dict:
    outputs = [{"id": {key: bound.get(key, value) if value == ["MATCH"] else value for key, value in json.loads(id).items()} if id.startswith("{") else id,
                "property": property} for id, property in ids_of(output)]
    told = {"inputs": [], "state": []}
    for kind, ids, property in found:
        one = [{"id": id, "property": property, "value": _value(page, id, property)} for id in (ids if isinstance(ids, list) else [ids]) if id is not None]
        for at, each in enumerate(one):
            if property == "n_clicks" and at:
                each["value"] = 0
        told[kind].append(one if isinstance(ids, list) else one[0] if one else {"id": "gone", "property": property, "value": None})
    first = told["inputs"][0]
    first = first[0] if isinstance(first, list) else first
    return {"output": output, "outputs": outputs if output.startswith("..") else outputs[0], **told,
            "changedPropIds": [f"{text_of(first['id'])}.{first['property']}"]}


def _value(page: Page, id, property: str):
    """What a person would have put there."""
    props = page.parts.get(text_of(id), {})
    if property in TYPED:
        return TYPED[property]
    if property == "clickData":
        marks = [mark for trace in (props.get("figure") or {}).get("data", ()) for mark in (trace.get("customdata") or ())]
        return {"points": [{"customdata": marks[0]}]} if marks else None
    if property != "value" or props.get("value") not in (None, "", []):
        return props.get(property)
    if props.get("options"):
        values = [option["value"] for option in props["options"] if option.get("value")]
        return (values[:2] if isinstance(props.get("value"), list) else values[0]) if values else None
    name = text_of(id)
    return "27/3/2024" if any(f"{day}\"" in name or name.endswith(f"-{day}") for day in DAYS) else WORDS
