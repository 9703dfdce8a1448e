"""The storms as Markdown."""

from __future__ import annotations

from report import Part, figure, rows
from storms import LOGIN_CLIENTS, READERS, Crowd, Field, raise_descriptor_limit


def part_of(field: Field, seconds: int) -> Part:
    storm = field.storm(seconds)
    head = ["reads of one request", "requests/s", "p50 ms", "p99 ms"]
    lines = []
    for name, sample in (("alone", storm.calm), (f"beside {LOGIN_CLIENTS} log-ins", storm.stormy)):
        numbers = sample.per_s, sample.p50_us / 1000, sample.p99_us / 1000
        lines.append([name, *(figure(number) for number in numbers)])
    text = rows(head, 1, lines)
    if raise_descriptor_limit():
        idle, streams = field.idle(), field.streams()
        text += ["", *crowd_table({"idle connections": idle, "event streams": streams})]
        told = figure(streams.told_ms)
        notes = [f"a change reaches the last of {streams.count} streams after {told} ms"]
        if idle.reads:
            rate, p99 = figure(idle.reads.per_s), figure(idle.reads.p99_us / 1000)
            notes.append(f"reads beside the idle connections: {rate}/s, p99 {p99} ms")
    else:
        notes = ["skipped: the limit of descriptors cannot be raised here"]
        print(notes[0], flush=True)
    notes.append(
        f"{READERS} connections read, {LOGIN_CLIENTS} others log in without pause: "
        f"{figure(storm.logins_per_s)} log-ins/s (argon2id)"
    )
    return Part("storms", "\n".join([*text, "", *(f"- {note}" for note in notes)]))


def crowd_table(crowds: dict[str, Crowd]) -> list[str]:
    head = ["open", "how many", "KiB each", "descriptors", "CPU at rest, % of a core"]
    lines = [
        [name, str(c.count), figure(c.kib_each), str(c.descriptors), figure(c.cpu_percent)]
        for name, c in crowds.items()
    ]
    return rows(head, 1, lines)
