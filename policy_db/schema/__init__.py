"""The one schema of the catalogue: what a YAML file may say, checked strictly (unknown keys are errors).

Amounts are texts with a unit ("20万元", "30%", "5‰", "1000万美元") and are parsed exactly by `policy_db.quantity`.
Intervals say which end belongs to them: "[20%, 30%)" from 20 % inclusive to 30 % exclusive; "(5亿元, +)" above.
"""

from policy_db.schema.benefits import (
    Benefit,
    Deferral,
    Fact,
    Fee,
    Fixed,
    Loan,
    PerUnit,
    Range,
    Rate,
    Service,
    Stages,
    Steps,
    Tier,
    Tiers,
    Titles,
    Waiver,
)
from policy_db.schema.conditions import Condition
from policy_db.schema.items import Contact, Item, Provision, Stacking, Validity
from policy_db.schema.tables import Agency, Criterion, Document, NoItem, Place, Topic
from policy_db.schema.terms import Term
from policy_db.schema.values import Amount, Interval

__all__ = [
    "Agency",
    "Amount",
    "Benefit",
    "Condition",
    "Contact",
    "Criterion",
    "Deferral",
    "Document",
    "Fact",
    "Fee",
    "Fixed",
    "Interval",
    "Item",
    "Loan",
    "NoItem",
    "PerUnit",
    "Place",
    "Provision",
    "Range",
    "Rate",
    "Service",
    "Stacking",
    "Stages",
    "Steps",
    "Term",
    "Tier",
    "Tiers",
    "Titles",
    "Topic",
    "Validity",
    "Waiver",
]
