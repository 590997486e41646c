"""Another writer's region: two invented counties between Upper Rhine and Black Forest in the weeks around Fasnet.

Some thirty towns with their quarters, and up to twenty publishers: a daily and weekly papers, a monthly, a portal, a
ticket shop, guilds, blood donation service, cinema, adult education, parish bulletins, gazettes and town calendars,
each with habits of its own. Places, venues, people, clubs, bands and films are invented; facts are the hills of the
walks, parties and charities, old composers, and subjects of talks. Same seed, same bytes.
"""

from .delivery import deliver

__all__ = ["deliver"]
