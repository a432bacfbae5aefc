"""The coverage report: every clause of every document is cited by an item, or listed with the reason why not."""

from __future__ import annotations

from dataclasses import dataclass

from policy_db.catalogue_files import Catalogue
from policy_db.originals import Originals


@dataclass(frozen=True)
class Coverage:
    """Counts of clauses, and the keys for which neither an item nor a reason exists."""

    clauses: int
    cited: int
    reasoned: int
    unexplained: list[str]
    superfluous: list[str]   # reasons for clauses that are cited, or that no document has

    def __str__(self) -> str:
        lines = [f"neither item nor reason: {key}" for key in self.unexplained]
        lines += [f"reason without need: {key}" for key in self.superfluous]
        lines.append(f"{self.clauses} clauses: {self.cited} cited by items, {self.reasoned} with a reason, "
                     f"{len(self.unexplained)} unexplained")
        return "\n".join(lines)


def coverage(catalogue: Catalogue, originals: Originals) -> Coverage:
    """Compare all clauses with the citations of items and the reasons in `no_item`."""
    cited = {originals.get(key).key for key in _citations(catalogue)}
    reasons = set(catalogue.no_item)
    keys = [clause.key for clause in originals.clauses]
    unexplained = [key for key in keys if key not in cited and key not in reasons]
    superfluous = sorted(reasons - set(keys)) + sorted(reasons & cited)
    return Coverage(len(keys), len([key for key in keys if key in cited]), len(reasons & set(keys) - cited),
                    unexplained, superfluous)


def _citations(catalogue: Catalogue) -> set[str]:
    return {key for item in catalogue.items.values() for provision in item.provisions
            for key in (provision.source, *provision.repeats)}
