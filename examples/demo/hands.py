"""What people do in the story, played through the same APIs: a developer deploys a version, an operator corrects a flow.

ivrsync has no part in either: it finds out afterwards.
"""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alibabacloud_ccc20200701 import models as ccc
from alibabacloud_ccc20200701.client import Client as Center
from alibabacloud_fc20230330 import models as fc
from alibabacloud_fc20230330.client import Client as Functions
from alibabacloud_tea_openapi.models import Config

INSTANCE, FLOW = "ccc-test", "flow-orders"


def deploy(environment: Mapping[str, str], function: str, folder: Path) -> None:
    """Upload the folder as the new code of an FC 3.0 function in cn-hangzhou."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(folder.glob("*.py")):
            archive.write(path, path.name)
    code = fc.InputCodeLocation(zip_file=base64.b64encode(packed.getvalue()).decode())
    client = Functions(_config(environment, "fc:cn-hangzhou"))
    client.update_function(function, fc.UpdateFunctionRequest(body=fc.UpdateFunctionInput(code=code)))


def rename_input(environment: Mapping[str, str], old: str, new: str) -> None:
    """函数模块 > 设置入参: the same value under another name; saved and published."""
    client = Center(_config(environment, "ccc"))
    listed = client.list_contact_flows(ccc.ListContactFlowsRequest(instance_id=INSTANCE, page_number=1, page_size=100))
    definition = next(flow.definition for flow in listed.body.data.list if flow.contact_flow_id == FLOW)
    content = json.loads(definition)
    for module in (activity for activity in content["activities"] if activity["type"] == "RUN_FUNCTION"):
        entries = json.loads(module["properties"]["parameters"])
        renamed = [{**entry, "key": new if entry["key"] == old else entry["key"]} for entry in entries]
        module["properties"]["parameters"] = json.dumps(renamed, ensure_ascii=False)
    this: dict[str, Any] = {"instance_id": INSTANCE, "contact_flow_id": FLOW}
    draft = client.start_edit_contact_flow(ccc.StartEditContactFlowRequest(**this)).body.data
    changed = json.dumps(content, ensure_ascii=False)
    client.commit_contact_flow(
        ccc.CommitContactFlowRequest(**this, draft_id=draft, definition=changed, description=f"{old} is {new}")
    )
    client.publish_contact_flow(ccc.PublishContactFlowRequest(**this, draft_id=draft))


def _config(environment: Mapping[str, str], name: str) -> Config:
    hosts = dict(pair.split("=", 1) for pair in environment["IVRSYNC_ENDPOINTS"].split(","))
    return Config(
        access_key_id=environment["ALIBABA_CLOUD_ACCESS_KEY_ID"],
        access_key_secret=environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
        endpoint=hosts[name],
        protocol="HTTP",
    )
