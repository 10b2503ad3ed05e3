"""Registries in files, for tests of the program and its arguments."""

from __future__ import annotations

from pathlib import Path

CENTERS = "centers:\n  hotline: {instance: ccc-test, registrations: api}\n  desk: {instance: ccc-2, registrations: console}\n"
SERVICES = """\
service: orders
region: cn-hangzhou
generation: "3.0"
functions:
  order-status:
    name: order-status
    description: Where an order is
    runtime: python3.10
    handler: index.handler
    memory: 256
    timeout: 10
    environment: {LEVEL: info, API_TOKEN: test-not-a-token}
    code: code
    signature: {inputs: {orderId: {type: string, required: true}}, result: {status: string}}
    registrations:
      hotline: {description: 订单状态, role: test-role}
      desk:
    checks:
      - {name: shipped, input: {orderId: A1001}, expect: {status: shipped}}
---
service: demo-service
region: 华东2（上海）
functions:
  number-region:
    name: number_region
    runtime: python3.10
    handler: index.handler
    code: code
    formerly: [get_number_region, cn-hangzhou/demo-service/number_region]
    registrations:
      hotline: {failover: {region: cn-hangzhou, weight: 0.5}}
---
service: theirs
region: cn-shanghai
functions:
  of-somebody-else:
    name: other
    registrations:
      hotline: {id: meta-7}
"""


def written(root: Path, *, services: str = SERVICES, centers: str = CENTERS) -> Path:
    """The registry below `root`, with code for its functions; its folder."""
    registry = root / "registry"
    (registry / "code").mkdir(parents=True)
    (registry / "code" / "index.py").write_text("def handler(event, context):\n    return {}\n", encoding="utf-8")
    (registry / "services.yaml").write_text(services, encoding="utf-8")
    (registry / "centers.yaml").write_text(centers, encoding="utf-8")
    return registry
