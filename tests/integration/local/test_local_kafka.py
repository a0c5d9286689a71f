"""The local Kafka says what is missing on a machine that cannot run it."""

from pathlib import Path

import pytest
from songbang.kafka import KafkaUnavailable, LocalKafka
from songbang.ports import free_port


def test_missing_java_is_named_with_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(KafkaUnavailable, match=r"java is not installed; .*Debian: maven"):
        LocalKafka(tmp_path / "kafka", free_port(2)).start()


def test_missing_maven_is_named_when_the_jars_are_not_there_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\n")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(KafkaUnavailable, match="mvn is not installed"):
        LocalKafka(tmp_path / "kafka", free_port(2), libs=tmp_path / "libs").start()
