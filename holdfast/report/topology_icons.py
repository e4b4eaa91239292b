"""Small drawings, 16 by 16, of what the nodes of a picture stand for."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from holdfast.review.model import NodeKind

if TYPE_CHECKING:
    from collections.abc import Mapping

ICONS: Mapping[NodeKind, str] = MappingProxyType(
    {
        NodeKind.CLIENTS: (
            '<circle cx="8" cy="5" r="2.6"/><path d="M2.8 14c.5-3 2.5-4.6 5.2-4.6s4.7 1.6 5.2 4.6"/>'
        ),
        NodeKind.ENTRANCE: '<path d="M2 8h9M7.5 4.5 11 8l-3.5 3.5M11 2.5h3v11h-3"/>',
        NodeKind.COMPUTE: (
            '<rect x="2" y="2.5" width="12" height="4.6" rx="1"/><rect x="2" y="9" width="12" height="4.6" '
            'rx="1"/><path d="M4.4 4.8h.1M4.4 11.3h.1"/>'
        ),
        NodeKind.STORE: (
            '<ellipse cx="8" cy="3.8" rx="5.6" ry="2"/><path d="M2.4 3.8v8.4c0 1.1 2.5 2 5.6 2s5.6-.9 '
            '5.6-2V3.8M2.4 8c0 1.1 2.5 2 5.6 2s5.6-.9 5.6-2"/>'
        ),
        NodeKind.BACKUP: (
            '<path d="M8 1.8 13.4 4v4c0 3.2-2.2 5.3-5.4 6.4C4.8 13.3 2.6 11.2 2.6 8V4z"/>'
            '<path d="M5.6 8l1.8 1.8 3.2-3.4"/>'
        ),
        NodeKind.NETWORK: (
            '<circle cx="8" cy="3.6" r="1.8"/><circle cx="3.6" cy="12" r="1.8"/><circle cx="12.4" cy="12" '
            'r="1.8"/><path d="M7.2 5.3 4.4 10.4M8.8 5.3l2.8 5.1M5.4 12h5.2"/>'
        ),
        NodeKind.OTHER: '<path d="M3.5 8h.1M8 8h.1M12.5 8h.1"/>',
    }
)
"""Shapes of SVG by kind."""
