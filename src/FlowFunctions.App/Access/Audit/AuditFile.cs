using FlowFunctions.Engine.Embedded.Journal;
using Microsoft.Win32.SafeHandles;

namespace FlowFunctions.App.Access.Audit;

/// <summary>
/// A file of lines on the way to the table. Space is made ahead of them, so that a flush need not wait for the file system's own journal, which
/// the engine's journal waits for, too. Not thread-safe.
/// </summary>
/// <param name="path">The file; it must not exist.</param>
/// <param name="flushes">Whether lines survive a power cut, too.</param>
internal sealed class AuditFile(string path, bool flushes) : IDisposable
{
    private const int Ahead = 256 * 1024;
    private static readonly byte[] Zeros = new byte[Ahead];

    private readonly SafeFileHandle _handle = File.OpenHandle(
        path,
        FileMode.CreateNew,
        FileAccess.Write,
        FileShare.Read
    );

    private long _end;
    private long _made;

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>Keeps lines, all of them or none.</summary>
    /// <exception cref="IOException">The disk is full or broken.</exception>
    public void Append(ReadOnlySpan<byte> lines)
    {
        while (_made < _end + lines.Length)
        {
            RandomAccess.Write(_handle, Zeros, _made);
            _made += Zeros.Length;
        }

        RandomAccess.Write(_handle, lines, _end);
        if (flushes)
        {
            DiskFlush.Flush(_handle);
        }

        _end += lines.Length;
    }

    /// <summary>Gives the space behind the last line back, and with it a part of what could not be kept.</summary>
    public void Dispose()
    {
        try
        {
            RandomAccess.SetLength(_handle, _end);
        }
        catch (IOException)
        {
            // Who reads it knows the end of the lines.
        }

        _handle.Dispose();
    }
}
