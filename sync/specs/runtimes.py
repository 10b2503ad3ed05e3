"""What Function Compute takes for a runtime, a handler and an amount of memory, as far as that is published.

Each function returns a mistake and its correction, or None. Only what is known to be wrong is a mistake: a
spec may leave any of the three out, and then ivrsync leaves it alone.
"""

from __future__ import annotations

import re

from sync.specs.wording import did_you_mean, shown

Wrong = tuple[str, str]  # message, hint

# Sources: the SDKs alibabacloud_fc_open20210406 2.0.12 and alibabacloud_fc20230330 4.8.3 (texts of CreateFunction), the schema of
# Serverless Devs' fc3, and the "Runtimes" pages of both generations. Which of them each generation takes is UNVERIFIED: the
# sources disagree, so all are known in both. Retired ones stay known: functions that have them can still be called.
RUNTIMES = (
    *("python3.12", "python3.10", "python3.9", "python3", "python2.7"),
    *("nodejs20", "nodejs18", "nodejs16", "nodejs14", "nodejs12", "nodejs10", "nodejs8", "nodejs6", "nodejs4.4"),
    *("php7.2", "java11", "java8", "go1", "dotnetcore3.1", "dotnetcore2.1"),
    *("custom", "custom.debian10", "custom.debian11", "custom.debian12", "custom-container", "micro-sandbox"),
    *("python3.10_mcp.debian10", "python3.13_mcp.debian12", "nodejs20_mcp.debian10", "nodejs22_mcp.debian12"),
)
MEMORY_STEP = 64  # MB; both SDKs: "must be a multiple of 64"
_LEAST_3_0 = 128  # MB; the 3.0 SDK. The least of 2.0 depends on the type of the instance, and is UNVERIFIED
_LEAVE_OUT = "or remove it: ivrsync leaves alone what a spec does not state"

# Source: "Handlers" pages of Function Compute. Of Go (the name of the program) and of custom runtimes (not used) no form is known.
_HANDLERS = (
    (re.compile(r"(python|nodejs|php)\d"), re.compile(r"\S*[^\s.]\.[^\s./]+"), "FILE.FUNCTION, such as index.handler"),
    (re.compile(r"java\d"), re.compile(r"[^\s:]+(::[^\s:]+)?"), "PACKAGE.CLASS::METHOD, such as example.App::handleRequest"),
    (
        re.compile(r"dotnetcore\d"),
        re.compile(r"[^\s:]+::[^\s:]+::[^\s:]+"),
        "ASSEMBLY::NAMESPACE.CLASS::METHOD, such as Demo::Example.Hello::Handle",
    ),
)


def wrong_runtime(runtime: str) -> Wrong | None:
    """A runtime that no source names."""
    if runtime in RUNTIMES:
        return None
    near = did_you_mean(runtime, RUNTIMES)
    hint = f"{near or 'for instance python3.10, nodejs20, java11, custom.debian12'}; {_LEAVE_OUT}"
    return f"{shown(runtime)} is not a runtime that this version of ivrsync knows", hint


def wrong_handler(handler: str, runtime: str | None) -> Wrong | None:
    """A handler of another form than its runtime calls; without a runtime nothing is known of its form."""
    for of, form, words in _HANDLERS:
        if runtime is not None and of.match(runtime) and not form.fullmatch(handler):
            return f"{shown(handler)} is not a handler for {shown(runtime)}", f"write {words}; {_LEAVE_OUT}"
    return None


def wrong_memory(memory: int, generation: str) -> Wrong | None:
    """An amount of memory that cannot be set. The bounds of both generations together are the model's."""
    least = _LEAST_3_0 if generation == "3.0" else MEMORY_STEP
    if memory < least:
        return f"{memory} MB is below the minimum of Function Compute {generation}", f"at least {least}"
    if memory % MEMORY_STEP:
        below = memory - memory % MEMORY_STEP
        near = " or ".join(str(size) for size in (below, below + MEMORY_STEP) if size >= least)
        return f"{memory} MB is not a multiple of {MEMORY_STEP} MB", f"write {near}"
    return None
