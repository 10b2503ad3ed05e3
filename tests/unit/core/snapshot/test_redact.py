"""What a snapshot may hold: digests for values, excerpts for flows, and nothing that was only spoken or shown."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from pydantic import JsonValue

from sync.core.flows.excerpt import FlowExcerpt, ModuleExcerpt, Passed
from sync.core.redaction import Kept, Redacted, kept_digest
from sync.core.signature.inferred import Escape, Inferred, Unknown
from sync.core.snapshot.redact import masked, redacted
from sync.core.worlds import Configuration, FoundFlow, FoundSignature, Gap, Wanted
from sync.specs.models import Lock, ParameterSpec, SignatureSpec
from tests.fakes.worlds import (
    CENTER,
    SALT,
    at,
    entry,
    escape,
    flow,
    found,
    function,
    listed,
    lock,
    object_answer,
    reads,
    registered,
    registration,
    shows,
    there,
    wanted,
)

A, B = "cn-hangzhou/demo-service/lookup", "cn-hangzhou/demo-service/other"
NOBODY = wanted()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("call 13812345678 now", "call *******5678 now"),
        ("0571-8815 6688", "********6688"),
        ("+86 (571) 88156688", "*********6688"),
        ("4001234567", "******4567"),
        ("1234567", "***4567"),
        ("123456", "123456"),
        ("20261128", "20261128"),
        ("2026-11-28", "2026-11-28"),
        ("20261328", "****1328"),
        ("1000000000000001", "1000000000000001"),
        ("id-1234567", "id-1234567"),
        ("1234567-a", "1234567-a"),
        ("v1234567", "v1234567"),
        ("客服1234567热线", "客服***4567热线"),
        ("主流程-13812345678", "主流程-*******5678"),
        ("13812345678-备用", "*******5678-备用"),
        ("hotline-13812345678", "hotline-*******5678"),
        ("tel13812345678", "tel*******5678"),
        ("main_057188156688", "main_********6688"),
        ("total 13812345678900", "total 13812345678900"),
        ("１３８１２３４５６７８", "*******５６７８"),
        ("oss://b/o?Signature=x", "oss://b/o"),
        ("GET https://h.test/a/b?Expires=1&Signature=x failed", "GET https://h.test/a/b failed"),
        ("HTTP://h.test/a?b", "HTTP://h.test/a"),
        ("https://h.test/a is gone?", "https://h.test/a is gone?"),
        ("key LTAI5tTest is refused", "key *** is refused"),
        ("token STS.NTest is refused", "token *** is refused"),
    ],
)
def test_of_a_phone_number_the_last_digits_stay_and_of_a_link_the_place(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_values_of_an_environment_become_what_the_lock_would_keep() -> None:
    plain, secret = "x", Redacted.of(SALT, "hunter2")
    world = found(there(A, Configuration(memory=128, environment={"PASSWORD": secret, "MODE": plain})))

    made = redacted(world, wanted(registered("lookup", A)), None, SALT)

    environment = made.functions[0].configuration.environment or {}
    assert [*environment] == ["MODE", "PASSWORD"]
    for name, value in (("MODE", plain), ("PASSWORD", secret)):
        kept = environment[name]
        assert isinstance(kept, Kept)
        assert (kept.salt, kept.owner, kept.name, kept.digest) == (SALT, "lookup", name, kept_digest(SALT, "lookup", name, value))
    assert environment == {"MODE": "x", "PASSWORD": "hunter2"}, "it still equals the texts"
    assert made.functions[0].configuration.memory == 128


@pytest.mark.parametrize(
    ("of", "owner"),
    [
        pytest.param(wanted(registered("lookup", A)), "lookup", id="the-registrys"),
        pytest.param(wanted(registered("lookup", B)), "before", id="else-the-locks"),
    ],
)
def test_a_digest_is_made_in_the_name_of_whose_function_it_is(of: Wanted, owner: str) -> None:
    world = found(
        there(A, Configuration(environment={"MODE": "x"})), there(B, Configuration(environment={})), there("cn-hangzhou/c")
    )

    made = redacted(world, of, lock(before=entry(A)), SALT)

    owners = [value.owner for value in (made.functions[0].configuration.environment or {}).values() if isinstance(value, Kept)]
    assert owners == [owner]
    assert [item.configuration.environment for item in made.functions[1:]] == [{}, None]


def test_a_function_that_nobody_knows_has_digests_in_nobodys_name() -> None:
    made = redacted(found(there(A, Configuration(environment={"MODE": "x"}))), NOBODY, None, SALT)

    kept = (made.functions[0].configuration.environment or {})["MODE"]
    assert isinstance(kept, Kept)
    assert (kept.owner, kept == "x", kept == "y") == ("", True, False)


def flow_of(definition: JsonValue) -> FoundFlow:
    return replace(flow("f1", "r1"), definition=definition if isinstance(definition, str) else json.dumps(definition))


def excerpt(item: FoundFlow, of: Wanted = NOBODY) -> FlowExcerpt:
    world = found(there(A), listed("r1", A), listed("身份 一", B), item)
    recorded = lock(left=entry("cn-beijing/old/gone", identity="r8"))
    made = redacted(world, of, recorded, SALT).flows[0]
    assert made.definition == ""
    assert made.excerpt is not None
    return made.excerpt


def test_of_a_flow_its_function_modules_stay_and_no_other_text() -> None:
    module: JsonValue = {
        "type": "RUN_FUNCTION", "id": "7", "name": "身份验证",
        "properties": {
            "functionMetaId": "r1", "functionName": "not known", "note": "please hold", "place": "cn-hangzhou",
            "word": "secretword",
            "parameters": [{"key": "a", "value": "1"}, {"key": "b", "value": "${x}"}], "outputs": [{"key": "area"}],
        },
    }  # fmt: skip
    play: JsonValue = {"type": "PLAY", "properties": {"text": "您好 welcome 身份 一"}}

    assert excerpt(flow_of({"activities": [module, play]})) == FlowExcerpt(
        modules=(
            ModuleExcerpt(
                activity="7",
                name="身份验证",
                words=frozenset({"r1", "cn-hangzhou"}),
                ids=frozenset({"r1"}),
                names=frozenset(),
                passes=(Passed("a", "1"), Passed("b", None)),
                reads=("area",),
                is_understood=True,
            ),
        ),
        mentions=frozenset({"r1", "cn-hangzhou", "身份 一"}),
    )


def test_an_id_and_a_name_that_nobody_knows_stay_where_only_such_may_stand() -> None:
    properties: JsonValue = {"functionMetaId": "gone-1", "functionName": "also_gone", "x": "word"}
    module: JsonValue = {"type": "RUN_FUNCTION", "id": "7", "properties": properties}

    modules = excerpt(flow_of({"activities": [module]})).modules

    assert modules is not None
    assert [sorted(texts) for texts in (modules[0].ids, modules[0].names, modules[0].words)] == [
        ["gone-1"],
        ["also_gone"],
        ["also_gone", "gone-1"],
    ]


ADOPTING = wanted(function("mine", "cn-shanghai/wanted", registration("mine", "cn-shanghai/wanted", adopt="r9")))


@pytest.mark.parametrize(
    ("word", "of", "known"),
    [
        pytest.param("r1", NOBODY, True, id="the-id-of-a-registration"),
        pytest.param("lookup", NOBODY, True, id="the-name-of-a-function"),
        pytest.param("demo-service", NOBODY, True, id="a-service"),
        pytest.param("r9", ADOPTING, True, id="an-id-that-a-spec-adopts"),
        pytest.param("wanted", ADOPTING, True, id="the-name-of-a-wanted-function"),
        pytest.param("r8", NOBODY, True, id="an-id-of-the-lock"),
        pytest.param("gone", NOBODY, True, id="a-name-of-the-lock"),
        pytest.param("hello", NOBODY, False, id="a-word"),
        pytest.param("lookup-other", NOBODY, False, id="a-longer-word"),
        pytest.param("\\u006cookup", NOBODY, True, id="an-escaped-one"),
    ],
)
def test_a_flow_that_is_not_understood_mentions_known_names_only(word: str, of: Wanted, known: bool) -> None:  # noqa: FBT001
    read = excerpt(flow_of(f'{{"text": "{word}"}}'), of)

    assert read.modules is None
    assert bool(read.mentions) is known


@pytest.mark.parametrize(
    ("name", "value", "hidden"),
    [
        ("city", "杭州", False),
        ("age", 5, False),
        ("flag", True, False),
        ("empty", "", False),
        ("variable", None, False),
        ("list", ["a", 1], False),
        ("phone", "13812345678", True),
        ("phone", 13812345678, True),
        ("list", ["13812345678"], True),
        ("day", "20261128", False),
        ("mail", "somebody@example.com", True),
        ("token", "x", True),
        ("words", "一" * 64, False),
        ("words", "一" * 65, True),
        ("zero", 0, False),
    ],
)
def test_a_literal_is_hidden_that_may_be_a_secret_an_address_or_a_prompt(name: str, value: JsonValue, hidden: bool) -> None:  # noqa: FBT001
    (module,) = excerpt(flow("f1", "r1", passes={name: value})).modules or ()

    assert module.hidden == ({name} if hidden else set())
    assert module.passes == (Passed(name, None if hidden else value),)


def test_inputs_that_are_not_understood_stay_so() -> None:
    assert [module.passes for module in excerpt(flow("f1", "r1")).modules or ()] == [None]


def test_numbers_are_masked_and_nobody_is_named() -> None:
    item = replace(flow("f1", "r1"), name="热线 4001234567", numbers=("057188156688", "10"), editor="somebody@example.com")

    made = redacted(found(item), NOBODY, None, SALT).flows[0]

    assert (made.name, made.numbers, made.editor) == ("热线 ******4567", ("********6688", "10"), None)
    assert (made.center, made.id, made.published) == (CENTER, "f1", True)


def test_what_is_redacted_stays_as_it_is() -> None:
    world = found(
        there(A, Configuration(environment={"MODE": "x"})), listed("r1", A), flow("f1", "r1", passes={"phone": "13812345678"})
    )
    once = redacted(world, NOBODY, None, SALT)

    assert redacted(once, NOBODY, None, SALT) == once


def test_a_piece_of_code_with_a_secret_in_it_is_not_shown() -> None:
    telling = Escape(reason="passed-on", file="index.py", line=6, detail='connect(password="hunter2")')
    calling = replace(telling, detail='notify("13812345678", event)')
    shown = FoundSignature(address=at(A), signature=Inferred(inputs=(), results=(), escapes=(escape(), telling, calling)))
    unknown = FoundSignature(address=at(B), signature=Unknown(reason="broken-code", detail="index.py: '13812345678"))

    made = redacted(found(shown, unknown), NOBODY, None, SALT).signatures

    hidden = (escape(), replace(telling, detail=""), replace(calling, detail='notify("*******5678", event)'))
    assert made[0].signature == Inferred(inputs=(), results=(), escapes=hidden)
    assert made[1] == replace(unknown, signature=Unknown(reason="broken-code", detail="index.py: '*******5678"))


@pytest.mark.parametrize(
    ("name", "default", "shown"),
    [
        ("city", "杭州", "杭州"),
        ("limit", 5, 5),
        ("phone", "13812345678", None),
        ("phone", ["13812345678"], None),
        ("link", "https://h.test/a?Signature=x", None),
        ("mail", "somebody@example.com", None),
        ("prompt", "一" * 65, None),
    ],
)
def test_a_default_of_code_is_hidden_as_a_literal_of_a_flow_is(name: str, default: JsonValue, shown: JsonValue) -> None:
    made = redacted(found(shows(A, reads(name, required=False, default=default))), NOBODY, None, SALT).signatures[0].signature

    assert isinstance(made, Inferred)
    assert [(one.name, one.required, one.default) for one in made.inputs] == [(name, False, shown)]


def test_descriptions_lose_their_numbers_and_links() -> None:
    text, shown = "热线 057188156688, see https://h.test/a?Signature=x", "热线 ********6688, see https://h.test/a"
    world = found(replace(there(A), description=text), replace(there(B), description=None), listed("r1", A, description=text))

    made = redacted(world, NOBODY, None, SALT)

    assert [item.description for item in made.functions] == [shown, None]
    assert [item.state.description for item in made.registrations] == [shown]


NUMBER, ENDING = "13812345678", "*******5678"
STATED = SignatureSpec(inputs={NUMBER: ParameterSpec()}, result={NUMBER: "string"})


@pytest.mark.parametrize(
    ("of", "recorded", "shown"),
    [
        pytest.param(NOBODY, None, ENDING, id="nobodys"),
        pytest.param(wanted(registered("lookup", A, signature=STATED)), None, NUMBER, id="the-registry-states-it"),
        pytest.param(NOBODY, lock(lookup=entry(A, declared=STATED)), NUMBER, id="the-lock-states-it"),
    ],
)
def test_a_number_that_is_the_name_of_an_input_or_a_field_is_masked(of: Wanted, recorded: Lock | None, shown: str) -> None:
    answer = object_answer(state="string")
    named = replace(answer, fields=(replace(answer.fields[0], name=NUMBER),))
    code = shows(A, reads(NUMBER), answers=(named,))
    calling = flow_of(
        {"activities": [{
            "type": "RUN_FUNCTION", "id": "7", "name": "ask",
            "properties": {
                "functionMetaId": "r1", "parameters": [{"key": NUMBER, "value": "x"}, {"key": f"t{NUMBER}", "value": NUMBER}],
                "outputs": [{"key": NUMBER}],
            },
        }]}
    )  # fmt: skip

    made = redacted(found(listed("r1", A), calling, code), of, recorded, SALT)

    signature, excerpt = made.signatures[0].signature, made.flows[0].excerpt
    assert isinstance(signature, Inferred)
    assert [one.name for one in signature.inputs] == [shown]
    assert [field.name for one in signature.results for field in one.fields] == [shown]
    assert excerpt is not None
    (module,) = excerpt.modules or ()
    assert (module.passes, module.reads) == ((Passed(shown, "x"), Passed(f"t{ENDING}", None)), (shown,))
    assert module.hidden == {f"t{ENDING}"}


def test_what_a_cloud_said_loses_its_links() -> None:
    gap = Gap(
        scope="code", subject=A, generation="2.0", operation="GET", code="Refused", message="https://h.test/a?Signature=x refused"
    )
    world = replace(found(gap), unsearched=(gap,))

    made = redacted(world, NOBODY, None, SALT)

    assert (made.gaps, made.unsearched) == ((replace(gap, message="https://h.test/a refused"),),) * 2
