"""The plugin without the extra `infra`: a sentence, where the engine would show a trace."""

from __future__ import annotations

import sys

import pytest

from infra.provider.__main__ import main


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["pulumi-resource-ivrsync"])
    monkeypatch.setitem(sys.modules, "pulumi.runtime.proto.provider_pb2_grpc", None)

    with pytest.raises(SystemExit) as ended:
        main()

    said = capsys.readouterr().err
    assert ended.value.code == 1
    assert said.startswith("error: the module pulumi")
    assert "pip install 'ivrsync[infra]'" in said
