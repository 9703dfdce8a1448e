"""Raw connections of tests: what comes over them."""

from __future__ import annotations

import socket
import ssl


def read_all(peer: socket.socket | ssl.SSLSocket) -> bytes:
    """Everything until the peer closes; a reset is a failure, for it may destroy an answer."""
    answer = b""
    while part := peer.recv(65536):
        answer += part
    return answer
