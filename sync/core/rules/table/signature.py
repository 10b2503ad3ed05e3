"""SG: declared, implemented and recorded signatures that do not agree. SG001 to SG017 are named like `comparison.Kind`."""

from __future__ import annotations

from sync.core.rules.rule import Rule

_MODULE_INPUTS = (
    "ivrsync signature UID shows the lines. If the code is right: ivrsync signature UID --write, and "
    "in each flow named above open the function module (函数模块), correct 设置入参, save, publish, and call to test."
)
_TAKE_OUT = (
    "If the code is right: ivrsync signature UID --write, and take it out of 设置入参 in the function modules "
    "(函数模块) that pass it."
)
_ACCEPT = (
    "If the code is right: ivrsync signature UID --write puts it into the spec; what no spec states, ivrsync apply records. If "
    "the spec is right, deploy the code it describes."
)
_READ = (
    "ivrsync signature UID shows the lines. If the code is right: ivrsync signature UID --write, and "
    "in each flow named above open the function module (函数模块), correct 设置出参 or 多参数, save, publish, and call to test."
)
_READ_READY = (
    "Look at what the flows named above do with the variable. ivrsync apply records it as it is now, and "
    "ivrsync signature UID --write what of it a spec can say."
)

ROWS: tuple[Rule, ...] = (
    Rule(
        code="SG001",
        name="input-required-added",
        severity="error",
        breaks="requests",
        message="{newer} requires input {name}, which is new to {older}",
        why="A flow that does not pass it is refused or makes the function fail; callers hear the failure exit.",
        fix=_MODULE_INPUTS,
    ),
    Rule(
        code="SG002",
        name="input-optional-added",
        severity="info",
        message="{newer} reads optional input {name}, which is new to {older}",
        why="Callers hear no difference until a flow passes it.",
        fix=_ACCEPT,
    ),
    Rule(
        code="SG003",
        name="input-removed",
        severity="warning",
        message="{newer} no longer reads input {name} of {older}",
        why="What flows pass for it is ignored: the function answers as if the caller had not said it.",
        fix=_TAKE_OUT,
    ),
    Rule(
        code="SG004",
        name="input-renamed",
        severity="error",
        breaks="requests",
        message="{newer} reads input {after} where {older} has {before}: it seems renamed",
        why="Flows go on passing the old name, and the function does not get the value.",
        fix=_MODULE_INPUTS,
    ),
    Rule(
        code="SG005",
        name="input-became-required",
        severity="error",
        breaks="requests",
        message="{newer} requires input {name}, which is optional in {older}",
        why="A flow that does not pass it worked so far, and is refused now.",
        fix=_MODULE_INPUTS,
    ),
    Rule(
        code="SG006",
        name="input-became-optional",
        severity="info",
        message="{newer} can do without input {name}, which is required in {older}",
        why="Callers hear no difference.",
        fix=_ACCEPT,
    ),
    Rule(
        code="SG007",
        name="input-type-narrowed",
        severity="error",
        breaks="requests",
        message="{newer} takes {after} for input {name}, {older} takes {before}",
        why="Some of what flows may pass no longer passes for it, and then the function fails.",
        fix=_MODULE_INPUTS,
    ),
    Rule(
        code="SG008",
        name="input-type-widened",
        severity="info",
        message="{newer} takes {after} for input {name}, {older} takes {before}",
        why="Callers hear no difference.",
        fix=_ACCEPT,
    ),
    Rule(
        code="SG009",
        name="input-default-changed",
        severity="warning",
        message="{newer} uses {after} when input {name} is not passed, {older} says {before}",
        why="Flows that leave it out get another answer than before.",
        fix=_ACCEPT,
    ),
    Rule(
        code="SG010",
        name="result-field-removed",
        severity="error",
        breaks="answers",
        message="{newer} no longer answers field {name} of {older}",
        why="A flow that reads it gets an empty variable, and says or decides the wrong thing.",
        fix=_READ,
    ),
    Rule(
        code="SG011",
        name="result-field-added",
        severity="info",
        message="{newer} answers field {name}, which is new to {older}",
        why="Callers hear no difference until a flow reads it.",
        fix=_ACCEPT,
    ),
    Rule(
        code="SG012",
        name="result-field-renamed",
        severity="error",
        breaks="answers",
        message="{newer} answers field {after} where {older} has {before}: it seems renamed",
        why="Flows go on reading the old name and get an empty variable.",
        fix=_READ,
    ),
    Rule(
        code="SG013",
        name="result-field-became-nullable",
        severity="warning",
        message="{newer} may leave field {name} empty, which {older} always sets",
        why="A flow that says or compares it must be ready for nothing.",
        fix=_READ_READY,
    ),
    Rule(
        code="SG014",
        name="result-field-became-certain",
        severity="info",
        message="{newer} always sets field {name}, which {older} may leave empty",
        why="Callers hear no difference.",
        fix=_ACCEPT,
    ),
    Rule(
        code="SG015",
        name="result-field-type-changed",
        severity="warning",
        message="{newer} answers {after} in field {name}, {older} has {before}",
        why="A branch (分支) that compares the old kind of value may take the wrong way.",
        fix=_READ_READY,
    ),
    Rule(
        code="SG016",
        name="result-text-became-object",
        severity="error",
        breaks="answers",
        message="{newer} answers named fields, {older} one text",
        why="A flow that says the whole answer says JSON to the caller.",
        fix=_READ,
    ),
    Rule(
        code="SG017",
        name="result-object-became-text",
        severity="error",
        breaks="answers",
        message="{newer} answers one text, {older} named fields",
        why="A flow that reads fields gets empty variables.",
        fix=_READ,
    ),
    Rule(
        code="SG018",
        name="input-declared-unread",
        severity="warning",
        message="the spec declares input {name}, and {newer} never reads it",
        why="What flows pass for it is ignored.",
        fix=_TAKE_OUT,
    ),
    Rule(
        code="SG019",
        name="input-read-undeclared",
        severity="warning",
        breaks="requests",
        message="{newer} reads {need} input {name}, which the spec does not declare",
        why="Whoever builds a flow by the spec does not pass it.",
        fix=_MODULE_INPUTS,
    ),
    Rule(
        code="SG020",
        name="signature-open",
        severity="info",
        message="whether the code has more to do with {names} cannot be seen: {reason} ({place})",
        why="The code does something with the whole event that cannot be followed, so it is not said what it does not read.",
        fix="Nothing has to be done. To be sure, read inputs by their "
        "names at that place, or state the signature in ivr-signature.json.",
    ),
    Rule(
        code="SG021",
        name="signature-unknown",
        severity="info",
        message="what the code expects cannot be told: {reason}",
        why="Nothing is said of what flows pass to it; the signature in the spec is believed.",
        fix="State it: put ivr-signature.json (written like signature: in the spec, as JSON) into "
        "the package, or set IVRSYNC_SIGNATURE on the function.",
    ),
    Rule(
        code="SG022",
        name="code-broken",
        severity="error",
        breaks="calls",
        message="the function cannot be called as it is: {reason}",
        why="The call fails before the code does anything; callers hear the failure exit of the module.",
        fix="Deploy code that holds the handler (函数计算控制台 > 代码), or correct the handler; then `ivrsync test UID`.",
    ),
    Rule(
        code="SG023",
        name="code-changed",
        severity="info",
        message="the deployed code of {address} is not the one of the last sync",
        why="What it does may have changed. What of its inputs and answers changed is said by findings of their own.",
        fix="ivrsync test UID calls it. If all is well: ivrsync apply records the new code.",
    ),
    Rule(
        code="SG025",
        name="code-unreadable",
        severity="warning",
        message="the code could be read at the last sync, and now it cannot be told what it expects: {reason}",
        why="A parameter that changes now changes unseen; the signature in the spec is believed.",
        fix="State the signature in ivr-signature.json in the package (or in IVRSYNC_SIGNATURE), or deploy code that can be read. "
        "To accept it as it is: ivrsync apply records the new code.",
    ),
)
