"""The stack's configuration: typed, with defaults, and every mistake a sentence."""

from __future__ import annotations

import pytest
import yaml

from infra.args import Options
from infra.config import NAMES, StackConfig, read_config
from sync.errors import InputError
from sync.specs.ids import Uid
from tests.cli.command import ROOT

UIDS = (Uid("alpha"), Uid("beta"))


def test_what_is_left_out_has_its_default() -> None:
    config = read_config({})
    assert config == StackConfig()
    assert (config.registry, config.verify, config.options(UIDS).protect) == ("registry", True, frozenset())


def test_what_is_stated_is_taken() -> None:
    stated = {"registry": "prod", "verify": "false", "protect": '["*"]', "retainOnDelete": '["beta"]', "inlineLimit": "0"}
    options = read_config(stated).options(UIDS)
    assert options == Options(verify=False, protect=frozenset(UIDS), retain=frozenset({Uid("beta")}), inline_limit=0)


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ({"verify": "perhaps"}, "verify is 'perhaps'"),
        ({"inlineLimit": "-1"}, "inlineLimit is '-1'"),
        ({"protect": "alpha"}, "protect is 'alpha'"),
        ({"allowFlows": "[1]"}, "allowFlows is '\\[1\\]'"),
        ({"protect": '["alhpa"]'}, "protect names 'alhpa'"),
        ({"retainOnDelete": '["gamma"]'}, "retainOnDelete names 'gamma'"),
    ],
)
def test_a_mistake_is_told(stated: dict[str, str], told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_config(stated).options(UIDS)


def test_an_unknown_name_gets_a_proposal() -> None:
    with pytest.raises(InputError, match="unknown verfiy") as caught:
        read_config({"verfiy": "true"})
    assert "verify" in caught.value.hint


def test_the_project_file_declares_what_the_program_reads() -> None:
    project = yaml.safe_load((ROOT / "Pulumi.yaml").read_text(encoding="utf-8"))
    declared = {name.partition(":")[2]: entry for name, entry in project["config"].items()}
    assert sorted(declared) == sorted(NAMES)
    for name, entry in declared.items():
        field = next(field for key, field in StackConfig.model_fields.items() if name in {key, field.alias})
        if "default" in entry:
            assert entry["default"] == (list(field.default) if isinstance(field.default, tuple) else field.default), name
