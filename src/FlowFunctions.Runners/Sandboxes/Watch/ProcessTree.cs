using System.Buffers.Text;
using System.Globalization;
using FlowFunctions.Runners.Sandboxes.Processes;

namespace FlowFunctions.Runners.Sandboxes.Watch;

/// <summary>What a process and everything below it use, read from /proc; see proc(5). What has ended meanwhile is left out.</summary>
internal readonly struct ProcessTree
{
    // sysconf(_SC_CLK_TCK) is 100 on every Linux that .NET runs on.
    private const long TicksPerSecond = 100;

    // What the kernel needs for a file besides its content.
    private const long FileBytes = 1024;

    private readonly List<int> _processes;

    private ProcessTree(List<int> processes, long memoryBytes, TimeSpan cpu)
    {
        _processes = processes;
        MemoryBytes = memoryBytes;
        Cpu = cpu;
    }

    /// <summary>The number of processes.</summary>
    public int Count => _processes.Count;

    /// <summary>What is in memory; what several processes share is counted for each.</summary>
    public long MemoryBytes { get; }

    /// <summary>Processor time, with that of those that have ended.</summary>
    public TimeSpan Cpu { get; }

    /// <summary>Reads.</summary>
    /// <param name="root">The process at the top.</param>
    public static ProcessTree Read(int root)
    {
        var processes = new List<int>();
        Collect(root, processes);
        long pages = 0;
        long ticks = 0;
        Span<byte> buffer = stackalloc byte[1024];
        foreach (var process in processes)
        {
            // utime, stime, cutime, cstime and rss: fields 14 to 17 and 24, counted from the one behind the name, which is field 3.
            var fields = AfterName(ReadFile($"/proc/{process}/stat", buffer));
            for (var field = 3; !fields.IsEmpty && field <= 24; field++)
            {
                var value = Next(ref fields);
                ticks += field is >= 14 and <= 17 ? value : 0;
                pages += field is 24 ? value : 0;
            }
        }

        return new ProcessTree(
            processes,
            pages * Environment.SystemPageSize,
            TimeSpan.FromTicks(ticks * TimeSpan.TicksPerSecond / TicksPerSecond)
        );
    }

    /// <summary>Whether a process has ended, though its parent may not have looked at it yet.</summary>
    /// <param name="process">Its id.</param>
    public static bool HasEnded(int process)
    {
        Span<byte> buffer = stackalloc byte[1024];
        var state = AfterName(ReadFile($"/proc/{process}/stat", buffer));
        return state.IsEmpty || state[0] is (byte)'Z' or (byte)'X';
    }

    /// <summary>What is in memory, where what several processes share is counted once; slower.</summary>
    public long ExactMemoryBytes()
    {
        long total = 0;
        Span<byte> buffer = stackalloc byte[2048];
        foreach (var process in _processes)
        {
            var text = ReadFile($"/proc/{process}/smaps_rollup", buffer);
            var at = text.IndexOf("\nPss:"u8);
            var value = at < 0 ? default : text[(at + 5)..].TrimStart((byte)' ');
            total += Utf8Parser.TryParse(value, out long kilobytes, out _) ? kilobytes * 1024 : 0;
        }

        return total > 0 ? total : MemoryBytes;
    }

    /// <summary>What the files of a file system in memory take.</summary>
    /// <param name="root">The process that sees it.</param>
    /// <param name="folder">Where it sees it.</param>
    /// <param name="size">The size that it was given. Until the sandbox is made, another one is seen there: the machine's own.</param>
    public static long FileSystemBytes(int root, string folder, long size)
    {
        // statfs(2): type, block size, blocks, free blocks, available ones, files, free files … in 120 bytes.
        var status = new long[32];
        var path = string.Create(CultureInfo.InvariantCulture, $"/proc/{root}/root{folder}");
        return Libc.FileSystem(path, status) == 0 && Math.Abs(status[2] * status[1] - size) < status[1]
            ? ((status[2] - status[3]) * status[1]) + ((status[5] - status[6]) * FileBytes)
            : 0;
    }

    private static void Collect(int process, List<int> found)
    {
        found.Add(process);
        Span<byte> buffer = stackalloc byte[4096];
        foreach (var thread in Threads(process))
        {
            var text = ReadFile($"{thread}/children", buffer);
            while (Utf8Parser.TryParse(text, out int child, out var length) && !found.Contains(child))
            {
                Collect(child, found);
                text = text[length..].TrimStart((byte)' ');
            }
        }
    }

    private static string[] Threads(int process)
    {
        try
        {
            return Directory.GetDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static ReadOnlySpan<byte> AfterName(ReadOnlySpan<byte> text)
    {
        var end = text.LastIndexOf((byte)')');
        return end < 0 ? default : text[(end + 1)..].TrimStart((byte)' ');
    }

    private static long Next(ref ReadOnlySpan<byte> fields)
    {
        var end = fields.IndexOf((byte)' ');
        var field = end < 0 ? fields : fields[..end];
        fields = end < 0 ? default : fields[(end + 1)..];
        return Utf8Parser.TryParse(field, out long value, out _) ? value : 0;
    }

    private static ReadOnlySpan<byte> ReadFile(FormattableString path, Span<byte> buffer)
    {
        try
        {
            using var file = File.OpenHandle(FormattableString.Invariant(path));
            return buffer[..RandomAccess.Read(file, buffer, 0)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
