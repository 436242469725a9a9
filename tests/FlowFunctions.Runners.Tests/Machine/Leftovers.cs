using System.Globalization;

namespace FlowFunctions.Runners.Tests.Machine;

/// <summary>What is left on the machine of scripts.</summary>
internal static class Leftovers
{
    /// <summary>The processes whose command line or environment has a text.</summary>
    public static IReadOnlyList<int> Processes(string text) =>
        [
            .. Directory
                .GetDirectories("/proc")
                .Select(folder =>
                    int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0
                )
                .Where(id =>
                    id > 0 && (Read(id, "cmdline") + Read(id, "environ")).Contains(text, StringComparison.Ordinal)
                ),
        ];

    /// <summary>
    /// Sandboxes that will never begin: bwrap asks to die with its parent only after that has written the map of users, so one that was forked in
    /// the moment in which the app is killed waits for the map for ever. Nothing of a script has run in it.
    /// </summary>
    /// <param name="text">What their command line has.</param>
    public static IReadOnlyList<int> Unborn(string text) =>
        [
            .. Processes(text)
                .Where(static id =>
                    Read(id, "cmdline").StartsWith("/usr/bin/bwrap\0", StringComparison.Ordinal)
                    && Read(id, $"task/{id}/children").Length == 0
                    && Read(id, "wchan").Length > 1
                ),
        ];

    /// <summary>The mounts of this process that have a text.</summary>
    public static IReadOnlyList<string> Mounts(string text) =>
        [.. File.ReadAllLines("/proc/self/mounts").Where(line => line.Contains(text, StringComparison.Ordinal))];

    private static string Read(int process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>What runners have on disk: folders of their own and of their processes.</summary>
    /// <param name="folder">The runners' folder.</param>
    /// <param name="pattern">Which.</param>
    public static string[] Folders(string folder, string pattern = "*") =>
        [
            .. Directory
                .GetDirectories(folder)
                .Select(static place => Path.Combine(place, ".work"))
                .Where(Directory.Exists)
                .SelectMany(work => Directory.GetDirectories(work, pattern)),
        ];
}
