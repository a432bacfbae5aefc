"""The figure check over the real catalogue and texts, and that it catches what it is for."""

from __future__ import annotations

import pytest

from policy_db.catalogue_files import Catalogue, read_catalogue
from policy_db.coverage import coverage
from policy_db.schema import Item
from policy_db.verify import verify


@pytest.fixture(scope="module")
def real() -> Catalogue:
    return read_catalogue()


def test_every_figure_date_and_phone_stands_in_its_clause(real: Catalogue, originals) -> None:  # type: ignore[no-untyped-def]
    report = verify(real, originals)
    assert report.findings == [], str(report)
    assert report.figures > 2500
    assert report.phones > 100


def test_every_clause_is_cited_or_has_a_reason(real: Catalogue, originals) -> None:  # type: ignore[no-untyped-def]
    report = coverage(real, originals)
    assert report.unexplained == []
    assert report.superfluous == []


@pytest.mark.parametrize(("old", "new", "figure"), [
    ("20万元", "25万元", "25万元"),       # a wrong sum
    ("63910557", "63910558", "63910558"),  # a wrong phone
    ("5000万元", "500万元", "500万元"),    # a wrong threshold
])
def test_a_wrong_figure_is_caught(real: Catalogue, originals, old: str, new: str, figure: str) -> None:  # type: ignore[no-untyped-def]
    copy = Catalogue(items=dict(real.items), documents=real.documents, criteria=real.criteria)
    text = real.items["keji-01"].json(by_alias=True, ensure_ascii=False)
    assert old in text
    copy.items["keji-01"] = Item.parse_raw(text.replace(old, new, 1))
    findings = verify(copy, originals, ["keji-01"]).findings
    assert [finding.figure for finding in findings if figure in finding.figure], findings


def test_an_invented_date_is_caught(real: Catalogue, originals) -> None:  # type: ignore[no-untyped-def]
    text = real.items["renshe-09"].json(by_alias=True, ensure_ascii=False)
    assert "2022-12-31" in text
    copy = Catalogue(items={"renshe-09": Item.parse_raw(text.replace("2022-12-31", "2024-12-31"))}, documents=real.documents,
                     criteria=real.criteria)
    assert verify(copy, originals).findings


def test_units_are_normalised(real: Catalogue, originals) -> None:  # type: ignore[no-untyped-def]
    """The clause writes 万分之五; 0.5‰ is the same rate and no finding."""
    text = real.items["jinrong-01"].json(by_alias=True, ensure_ascii=False)
    assert "万分之五" in text
    copy = Catalogue(items={"jinrong-01": Item.parse_raw(text.replace("万分之五", "0.5‰"))}, documents=real.documents,
                     criteria=real.criteria)
    assert verify(copy, originals).findings == []
