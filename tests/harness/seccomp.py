"""A seccomp filter for a child process, as systemd would set it from a unit: a list of allowed
system calls, and no memory that is writable and executable.

    subprocess.Popen(command, preexec_fn=seccomp.Filter(allowed_names).install)

x86-64 and 64-bit ARM; the filter cannot be taken off again and passes to all children.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import platform
import re
import struct
import subprocess

PR_SET_NO_NEW_PRIVS = 38
PR_SET_SECCOMP = 22
SECCOMP_MODE_FILTER = 2
ALLOW = 0x7FFF0000
REFUSE = 0x00050000 | errno.EPERM
KILL = 0x80000000
# Opcodes of classic BPF: load a word of seccomp_data, jump if equal, if any bit is set, return.
LOAD, AND, EQUAL, ANY_BIT, RETURN = 0x20, 0x54, 0x15, 0x45, 0x06
NUMBER_AT, ARCHITECTURE_AT, THIRD_ARGUMENT_AT = 0, 4, 32
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
PROT_WRITE, PROT_EXEC = 2, 4


@functools.cache
def numbers() -> dict[str, int]:
    """Each system call of this machine by its name, as the compiler's headers have it."""
    text = subprocess.run(
        ["g++", "-dM", "-E", "-x", "c", "-include", "sys/syscall.h", "/dev/null"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return {name: int(n) for name, n in re.findall(r"#define __NR_(\w+) (\d+)", text)}


def step(code: int, operand: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, operand)


class Filter:
    def __init__(self, allowed: set[str]) -> None:
        known = numbers()
        self.program = step(LOAD, ARCHITECTURE_AT)
        self.program += step(EQUAL, ARCHITECTURES[platform.machine()], 1) + step(RETURN, KILL)
        self.program += step(LOAD, NUMBER_AT)
        for name in ("mprotect", "pkey_mprotect"):
            self._refuse(known[name], step(ANY_BIT, PROT_EXEC, 0, 1))
        both = PROT_WRITE | PROT_EXEC
        self._refuse(known["mmap"], step(AND, both) + step(EQUAL, both, 0, 1))
        for name in sorted(allowed & known.keys()):
            self.program += step(EQUAL, known[name], 0, 1) + step(RETURN, ALLOW)
        self.program += step(RETURN, REFUSE)

    def _refuse(self, number: int, test: bytes) -> None:
        """Refuses that call where the test of its third argument holds."""
        body = step(LOAD, THIRD_ARGUMENT_AT) + test + step(RETURN, REFUSE) + step(LOAD, NUMBER_AT)
        self.program += step(EQUAL, number, 0, len(body) // 8) + body

    def install(self) -> None:
        """For this process and its children, in the child before it becomes another program."""
        libc = ctypes.CDLL(None, use_errno=True)
        steps = ctypes.create_string_buffer(self.program, len(self.program))
        head = struct.pack("HxxxxxxP", len(self.program) // 8, ctypes.addressof(steps))
        if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
            PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.c_char_p(head), 0, 0
        ):
            raise OSError(ctypes.get_errno(), "no seccomp filter")
