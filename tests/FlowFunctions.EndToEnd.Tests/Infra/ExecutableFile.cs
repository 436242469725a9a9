using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.EndToEnd.Tests.Infra;

/// <summary>Files that are programs by their mode, which only Unix has.</summary>
internal static class ExecutableFile
{
    /// <summary>Whether a file of the repository may be executed by whoever checked it out; true where files have no mode.</summary>
    public static bool Is(params ReadOnlySpan<string> parts) =>
        OperatingSystem.IsWindows() || File.GetUnixFileMode(Repository.PathOf(parts)).HasFlag(UnixFileMode.UserExecute);

    public static void Make(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
