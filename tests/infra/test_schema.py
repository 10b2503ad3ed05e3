"""The schema, the Python classes and the checks agree on what a registration has; and the plugin publishes that schema."""

from __future__ import annotations

import json

import pulumi
from pulumi._types import input_type_py_to_pulumi_names

from infra.provider import config, functions, inputs, schema
from infra.sdk import FunctionRegistrationArgs, ProviderArgs
from tests.cli.command import ROOT

PUBLISHED = ROOT / "infra" / "provider" / "schema.json"
TYPE = "ivrsync:index:FunctionRegistration"


def test_the_published_schema_is_current() -> None:
    made_with = ".venv/bin/python -c 'from infra.provider.schema import published_text; print(published_text(), end=\"\")'"
    assert PUBLISHED.read_text(encoding="utf-8") == schema.published_text(), made_with


def test_a_plugin_adds_its_version() -> None:
    assert json.loads(schema.schema_text("1.2.3")) == {**json.loads(schema.published_text()), "version": "1.2.3"}


def test_schema_checks_and_classes_have_the_same_properties() -> None:
    resource = json.loads(schema.published_text())["resources"][TYPE]
    outputs = {"registrationId", "byHand"}
    assert set(resource["inputProperties"]) == inputs.NAMES
    assert set(resource["properties"]) == inputs.NAMES | outputs
    assert set(input_type_py_to_pulumi_names(FunctionRegistrationArgs).values()) == inputs.NAMES
    required = {field.alias for field in inputs.Inputs.model_fields.values() if field.is_required()}
    assert set(resource["requiredInputs"]) == required


def test_the_provider_has_the_same_configuration_everywhere() -> None:
    document = json.loads(schema.published_text())
    assert set(document["config"]["variables"]) == set(document["provider"]["inputProperties"]) == config.NAMES
    assert set(input_type_py_to_pulumi_names(ProviderArgs).values()) == config.NAMES


def test_every_function_and_type_is_described() -> None:
    document = json.loads(schema.published_text())
    assert set(document["functions"]) == set(functions.FUNCTIONS)
    for name, function in functions.FUNCTIONS.items():
        assert document["functions"][name]["inputs"]["required"] == [*function.arguments]
    named = {text for text in PUBLISHED.read_text(encoding="utf-8").split('"') if text.startswith("#/types/")}
    assert {text.removeprefix("#/types/") for text in named} == set(document["types"])


def test_names_are_translated_only_for_input_types() -> None:
    assert pulumi._types.is_input_type(FunctionRegistrationArgs)  # noqa: SLF001  the SDK asks the same
