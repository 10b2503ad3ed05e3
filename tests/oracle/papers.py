"""What the oracle writes for the tool to read: the registry's files, and the definitions of flows."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.oracle.scene import Address, Dialect, Flow, Module, Scene, Spec, region_of

GROUP = "loose"  # FC 3.0 has no services: there the word only groups


def write_registry(folder: Path, scene: Scene) -> None:
    """The registry as the scene's specs say, in place of whatever files were there."""
    for old in folder.glob("*.yaml"):
        old.unlink()
    shutil.rmtree(folder / "services", ignore_errors=True)
    modes = {True: "console", False: "api"}
    centers = {each.name: {"instance": each.instance, "registrations": modes[each.by_hand]} for each in scene.centers.values()}
    (folder / "centers.yaml").write_text(json.dumps({"centers": centers}) + "\n", encoding="utf-8")
    homes: dict[tuple[str, str], dict[str, object]] = {}
    for uid, spec in scene.specs.items():
        homes.setdefault((spec.address.region, spec.address.service), {})[uid] = _spec(spec)
    documents = [
        {"service": service or GROUP, "region": region, "generation": "2.0" if service else "3.0", "functions": functions}
        for (region, service), functions in homes.items()
    ]
    if documents:
        text = "---\n".join(json.dumps(document, ensure_ascii=False) + "\n" for document in documents)
        (folder / "functions.yaml").write_text(text, encoding="utf-8")


def _spec(spec: Spec) -> dict[str, object]:
    written: dict[str, object] = {"name": spec.address.name}
    written |= {
        key: value
        for key, value in (("runtime", spec.runtime), ("handler", spec.handler), ("memory", spec.memory))
        if value is not None
    }
    if spec.formerly:
        written["formerly"] = [_former(address) for address in spec.formerly]
    signature: dict[str, object] = {}
    if spec.inputs is not None:
        signature["inputs"] = {name: {"required": True} if required else {} for name, required in spec.inputs}
    if spec.result is not None:
        signature["result"] = "text" if spec.result == "text" else dict.fromkeys(sorted(spec.result), "string")
    if signature:
        written["signature"] = signature
    written["registrations"] = {center: {"id": adopted} if adopted else {} for center, adopted in spec.centers}
    return written


def _former(address: Address) -> str:
    return "/".join(address)


def read_specs(folder: Path) -> dict[str, Spec]:
    """The specs that the registry's files hold, also those that a command wrote."""
    specs: dict[str, Spec] = {}
    for path in sorted(folder.rglob("*.yaml")):
        for document in yaml.safe_load_all(path.read_text(encoding="utf-8")):
            for uid, written in (document or {}).get("functions", {}).items():
                specs[uid] = _read(document, written)
    return specs


def _read(document: dict[str, Any], written: dict[str, Any]) -> Spec:
    signature = written.get("signature") or {}
    inputs, result = signature.get("inputs"), signature.get("result")
    region = region_of(document["region"]) or document["region"]
    return Spec(
        address=Address(region, document["service"] if document.get("generation", "2.0") == "2.0" else "", written["name"]),
        centers=tuple((center, (said or {}).get("id")) for center, said in (written.get("registrations") or {}).items()),
        runtime=written.get("runtime"),
        handler=written.get("handler"),
        memory=written.get("memory"),
        inputs=None if inputs is None else tuple((name, bool((one or {}).get("required"))) for name, one in inputs.items()),
        result=result if result is None or result == "text" else frozenset(result),
    )


def definition(flow: Flow, modules: Iterable[Module]) -> str:
    """A flow's definition as the editor saves it."""
    modules = tuple(modules)
    activities: list[dict[str, object]] = [_activity("INCOMING_CALL", "0a000001", "开始", {}, ["0a000010"], 0)]
    says = {"say": flow.says or "您好。", "audioType": "tts", "audioInterrupt": False}
    activities.append(_activity("PLAY_SAY", "0a000010", "放音", says, ["0b000000" if modules else "0a000999"], 1))
    for place, module in enumerate(modules):
        following = f"0b{place + 1:06}" if place + 1 < len(modules) else "0a000999"
        kind = "RUN_FUNCTION" if place % 2 == 0 else "FUNCTION_COMPUTE"
        properties = FORMS[module.dialect](module)
        activities.append(_activity(kind, f"0b{place:06}", f"函数{place}", properties, [following, "0a000999"], place + 2))
    activities.append(_activity("HANGUP", "0a000999", "挂机", {}, [], 999))
    return json.dumps({"activities": activities, "description": ""}, ensure_ascii=False, separators=(",", ":"))


def _activity(
    kind: str, identity: str, name: str, properties: dict[str, object], nexts: list[str], index: int
) -> dict[str, object]:
    exits = ("success", "failure") if len(nexts) > 1 else ("complete",)
    events = [{"event": event, "next": following} for event, following in zip(exits, nexts, strict=False)]
    properties = {**properties, "position": {"x": 100 + 50 * index, "y": 160}}
    return {"type": kind, "id": identity, "name": name, "properties": properties, "events": events, "nodeIndex": index}


def _tracking(module: Module) -> dict[str, object]:
    """As run-time tracking shows a module: the inputs are the JSON text of a list."""
    inputs = [{"key": name, "value": f"${{开始.{name}}}"} for name in sorted(module.passes)]
    properties: dict[str, object] = {"functionMetaId": module.holds, "parameters": json.dumps(inputs, ensure_ascii=False)}
    if module.shows:
        properties["functionName"] = module.shows
    if module.reads is not None:
        properties["outputs"] = [{"key": name, "value": f"${{{name}}}"} for name in sorted(module.reads)]
    return {**properties, "timeout": 5}


def _plugin(module: Module) -> dict[str, object]:
    """As the sister product saves a function plugin."""
    meta: dict[str, object] = {"functionMetaId": module.holds, "failoverRegionWeight": 0.5}
    if module.shows:
        meta["functionName"] = module.shows
    inputs = [{"name": name, "type": "String", "required": False, "valueSource": "Var"} for name in sorted(module.passes)]
    properties: dict[str, object] = {"type": "Function", "functionMeta": meta, "inputParams": inputs, "timeout": 5}
    if module.reads is not None:
        properties["outputParams"] = [{"name": name, "type": "String"} for name in sorted(module.reads)]
    return properties


def _map(module: Module) -> dict[str, object]:
    """The same words with maps for lists."""
    properties: dict[str, object] = {
        "functionMetaId": module.holds,
        "parameters": dict.fromkeys(sorted(module.passes), "${开始.text}"),
    }
    if module.shows:
        properties["functionName"] = module.shows
    if module.reads is not None:
        properties["outputs"] = {name: f"${{{name}}}" for name in sorted(module.reads)}
    return properties


FORMS: Mapping[Dialect, Callable[[Module], dict[str, object]]] = {"tracking": _tracking, "plugin": _plugin, "map": _map}
