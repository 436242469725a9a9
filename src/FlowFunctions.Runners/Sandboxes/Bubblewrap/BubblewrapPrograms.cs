namespace FlowFunctions.Runners.Sandboxes.Bubblewrap;

/// <summary>The programs that make a sandbox, with their full paths.</summary>
/// <param name="Bubblewrap"><c>bwrap</c>.</param>
/// <param name="Limiter"><c>prlimit</c> of util-linux: sets limits inside.</param>
/// <param name="UserChanger"><c>setpriv</c> of util-linux: leaves root.</param>
internal sealed record BubblewrapPrograms(string Bubblewrap, string Limiter, string UserChanger)
{
    /// <summary>Where they are searched for.</summary>
    public const string SearchPath = "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin";

    /// <summary>Finds them.</summary>
    /// <param name="folders">The folders to search, with a colon between them.</param>
    /// <param name="missing">What is missing and how to get it; null when nothing is.</param>
    public static BubblewrapPrograms? Find(string folders, out string? missing)
    {
        var bubblewrap = Find(folders, "bwrap");
        var limiter = Find(folders, "prlimit");
        var changer = Find(folders, "setpriv");
        missing =
            bubblewrap is null ? "bubblewrap is not installed: `apt-get install bubblewrap`."
            : limiter is null ? "prlimit is not installed: `apt-get install util-linux`."
            : changer is null ? "setpriv is not installed: `apt-get install util-linux`."
            : null;
        return missing is null ? new BubblewrapPrograms(bubblewrap!, limiter!, changer!) : null;
    }

    private static string? Find(string folders, string name) =>
        folders.Split(':').Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
