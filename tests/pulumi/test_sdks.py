"""What Pulumi's generators make of the schema: a program in Go compiles, one in Python runs, and for Node.js all of it is there.

They are the generators that the language hosts call for `pulumi package gen-sdk`. Nothing is fetched.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import environment
from tests.patience import PATIENCE
from tests.pulumi import harness

SDKS = harness.ROOT / "tools" / "sdks"
SCHEMA = harness.ROOT / "infra" / "provider" / "schema.json"
IN_GO = """
package main

import (
	"example.com/pulumi-ivrsync/sdk/go/ivrsync"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		made, err := ivrsync.NewFunctionRegistration(ctx, "greet", &ivrsync.FunctionRegistrationArgs{
			InstanceId: pulumi.String("ccc-test"), Region: pulumi.String("cn-hangzhou"), FunctionName: pulumi.String("greet"),
			Checks: ivrsync.CheckArray{
				&ivrsync.CheckArgs{Name: pulumi.String("answers"), Input: pulumi.Map{"phone": pulumi.Any("1")}},
			},
			Failover: &ivrsync.FailoverArgs{Region: pulumi.String("cn-beijing"), Weight: pulumi.Float64(0.2)},
		})
		if err != nil {
			return err
		}
		use, err := ivrsync.GetFlowUse(ctx, &ivrsync.GetFlowUseArgs{InstanceId: "ccc-test", RegistrationId: "r1"})
		if err != nil {
			return err
		}
		ctx.Export("id", made.RegistrationId)
		ctx.Export("flow", pulumi.String(use.Flows[0].Name))
		return nil
	})
}
"""
IN_PYTHON = """
import json
import pulumi


class Center(pulumi.runtime.Mocks):
    def new_resource(self, args):
        print(json.dumps([args.typ, args.name, args.inputs], sort_keys=True))
        return ["ccc-test/r1", {**args.inputs, "registrationId": "r1", "byHand": []}]

    def call(self, args):
        print(json.dumps([args.token, args.args], sort_keys=True))
        return {"flows": [{"id": "f1", "name": "Main line", "published": True, "numbers": [], "modules": []}]}


pulumi.runtime.set_mocks(Center(), preview=False)
import pulumi_ivrsync as ivrsync


@pulumi.runtime.test
def program():
    made = ivrsync.FunctionRegistration(
        "greet", instance_id="ccc-test", region="cn-hangzhou", function_name="greet",
        checks=[ivrsync.CheckArgs(name="answers", input={"phone": "1"})], allow_flows=["flow-1"],
    )
    use = ivrsync.get_flow_use(instance_id="ccc-test", registration_id="r1")
    return made.registration_id.apply(lambda identity: print(json.dumps([identity, use.flows[0].name])))


program()
"""


@pytest.fixture(scope="session")
def classes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The classes for each language, in a folder of its name."""
    found = subprocess.run(["bash", str(SDKS / "build.sh"), "--where"], capture_output=True, text=True, check=False)
    if found.returncode != 0:
        pytest.skip("there are no generators: classes for other languages were not made; `make pulumi` builds them where Go is")
    folder = tmp_path_factory.mktemp("sdks")
    subprocess.run([found.stdout.strip(), str(SCHEMA), "0.1.0", str(folder)], check=True, timeout=PATIENCE)
    return folder


def vetted(classes: Path, program: str) -> subprocess.CompletedProcess[str]:
    """What `go vet` says of a program that uses the classes."""
    for name in ("go.mod", "go.sum"):
        (classes / "go" / name).write_bytes((SDKS / name).read_bytes())
    (classes / "go" / "use").mkdir(exist_ok=True)
    (classes / "go" / "use" / "main.go").write_text(program, encoding="utf-8")
    env = environment(GOWORK="off", GOPROXY="off", GOFLAGS="-mod=readonly", HOME=str(Path.home()))
    return subprocess.run(
        ["go", "vet", "./..."], cwd=classes / "go", env=env, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def test_a_program_in_go_compiles_and_one_that_states_something_else_does_not(classes: Path) -> None:
    right = vetted(classes, IN_GO)
    assert (right.returncode, right.stdout, right.stderr) == (0, "", "")
    wrong = vetted(classes, IN_GO.replace("FunctionName: pulumi", "Function: pulumi"))
    assert wrong.returncode != 0
    assert "unknown field Function in struct literal of type ivrsync.FunctionRegistrationArgs" in wrong.stderr


def test_a_program_in_python_registers_a_function(classes: Path) -> None:
    installed = classes / "python" / "pulumi_ivrsync-0.1.0.dist-info"  # as far as the classes look at it
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: pulumi_ivrsync\nVersion: 0.1.0\n", encoding="utf-8")
    env = environment(PYTHONPATH=str(classes / "python"))
    ran = subprocess.run(
        [sys.executable, "-c", IN_PYTHON], cwd=classes, env=env, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert ran.returncode == 0, ran.stderr
    place = {"instanceId": "ccc-test", "region": "cn-hangzhou", "functionName": "greet"}
    stated = {**place, "checks": [{"name": "answers", "input": {"phone": "1"}}], "allowFlows": ["flow-1"]}
    defaults = {"mode": "api", "service": "", "ownsFunction": False, "verify": False}
    said = {line[0]: line[1:] for line in map(json.loads, ran.stdout.splitlines())}
    assert said == {
        "ivrsync:index:FunctionRegistration": ["greet", {**stated, **defaults}],
        "ivrsync:index:getFlowUse": [{"instanceId": "ccc-test", "registrationId": "r1"}],
        "r1": ["Main line"],
    }


def test_for_node_everything_of_the_schema_is_there(classes: Path) -> None:
    resource = json.loads(SCHEMA.read_text(encoding="utf-8"))["resources"]["ivrsync:index:FunctionRegistration"]
    text = (classes / "nodejs" / "functionRegistration.ts").read_text(encoding="utf-8")
    interface = text[text.index("export interface FunctionRegistrationArgs") :]
    assert set(re.findall(r"declare public (?:/\*out\*/ )?readonly (\w+):", text)) == set(resource["properties"])
    assert set(re.findall(r"^    (\w+)\??:", interface, re.MULTILINE)) == set(resource["inputProperties"])
    assert set(re.findall(r"^    (\w+):", interface, re.MULTILINE)) == set(resource["requiredInputs"])
    assert {"getCenter.ts", "getFlowUse.ts", "provider.ts"} <= {file.name for file in (classes / "nodejs").iterdir()}
