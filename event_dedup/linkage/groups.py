"""Disjoint groups of records that can be joined (union-find), with their members at hand."""

from __future__ import annotations

from collections.abc import Iterable


class Groups:
    """Every record in a group of its own until joined; a group has the name of one of its records."""

    def __init__(self, records: Iterable[str]) -> None:
        self._group = {record: record for record in records}
        self._members = {record: [record] for record in self._group}

    def find(self, record: str) -> str:
        """The name of the group of `record`."""
        return self._group[record]

    def same(self, left: str, right: str) -> bool:
        """Whether both records are known and in one group."""
        return left in self._group and right in self._group and self._group[left] == self._group[right]

    def members(self, record: str) -> list[str]:
        """The records grouped with `record`, itself included; one list object a group."""
        return self._members[self._group[record]]

    def join(self, left: str, right: str) -> None:
        """Make one group of two; a record not known is passed over."""
        if left not in self._group or right not in self._group or self._group[left] == self._group[right]:
            return
        kept, gone = sorted(
            (self._group[left], self._group[right]), key=lambda name: -len(self._members[name])
        )
        moved = self._members.pop(gone)
        for record in moved:
            self._group[record] = kept
        self._members[kept] += moved

    def leaders(self) -> dict[str, str]:
        """Every record with the smallest record of its group."""
        smallest = {name: min(members) for name, members in self._members.items()}
        return {record: smallest[name] for record, name in self._group.items()}
