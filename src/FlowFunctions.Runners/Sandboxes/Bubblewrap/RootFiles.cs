namespace FlowFunctions.Runners.Sandboxes.Bubblewrap;

/// <summary>Small files that stand in for the machine's own inside of sandboxes, and the seccomp filter; written once.</summary>
internal sealed class RootFiles
{
    private static readonly (string Name, string Text)[] Files =
    [
        ("passwd", "script:x:1000:1000:script:/tmp:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n"),
        ("group", "script:x:1000:\nnogroup:x:65534:\n"),
        ("hosts", "127.0.0.1 localhost sandbox\n::1 localhost\n"),
        ("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n"),
    ];

    /// <param name="folder">Where they are written.</param>
    /// <param name="filter">The seccomp filter.</param>
    public RootFiles(string folder, ReadOnlyMemory<byte> filter)
    {
        foreach (var (name, text) in Files)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }

        Paths = Files.ToDictionary(file => $"/etc/{file.Name}", file => Path.Combine(folder, file.Name));
        Filter = Path.Combine(folder, "seccomp");
        File.WriteAllBytes(Filter, filter.Span);
    }

    /// <summary>Where each is seen inside, and where it lies.</summary>
    public IReadOnlyDictionary<string, string> Paths { get; }

    /// <summary>The seccomp filter's file.</summary>
    public string Filter { get; }
}
