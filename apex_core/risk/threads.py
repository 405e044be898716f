"""Draw replicates on several threads, in the order of their plans."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue

from apex_core.model.risk import ReplicatePlan
from apex_core.risk.drawing import draw
from apex_core.risk.engine import Engine
from apex_core.risk.replicate import Replicate
from apex_core.risk.workspace import Workspace


def draw_all(
    engine: Engine, plans: Sequence[ReplicatePlan], *, threads: int
) -> Iterator[Replicate]:
    """Yield the replicate of each plan, a few drawn ahead.

    Each replicate has its own random stream and workspace, so the threads do not show in it.
    """
    workspaces: SimpleQueue[Workspace] = SimpleQueue()
    for _ in range(threads):
        workspaces.put(Workspace())

    def draw_next(plan: ReplicatePlan) -> Replicate:
        workspace = workspaces.get()
        try:
            return draw(engine, plan, workspace)
        finally:
            workspaces.put(workspace)

    with ThreadPoolExecutor(threads) as pool:
        ahead: deque[Future[Replicate]] = deque()
        for plan in plans:
            ahead.append(pool.submit(draw_next, plan))
            if len(ahead) > threads:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
