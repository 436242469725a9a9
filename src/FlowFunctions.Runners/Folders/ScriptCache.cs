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

    /// <summary>
    /// A folder for sockets, whose paths must be short. Where others may write, too, nobody else can have made it: as root it is in the
    /// machine's folder for running programs, else a folder of another user is refused when its mode is set.
    /// </summary>
    public static string SocketFolder =>
        OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? "/run/flowfunctions"
        : Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } folder && Directory.Exists(folder)
            ? Path.Combine(folder, "flowfunctions")
        : Path.Combine(Path.GetTempPath(), $"flowfunctions-{Environment.UserName}");
}
