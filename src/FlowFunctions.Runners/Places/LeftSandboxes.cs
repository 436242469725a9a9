using System.Globalization;
using FlowFunctions.Runners.Sandboxes.Processes;

namespace FlowFunctions.Runners.Places;

/// <summary>
/// Sandboxes that an app has left behind which was killed. bwrap asks to die with its parent only after that has written the map of users, so one
/// that was forked in the moment in which its app was killed waits for the map for ever.
/// </summary>
internal static class LeftSandboxes
{
    private const string Program = "bwrap";

    /// <summary>Ends those that were given something of a place. Its lock says that whoever had it before is gone, so they belong to nobody.</summary>
    /// <param name="place">The folder, which this process has taken and has started nothing in yet.</param>
    public static void End(string place)
    {
        if (!Directory.Exists("/proc"))
        {
            return;
        }

        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            var name = Path.GetFileName(folder);
            if (int.TryParse(name, CultureInfo.InvariantCulture, out var process) && IsLeft(folder, place))
            {
                _ = Libc.Signal(process, Libc.Kill);
            }
        }
    }

    private static bool IsLeft(string folder, string place)
    {
        try
        {
            var arguments = File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0');
            return Path.GetFileName(arguments[0]) == Program
                && arguments.Any(argument => argument.StartsWith(place + '/', StringComparison.Ordinal));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is another user's.
            return false;
        }
    }
}
