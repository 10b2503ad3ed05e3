"""Functions as the stack's configuration names them, each with the arguments that stand there."""

from __future__ import annotations

import pulumi
import pulumi_alicloud as alicloud

config = pulumi.Config()
for name, arguments in config.require_object("functions").items():
    function = alicloud.fc.V3Function(name, **arguments)
    pulumi.export(name, function.function_arn)
