"""Discounts by quantity."""
from decimal import Decimal

STEPS = ( (6,Decimal('0.05')),
          (12,Decimal('0.10')),
          (48,Decimal('0.15')) )

def share(quantity: int) -> Decimal:
    """The part of the price that comes off."""
    best = Decimal(0)
    for minimum,part in STEPS:
        if quantity >= minimum :
            best = part
    return best


def discount( gross: Decimal, quantity: int ) -> Decimal:
    return (gross*share(quantity)).quantize(Decimal('0.01'))
