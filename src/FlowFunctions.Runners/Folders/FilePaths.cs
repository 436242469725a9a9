using System.Text;

namespace FlowFunctions.Runners.Folders;

/// <summary>Which paths a file may have in a folder of scripts: none that leads out of it, or that only some programs read alike.</summary>
internal static class FilePaths
{
    // What Linux takes for a name, and a path that leaves room for the folder's own.
    private const int MaxNameBytes = 255;
    private const int MaxPathBytes = 1024;

    /// <summary>Checks all paths of a folder.</summary>
    /// <exception cref="ScriptFolderException">One is not allowed.</exception>
    public static void Check(IEnumerable<string> paths)
    {
        var files = new HashSet<string>(paths, StringComparer.Ordinal);
        foreach (var path in files)
        {
            if (Fault(path) is { } fault)
            {
                throw Bad(path, fault);
            }

            for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
            {
                if (files.Contains(path[..end]))
                {
                    throw Bad(path, "another file has the name of its folder");
                }
            }
        }
    }

    private static string? Fault(string path) =>
        path switch
        {
            "" => "it is empty",
            _ when path[0] == '/' => "it is absolute",
            _ when path.AsSpan().ContainsAny('\\', '\0') || path.Any(char.IsControl) =>
                "it has a backslash or a control character",
            _ when Encoding.UTF8.GetByteCount(path) > MaxPathBytes => $"it is longer than {MaxPathBytes} bytes",
            _ => path.Split('/').Select(NameFault).FirstOrDefault(fault => fault is not null),
        };

    private static string? NameFault(string name) =>
        name switch
        {
            "" => "a part of it is empty",
            "." or ".." => $"it has the part '{name}'",
            _ when Encoding.UTF8.GetByteCount(name) > MaxNameBytes => $"a part is longer than {MaxNameBytes} bytes",
            _ => null,
        };

    private static ScriptFolderException Bad(string path, string why)
    {
        var shown = string.Concat(path.Take(100).Select(one => char.IsControl(one) ? '\uFFFD' : one));
        return new(ScriptFolderFault.BadPath, $"The path '{shown}' is not allowed in a folder of scripts: {why}.");
    }
}
