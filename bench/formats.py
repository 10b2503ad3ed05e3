"""What each output format makes of 20,000 functions with 5,000 findings: its size, its processor time, and what a comment keeps.

The plan is made once, and each format writes it several times in this process; the time of `json` is the measure for the others.
Prints the medians; the last line is one JSON object.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import time
from dataclasses import replace

from sync.render.format_registry import formats_for
from sync.render.markdown_report import markdown_report
from sync.render.outputs import PlanOutput
from sync.render.page import Page
from sync.render.registry_files import RegistryFiles
from tests.fakes.crowd import crowd

LIMITS = {
    "github": (65_000, "characters"),
    "gitlab": (999_900, "characters"),
    "gitee": (65_000, "bytes"),
    "codeup": (60_000, "bytes"),
}


def plan(functions: int, findings: int) -> PlanOutput:
    """A plan of that many functions whose first findings are kept."""
    made = crowd(functions, broken=10)
    return made._replace(plan=replace(made.plan, findings=made.plan.findings[:findings]))


def measured(output: PlanOutput, name: str, runs: int) -> dict[str, float]:
    """What one format writes, and how long it takes."""
    form, page, spent, written = formats_for("plan")[name], Page(width=100, tool=lambda: "ivrsync bench"), list[float](), ""
    for _ in range(runs):
        started = time.process_time()
        written = form.render(output, page)
        spent.append(time.process_time() - started)
    data = written.encode()
    sizes = {"kilobytes": round(len(data) / 1000), "gzipped_kilobytes": round(len(gzip.compress(data, mtime=0)) / 1000)}
    return {**sizes, "cpu": round(statistics.median(spent), 3)}


def comment(output: PlanOutput, most: int, unit: str) -> dict[str, int]:
    """What a comment of that size says: its length, and how many findings it names."""
    size = len if unit == "characters" else lambda text: len(text.encode())
    written = markdown_report(output.plan, output.bar, RegistryFiles(), budget=most, measure=size)
    named = re.findall(r"^\| (?:\*\*breaks|error|warning|info)", written, re.MULTILINE)
    return {"limit": most, "length": size(written), "findings_named": len(named)}


def main() -> None:
    """Measure each format, then each host's comment."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--functions", type=int, default=20_000)
    parser.add_argument("--findings", type=int, default=5_000)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    output = plan(asked.functions, asked.findings)
    figures = {name: measured(output, name, asked.runs) for name in formats_for("plan")}
    for name, made in figures.items():
        ratio, packed = made["cpu"] / figures["json"]["cpu"], made["gzipped_kilobytes"]
        spent = f"cpu {made['cpu']:.2f} s ({ratio:.2f} of json)"
        print(f"{name:<9} {made['kilobytes']:>7.0f} kB  gzipped {packed:>5.0f} kB  {spent}")
    comments = {host: comment(output, *limit) for host, limit in LIMITS.items()}
    findings = len(output.plan.findings)
    for host, kept in comments.items():
        room = f"{kept['length']:>7} of {kept['limit']} {LIMITS[host][1]}"
        print(f"{host:<9} {room}, {kept['findings_named']} of {findings} findings named")
    print(json.dumps({"functions": asked.functions, "findings": findings, "formats": figures, "comments": comments}))


if __name__ == "__main__":
    main()
