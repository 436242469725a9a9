using System.Runtime.InteropServices;

namespace FlowFunctions.App.FunctionsHost;

/// <summary>The process of the host that started this one.</summary>
internal static partial class HostProcess
{
    /// <summary>Its id, or another one once it is gone; 0 on Windows, which does not tell.</summary>
    public static int Id => OperatingSystem.IsWindows() ? 0 : GetParent();

    [LibraryImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetParent();
}
