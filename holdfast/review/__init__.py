"""What a change does: two graphs compared, what needs attention, what a failure would then do."""

from __future__ import annotations
