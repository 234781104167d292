"""Routes: a chain whose stages branch and join, by maximum flow.

The most of the final product that can be made is the maximum flow from the sources to the final stage through stages
that carry no more than their output, every one converted to the final product. The stages of the minimum cut bind.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

import networkx
from networkx.algorithms.flow import edmonds_karp

THOUSAND = 1000
BEGIN, END = ("", "begin"), ("", "end")


@dataclass(frozen=True, slots=True)
class Routes:
    """The final product that all routes make together, what each stage carries of it, and the stages that bind."""

    final_output: Decimal
    carried: dict[str, Decimal]
    binding: tuple[str, ...]


def routes(supports: Mapping[str, Decimal | None], links: Iterable[tuple[str, str]], final: str) -> Routes:
    """The routes to `final` that give the most of it.

    `supports`: by stage, the final product that its output would carry, None where it limits nothing. `links` lead from
    a stage to the next; a stage without one before it is a source. To the thousandth, rounded down. Raises ValueError
    where a link or the final stage names no stage, or a way to the final stage is limited by nothing.
    """
    pairs = list(links)
    strangers = sorted({final, *(name for pair in pairs for name in pair)} - supports.keys())
    if strangers:
        raise ValueError(f"{', '.join(strangers)}: no such stage.")
    graph = networkx.DiGraph()
    fed = {after for _, after in pairs}
    for name, carries in sorted(supports.items()):
        limit = {} if carries is None else {"capacity": int((carries * THOUSAND).to_integral_value(ROUND_FLOOR))}
        graph.add_edge((name, "in"), (name, "out"), **limit)
        if name not in fed:
            graph.add_edge(BEGIN, (name, "in"))
    for before, after in sorted(pairs):
        graph.add_edge((before, "out"), (after, "in"))
    graph.add_edge((final, "out"), END)
    # Of several flows as large, edmonds_karp finds the same one in every run; the library's default depends on hashes.
    try:
        flow, by_edge = networkx.maximum_flow(graph, BEGIN, END, flow_func=edmonds_karp)
    except networkx.NetworkXUnbounded as error:
        raise ValueError(
            "A way to the final stage is limited by nothing. Give the output of one of its stages."
        ) from error
    _, (near, _) = networkx.minimum_cut(graph, BEGIN, END, flow_func=edmonds_karp)
    carried = {name: Decimal(by_edge[(name, "in")][(name, "out")]) / THOUSAND for name in supports}
    binding = tuple(name for name in sorted(supports) if (name, "in") in near and (name, "out") not in near)
    return Routes(Decimal(flow) / THOUSAND, carried, binding)
