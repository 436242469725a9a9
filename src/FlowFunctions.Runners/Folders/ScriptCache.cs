namespace FlowFunctions.Runners.Folders;

/// <summary>Where a program keeps scripts and what they depend on between its starts.</summary>
public static class ScriptCache
{
    /// <summary>
    /// The folder. As root it is the machine's folder for caches: scripts run as another user then, who must be able to pass through all
    /// folders above, and a home of root's is closed.
    /// </summary>
    /// <param name="own">A folder of the program's own; empty for none.</param>
    public static string FolderFor(string own) =>
        OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? "/var/cache/flowfunctions"
        : own.Length > 0 ? Path.Combine(own, "scripts")
        : Path.Combine(
            Environment.GetFolderPath(
                Environment.SpecialFolder.UserProfile,
                Environment.SpecialFolderOption.DoNotVerify
            ),
            ".cache",
            "flowfunctions"
        );
}
