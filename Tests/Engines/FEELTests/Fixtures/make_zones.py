"""Writes zones.tsv: the offsets of some zones at some moments, as Python's zoneinfo has them."""

import datetime
import pathlib
import random
import zoneinfo

chance = random.Random(20240229)
names = [
    "Europe/Paris", "Europe/London", "Europe/Dublin", "America/New_York", "America/Sao_Paulo", "Australia/Melbourne",
    "Australia/Lord_Howe", "Asia/Kolkata", "Asia/Tokyo", "Pacific/Auckland", "America/Phoenix", "Etc/GMT+5", "UTC",
]
epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
rows = []
for name in names:
    zone = zoneinfo.ZoneInfo(name)
    for _ in range(60):
        seconds = chance.randint(-2_500_000_000, 4_000_000_000)
        moment = epoch + datetime.timedelta(seconds=seconds)
        rows.append((name, seconds, int(moment.astimezone(zone).utcoffset().total_seconds())))
target = pathlib.Path(__file__).with_name("zones.tsv")
target.write_text("".join("\t".join(map(str, row)) + "\n" for row in rows))
