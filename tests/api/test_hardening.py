"""The release build is hardened: read back from its ELF file and from what the compiler wrote of
its own flags. A small program built without shows that each check can fail."""

from __future__ import annotations

import platform
import re
import subprocess

from harness.server import binary

UNIT = re.compile(r"(?:GNU C\+\+\d+|clang version) [^\n]*")
FLAGS = ["-fstack-protector-strong", "-fstack-clash-protection", "-fPI[CE]"]
if platform.machine() == "x86_64":
    # Debian's start files do not carry the CET note, so the program as a whole cannot either; its
    # own code is compiled for it.
    FLAGS.append("-fcf-protection=full")

CARELESS = r"""
#include <cstdio>
#include <cstring>
int main(int count, char** words) {
    char text[16];
    std::strcpy(text, words[count - 1]);
    return std::puts(text);
}
"""
CARELESS_FLAGS = """-g -O2 -no-pie -fno-pic -fno-stack-protector -fno-stack-clash-protection
    -U_FORTIFY_SOURCE -fcf-protection=none
    -Wl,-z,norelro,-z,lazy,-z,execstack,-rpath,.""".split()


def tool(*arguments):
    done = subprocess.run(arguments, capture_output=True, text=True, errors="replace", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def weaknesses(path):
    """What is off in the program at `path`, by name."""
    head = tool("readelf", "-hlW", str(path))
    dynamic = tool("readelf", "-dW", str(path))
    imports = tool("readelf", "--dyn-syms", "-W", str(path))
    units = UNIT.findall(tool("readelf", "-p", ".debug_str", "-W", str(path)))
    found = {
        "position independent": re.search(r"Type:\s+DYN", head) and "PIE" in dynamic,
        "read-only relocations": "GNU_RELRO" in head,
        "bound at start": re.search(r"FLAGS\)\s+BIND_NOW", dynamic),
        "no executable stack": re.search(r"GNU_STACK .* RW +0x", head),
        "nothing writable and executable": not re.search(r"LOAD .* RWE ", head),
        "no text relocations": "TEXTREL" not in dynamic,
        "no library path": not re.search(r"R(UN)?PATH", dynamic),
        "stack protector": "__stack_chk_fail" in imports,
        "fortified": re.search(r"__(mem|str|read|v?sn?printf|v?fprintf)\w*_chk", imports),
        "the compiler tells its flags": units,
    }
    found |= {flag: all(re.search(flag, unit) for unit in units) for flag in FLAGS}
    return {name for name, holds in found.items() if not holds}


def test_the_release_is_hardened():
    assert weaknesses(binary("PILOTLIGHT_CRASH_BINARY")) == set()


def test_a_program_built_without_is_found_out(tmp_path):
    source, program = tmp_path / "careless.cpp", tmp_path / "careless"
    source.write_text(CARELESS)
    tool("g++", *CARELESS_FLAGS, "-o", str(program), str(source))
    assert weaknesses(program) == {
        "position independent",
        "read-only relocations",
        "bound at start",
        "no executable stack",
        "no library path",
        "stack protector",
        "fortified",
        *FLAGS,
    }
