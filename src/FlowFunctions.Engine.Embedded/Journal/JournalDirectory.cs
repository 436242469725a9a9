using System.Globalization;

namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>Segments as files <c>00000001.journal</c>… of a directory that one process at a time may use.</summary>
internal sealed class JournalDirectory : IJournalStorage
{
    private const string Extension = ".journal";
    private const string LockFile = "journal.lock";

    private readonly string _path;
    private readonly FileStream? _lock;

    private JournalDirectory(string path, FileStream? heldLock)
    {
        _path = path;
        _lock = heldLock;
    }

    /// <summary>Creates the directory if need be and locks it.</summary>
    /// <exception cref="JournalInUseException">Another process uses it.</exception>
    /// <exception cref="JournalException">It cannot be created or written to.</exception>
    public JournalDirectory(string path)
        : this(Path.GetFullPath(path), Lock(Path.GetFullPath(path))) { }

    /// <summary>A directory to read from, whoever else uses it.</summary>
    /// <exception cref="JournalException">There is no such directory.</exception>
    public static JournalDirectory ForReading(string path) =>
        Directory.Exists(path)
            ? new JournalDirectory(Path.GetFullPath(path), heldLock: null)
            : throw new JournalException($"There is no journal directory '{path}'.");

    public IReadOnlyList<int> Segments() =>
        [
            .. Directory
                .EnumerateFiles(_path, "*" + Extension)
                .Select(static file => Path.GetFileNameWithoutExtension(file))
                .Where(static name => name.Length >= 8)
                .Select(static name =>
                    int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
                )
                .Where(static number => number > 0)
                .Order(),
        ];

    public string NameOf(int segment) =>
        Path.Combine(_path, segment.ToString("D8", CultureInfo.InvariantCulture) + Extension);

    public long LengthOf(int segment) => new FileInfo(NameOf(segment)).Length;

    public Stream OpenRead(int segment) =>
        new FileStream(
            NameOf(segment),
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            bufferSize: 0,
            FileOptions.SequentialScan
        );

    public IJournalSegment Create(int segment)
    {
        var file = new JournalFile(NameOf(segment), FileMode.Create, length: 0);
        DirectoryEntry.Flush(_path);
        return file;
    }

    public IJournalSegment Open(int segment, long length) => new JournalFile(NameOf(segment), FileMode.Open, length);

    public void Delete(int segment)
    {
        File.Delete(NameOf(segment));

        // One after the other: a power cut must not bring an older segment back when a younger one is gone.
        DirectoryEntry.Flush(_path);
    }

    public void Dispose() => _lock?.Dispose();

    private static FileStream Lock(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            return new FileStream(
                Path.Combine(path, LockFile),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new JournalException(
                $"The journal directory '{path}' cannot be written to: {exception.Message} Give this user access or choose another.",
                exception
            );
        }
        catch (IOException exception) when (IsLocked(exception))
        {
            throw new JournalInUseException(
                $"The journal directory '{path}' is used by another process. Stop it or choose another directory.",
                exception
            );
        }
        catch (IOException exception)
        {
            throw new JournalException(
                $"The journal directory '{path}' cannot be created: {exception.Message} Choose another.",
                exception
            );
        }
    }

    /// <summary>
    /// The runtime has no exception of its own for it: ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows, elsewhere the
    /// EWOULDBLOCK of flock(2), which is 11 on Linux and 35 on macOS.
    /// </summary>
    private static bool IsLocked(IOException exception) =>
        exception.HResult is unchecked((int)0x80070020) or unchecked((int)0x80070021) or 11 or 35;
}
