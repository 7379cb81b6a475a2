"""The worst articles as a self-contained page: gold on the left, predicted on the right, filtered by plain CSS."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dyade.comparison.page import COLOURS, FEWEST, SLICES, Axis, french, risk_axis
from dyade.constructions import Construction
from dyade.evaluation.compared import Compared, by_construction, by_kind
from dyade.evaluation.errors import Error, misread
from dyade.pages import render
from dyade.report import NAMES

ERRORS = {
    Error.missed: "manquées",
    Error.invented: "inventées",
    Error.bounds: "mal délimitées",
    Error.side: "mal attribuées",
    Error.counterparty: "parties visées",
    Error.label: "positions",
    Error.kind: "sortes de discours",
}
CONSTRUCTIONS = {
    Construction.turn: "tour de dialogue",
    Construction.paragraphs: "sur plusieurs paragraphes",
    Construction.source: "selon, d’après, pour",
    Construction.inside: "incise au milieu",
    Construction.before: "annoncée (verbe, deux-points)",
    Construction.after: "incise après",
    Construction.clause: "que, si",
    Construction.infinitive: "infinitif",
    Construction.nominal: "groupe nominal",
    Construction.passive: "passif",
    Construction.floating: "citation sans verbe",
    Construction.other: "autre",
}


def error_page(found: Sequence[Compared], worst: int, given: dict[str, Any]) -> str:
    """The `worst` articles, most errors first, under the figures by construction and the curves of confidence.

    Args:
        given: the figures of the stance given the pair, whose reliability and risk–coverage curves the page shows.
    """
    ranked = sorted(map(misread, found), key=lambda m: -m.weight)
    shown = [m for m in ranked[:worst] if m.places]
    places = [p for m in shown for p in m.places]
    return render(
        "errors.html.j2",
        {"fr": french},
        articles=shown,
        hidden=sum(bool(m.places) for m in ranked) - len(shown),
        total=len(found),
        places=len(places),
        errors=ERRORS,
        constructions=CONSTRUCTIONS,
        names=NAMES,
        kinds=SLICES,
        by_error=Counter(e for p in places for e in p.errors),
        by_way=Counter(c for p in places for c in p.constructions),
        figures=[
            ("Par sorte de discours", SLICES, by_kind(found)),
            ("Par construction", CONSTRUCTIONS, by_construction(found)),
        ],
        given=given,
        reliable=[("", COLOURS[0], given["reliability"])],
        risky=[("", COLOURS[0], given["risk_coverage"])],
        share=Axis(0, 1, 48, 400),
        share_up=Axis(0, 1, 300, 16),
        fewest=FEWEST,
        risk_up=risk_axis([given["risk_coverage"]], 300, 16),
    )
