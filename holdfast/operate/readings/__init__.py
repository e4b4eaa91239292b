"""What is so now: who writes each store and how far the others are, what runs, and who gets traffic."""

from __future__ import annotations

from holdfast.operate.readings.capacity import read_capacity
from holdfast.operate.readings.stores import read_stores
from holdfast.operate.readings.traffic import read_traffic
from holdfast.operate.readings.values import CapacityReading, CopyReading, StoreReading, TrafficReading

__all__ = (
    "CapacityReading",
    "CopyReading",
    "StoreReading",
    "TrafficReading",
    "read_capacity",
    "read_stores",
    "read_traffic",
)
