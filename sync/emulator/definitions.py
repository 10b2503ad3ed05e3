"""Whether the content of a flow can run.

Definitions are stored as the text that came; they are looked into only here, when a flow is published. Known of their form is one
published example: `activities` with `id`, `type` and `events`, whose `next` is an activity's id or null.
"""

from __future__ import annotations

import json

SUB_FLOW = "SUB_FLOW"
SUB_FLOW_MODULE = "SUB"


def fault_of(definition: str, flow_type: str) -> str:
    """What keeps it from running, or the empty text."""
    try:
        content = json.loads(definition)
    except (ValueError, RecursionError):
        return "its definition is not JSON"
    activities = content.get("activities") if isinstance(content, dict) else None
    if not isinstance(activities, list) or not activities or not all(isinstance(each, dict) for each in activities):
        return "its definition has no activities"
    ids = {each.get("id") for each in activities if isinstance(each.get("id"), str)}
    if len(ids) < len(activities):
        return "two of its activities have the same id, or one has none"
    if flow_type == SUB_FLOW and any(each.get("type") == SUB_FLOW_MODULE for each in activities):
        return "a sub-flow must not contain a sub-flow module"
    return next((fault for each in activities if (fault := _bad_edge(each, ids))), "")


def _bad_edge(activity: dict[str, object], ids: set[str]) -> str:
    events = activity.get("events")
    for event in events if isinstance(events, list) else ():
        following = event.get("next") if isinstance(event, dict) else None
        if following is not None and (not isinstance(following, str) or following not in ids):
            return f"an edge of {activity['id']} leads to {following}, which is not there"
    return ""
