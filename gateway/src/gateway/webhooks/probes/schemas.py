"""Bodies of the probe routes."""

from datetime import datetime
from uuid import UUID

from pydantic import Field
from servicekit.bodies import Body, View

from gateway.webhooks.probes.models import Kind, Probe, State


class TestRequest(Body):
    """Which example to send."""

    type: str = Field(max_length=100, examples=["checklist.admission.granted.v1"])


class ProbeView(View):
    """A challenge or a test and what became of it; `id` is its webhook-id."""

    table_title = "接收端测试"

    id: UUID
    kind: Kind = Field(title="种类")
    type: str = Field(title="事件类型")
    state: State
    created_at: datetime
    finished_at: datetime | None = Field(title="完成时间")
    status: int | None = Field(title="应答状态码", description="HTTP status of the answer")
    latency_ms: int | None = Field(title="耗时（毫秒）")
    error: str | None = Field(title="错误")
    answer: str | None = Field(title="应答内容", description="the first 16 kB of the answer")

    @classmethod
    def of(cls, probe: Probe) -> "ProbeView":
        """The view, with the answer as text."""
        answer = None if probe.answer is None else probe.answer.decode("utf-8", "replace")
        known = {name: getattr(probe, name) for name in cls.model_fields if name != "answer"}
        return cls.model_validate(known | {"answer": answer})
