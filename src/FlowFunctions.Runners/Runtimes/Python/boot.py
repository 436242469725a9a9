# Runs one handler for the runner, which waits at the other end of descriptor 3. Frames from there: "<header bytes> <input bytes>\n" in
# 24 characters, the header, the input. Frames to there: a letter, the length in 11 digits, the bytes.
import importlib.util
import io
import json
import logging
import os
import select
import site
import sys
import traceback

CONTROL = 3
MARK = "\x1e"
IDLE_SECONDS = 2
MAX_FRAMES = 50


class Failure(Exception):
    """What the runner is told instead of an output."""

    def __init__(self, code, message, error=None, stack=()):
        super().__init__(message)
        self.told = {"code": code, "message": message, "type": error, "stack": list(stack)}


class Marked(io.TextIOBase):
    """Text that goes to stdout's pipe with its level in front of each line, so that the order of all lines is kept."""

    encoding = "utf-8"
    errors = "backslashreplace"

    def __init__(self, level):
        self.start = MARK + level
        self.is_new_line = True

    def writable(self):
        return True

    def fileno(self):
        return 2

    def write(self, text):
        if not text:
            return 0
        marked = text.replace("\n", "\n" + self.start, text.count("\n") - text.endswith("\n"))
        sys.stdout.flush()
        write_all(1, ((self.start if self.is_new_line else "") + marked).encode("utf-8", "backslashreplace"))
        self.is_new_line = text.endswith("\n")
        return len(text)


class LevelHandler(logging.Handler):
    def __init__(self):
        super().__init__()
        self.streams = {level: Marked(level) for level in "DIWE"}

    def emit(self, record):
        try:
            number = record.levelno
            level = "E" if number >= 40 else "W" if number >= 30 else "I" if number >= 20 else "D"
            self.streams[level].write(self.format(record) + "\n")
        except Exception:
            self.handleError(record)


def write_all(descriptor, data):
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view):]


def read_exactly(count):
    parts = []
    while count:
        part = os.read(CONTROL, min(count, 1 << 20))
        if not part:
            os._exit(0)
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def send(kind, data):
    write_all(CONTROL, b"%c%011d" % (ord(kind), len(data)) + data)


def prepare_streams():
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(io.FileIO(1, "w", closefd=False), 65536),
        encoding="utf-8",
        errors="backslashreplace",
        line_buffering=True,
    )
    sys.stderr = Marked("W")
    handler = LevelHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    logging.root.addHandler(handler)
    logging.root.setLevel(logging.DEBUG)


def prepare_call(header, data):
    os.environ.update(header["variables"])
    if header["secretFiles"]:
        os.makedirs(header["secretsFolder"], 0o700, exist_ok=True)
        for name, text in header["secretFiles"].items():
            path = os.path.join(header["secretsFolder"], name)
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                file.write(text)
            os.chmod(path, 0o400)
    path = header["inputFile"]
    with open(path, "wb") as file:
        file.write(data)
    os.environ["FLOW_INPUT_FILE"] = path
    source = os.open(path, os.O_RDONLY)
    os.dup2(source, 0)
    os.close(source)
    sys.stdin = open(0, encoding="utf-8", closefd=False)


def frames_of(error, folder):
    found = []
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.startswith(folder + "/"):
            name = None if frame.name == "<module>" else frame.name
            found.append({"file": frame.filename[len(folder) + 1:], "line": frame.lineno, "function": name})
    return found[-MAX_FRAMES:]


def failure_of(error, folder):
    stack = frames_of(error, folder)
    kind = type(error).__name__
    if isinstance(error, MemoryError):
        return Failure("Script.Memory", "The script asked for more memory than its limit allows.", kind, stack)
    if isinstance(error, SyntaxError) and (error.filename or "").startswith(folder + "/"):
        stack.append({"file": error.filename[len(folder) + 1:], "line": error.lineno or 1, "function": None})
        return Failure("Script.Syntax", f"{error.msg} (line {error.lineno})", kind, stack)
    return Failure("Script.Exception", str(error) or kind, kind, stack)


def load(header):
    folder = header["folder"]
    path = os.path.join(folder, header["entry"])
    sys.path[0:0] = list(dict.fromkeys([os.path.dirname(path), folder]))
    if os.path.isdir(header["layer"]):
        site.addsitedir(header["layer"])
    name = os.path.splitext(os.path.basename(path))[0]
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    handler = getattr(module, "main", None)
    if not callable(handler):
        raise Failure(
            "Script.HandlerMissing", f"{header['entry']} has no function `main`: write `def main(input, context):`."
        )
    return handler


def encode(value, limit):
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        data = text.encode("utf-8")
    except RecursionError:
        raise Failure("Script.OutputInvalid", "What main() returned is nested too deeply.") from None
    except (TypeError, ValueError) as error:
        raise Failure("Script.OutputInvalid", f"What main() returned is no JSON: {error}.") from None
    if len(data) > limit:
        raise Failure(
            "Script.OutputTooLarge",
            f"The output has {len(data):,} bytes of JSON; the limit is {limit:,}. Store it as a file, or return less.",
        )
    return data


def call(handler, header, data):
    result = handler(json.loads(data), header["context"])
    if hasattr(result, "__await__"):
        import asyncio

        async def finished():
            return await result

        result = asyncio.run(finished())
    return encode(result, header["outputBytes"])


def flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            pass


# After the answer: an answer that the script has written itself is followed by this one then, and is found out.
def mark(header):
    if header["end"]:
        end = (MARK + "." + header["end"] + "\n").encode()
        write_all(1, end)
        write_all(2, end)


def leave(code):
    if code is None or isinstance(code, int):
        number = (code or 0) & 0xFF
    else:
        print(code, file=sys.stderr)
        number = 1
    send("X", b"%d" % number)


def run(header, data, handler):
    folder = header["folder"]
    try:
        try:
            if handler is None:
                prepare_call(header, data)
                handler = load(header)
            answer = "O", call(handler, header, data)
        except SystemExit as error:
            flush()
            leave(error.code)
            return None
        except Failure:
            raise
        except BaseException as error:
            raise failure_of(error, folder) from None
    except Failure as failure:
        answer = "E", json.dumps(failure.told).encode("utf-8", "backslashreplace")
        handler = None
    flush()
    send(*answer)
    mark(header)
    return handler


def prepare_network():
    if os.path.exists("/run/egress.sock"):
        folder = os.path.dirname(os.path.abspath(__file__))
        sys.path.insert(0, folder)
        import flow_egress

        sys.path.remove(folder)
        flow_egress.start()


def prepare_more():
    # What many scripts need and what takes long to load, while there is nothing else to do.
    if not select.select([CONTROL], [], [], IDLE_SECONDS)[0]:
        import asyncio  # noqa: F401
        import datetime  # noqa: F401


def main():
    os.set_inheritable(CONTROL, False)
    site.setquit()
    prepare_streams()
    prepare_network()
    send("H", b"")
    prepare_more()
    handler = None
    while True:
        lengths = read_exactly(24).split()
        header = json.loads(read_exactly(int(lengths[0])))
        data = read_exactly(int(lengths[1]))
        handler = run(header, data, handler)
        if handler is None or not header["end"]:
            os.read(CONTROL, 1)
            os._exit(0)


main()
