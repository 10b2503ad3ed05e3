"""Resources of Function Compute as the stack's configuration names them: by kind, each with its arguments.

A kind waits for those before it: a function of 2.0 for its service.
"""

from __future__ import annotations

import pulumi
import pulumi_alicloud as alicloud

config = pulumi.Config()
earlier: list[pulumi.Resource] = []
for kind, resources in sorted(config.require_object("resources").items()):
    options = pulumi.ResourceOptions(depends_on=earlier)
    earlier = [getattr(alicloud.fc, kind)(name, **arguments, opts=options) for name, arguments in resources.items()]
