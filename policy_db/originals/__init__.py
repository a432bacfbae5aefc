"""The official texts, divided into addressed clauses: what the catalogue is checked against.

    originals = load_originals(Path("sources"))
    originals.get("luoyang-2022-23#附件1/三").text

The directory holds the five text files as extracted from the PDFs and, in `unwrapped/`, the same files
without line wraps and page numbers. See `clauses` for addresses, `layout` for how each file is divided.
"""

from policy_db.originals.clauses import Clause, Originals, outline
from policy_db.originals.reading import load_originals

__all__ = ["Clause", "Originals", "load_originals", "outline"]
