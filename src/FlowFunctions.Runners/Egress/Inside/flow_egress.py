"""The way out of a sandbox: what connects to 127.0.0.1:3128 is carried to the gateway's socket.

start() does it in a thread of this process, which ends with it. Run as a program it does nothing else, and says with
an empty line that it is ready.
"""

import os
import selectors
import socket
import threading

GATEWAY = "/run/egress.sock"
ADDRESS = ("127.0.0.1", 3128)
CHUNK = 65536


def start():
    """Begins to listen; does nothing where there is no gateway."""
    if os.path.exists(GATEWAY):
        forwarder = _Forwarder()
        threading.Thread(target=forwarder.run, name="egress", daemon=True).start()


class _End:
    """One end of a connection, and what waits to be sent to it."""

    def __init__(self, connection):
        self.connection = connection
        self.waiting = b""
        self.other = None
        self.has_ended = False

    def interest(self):
        # Nothing more is read from one end before the other has taken what there was.
        reads = not self.has_ended and not self.other.waiting
        return (selectors.EVENT_READ if reads else 0) | (selectors.EVENT_WRITE if self.waiting else 0)


class _Forwarder:
    def __init__(self):
        self.listener = socket.create_server(ADDRESS, backlog=128)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.listener, selectors.EVENT_READ)

    def run(self):
        while True:
            for key, events in self.selector.select():
                if key.data is None:
                    self.accept()
                elif key.data.connection.fileno() >= 0:
                    self.carry(key.data, events)

    def accept(self):
        connection, _ = self.listener.accept()
        gateway = socket.socket(socket.AF_UNIX)
        try:
            gateway.connect(GATEWAY)
        except OSError:
            connection.close()
            gateway.close()
            return
        script, out = _End(connection), _End(gateway)
        script.other, out.other = out, script
        for end in (script, out):
            end.connection.setblocking(False)
            self.selector.register(end.connection, selectors.EVENT_READ, end)

    def carry(self, end, events):
        try:
            if events & selectors.EVENT_READ:
                self.read(end)
            if events & selectors.EVENT_WRITE:
                self.write(end)
        except BlockingIOError:
            pass
        except OSError:
            self.close(end)
            return
        if end.has_ended and end.other.has_ended and not end.waiting and not end.other.waiting:
            self.close(end)
            return
        for one in (end, end.other):
            self.watch(one)

    def read(self, end):
        chunk = end.connection.recv(CHUNK)
        end.has_ended = not chunk
        end.other.waiting = chunk
        self.write(end.other)

    def write(self, end):
        if end.waiting:
            end.waiting = end.waiting[end.connection.send(end.waiting):]
        if end.other.has_ended and not end.waiting:
            end.connection.shutdown(socket.SHUT_WR)

    def watch(self, end):
        interest = end.interest()
        is_watched = end.connection in self.selector.get_map()
        if interest and is_watched:
            self.selector.modify(end.connection, interest, end)
        elif interest:
            self.selector.register(end.connection, interest, end)
        elif is_watched:
            self.selector.unregister(end.connection)

    def close(self, end):
        for one in (end, end.other):
            if one.connection in self.selector.get_map():
                self.selector.unregister(one.connection)
            one.connection.close()


def main():
    # Pipes of whoever started this must not stay open because of it.
    os.closerange(3, 256)
    forwarder = _Forwarder()
    os.write(1, b"\n")
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    forwarder.run()


if __name__ == "__main__":
    main()
