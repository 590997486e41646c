"""What is true of a store at any time, and of any step from one state to the next."""

from __future__ import annotations

from collections import Counter

from event_dedup.linkage.groups import Groups
from tests.properties.state import State


def assert_holds(now: State) -> None:
    """Promises about one state: nothing lost, every listing in one event, judgements obeyed."""
    assert now.short_counts == [], "an entry of a file is neither a listing nor in quarantine"
    assert set(now.event_of) == now.current, "a current listing is in no event, or one that went is in one"
    assert set(now.content) == set(now.event_of.values()), "an open event without listings, or the reverse"
    assert now.doubted <= set(now.for_review), "an event that may be another one is not for review"
    doubts = {event for event, why in now.for_review.items() if why.startswith("may be")}
    assert doubts <= now.doubted, "an event is for review whose doubts are settled"
    _assert_judgements_obeyed(now)
    _assert_redirects_end(now)


def _assert_judgements_obeyed(now: State) -> None:
    judged = [
        (left, right, verdict) for left, right, verdict in now.judgements if {left, right} <= now.current
    ]
    matched = Groups(now.current)
    for left, right, verdict in judged:
        if verdict == "match":
            matched.join(left, right)
    forbidden = [(left, right) for left, right, verdict in judged if verdict == "non_match"]
    for left, right in forbidden:
        assert now.event_of[left] != now.event_of[right], f"{left} and {right} were judged no match"
    contradictory = {matched.find(left) for left, right in forbidden if matched.same(left, right)}
    for left, right, verdict in judged:
        if verdict == "match" and now.event_of[left] != now.event_of[right]:
            assert matched.find(left) in contradictory, f"{left} and {right} were judged a match"
            assert {now.event_of[left], now.event_of[right]} <= now.contradicted, (
                "a contradiction is not shown"
            )


def _assert_redirects_end(now: State) -> None:
    for ended in now.redirects:
        seen, at = set(), ended
        while at in now.redirects and now.redirects[at] is not None:
            assert at not in seen, f"the redirect of {ended} goes round in a circle"
            seen.add(at)
            at = str(now.redirects[at])
        assert at in now.content or at in now.redirects, f"{ended} redirects to {at}, which was never given"


def assert_follows(before: State, now: State, named: dict[str, set[str]], undone: bool) -> None:
    """Promises about a step; `named` keeps, for every id, the records it named last, and is brought up to date."""
    assert before.versions <= now.versions, "a version of a listing is lost"
    assert set(before.times) <= set(now.times), "a canonical event is deleted, not closed"
    for event, members in now.members.items():
        assert not named.get(event) or named[event] & members, f"{event} names another event now"
    _assert_ids_follow(before, now, undone)
    _assert_updated_only_when_changed(before, now)
    named |= now.members


def _assert_ids_follow(before: State, now: State, undone: bool) -> None:
    for event, members in before.members.items():
        shares = Counter(now.event_of[record] for record in members if record in now.event_of)
        if not shares:
            assert now.redirects.get(event, "open") is None, (
                f"{event} lost its last listing and is not closed"
            )
        elif event not in now.members:
            successor = now.redirects[event]
            assert shares[str(successor)] == max(shares.values()), f"{event} redirects to a lesser part"
        elif not undone:
            assert shares[event] == max(shares.values()), f"{event} does not follow most of its listings"


def _assert_updated_only_when_changed(before: State, now: State) -> None:
    for event in set(before.content) & set(now.content):
        assert before.times[event][0] == now.times[event][0], f"created_at of {event} changed"
        same = before.shown[event] == now.shown[event]
        unmoved = before.times[event][1] == now.times[event][1]
        assert same == unmoved, f"updated_at of {event}: {unmoved=} while {same=}"
