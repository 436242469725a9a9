using System.Runtime.InteropServices;

namespace FlowFunctions.Runners.Tests.Sandboxes;

/// <summary>The C library, for what .NET does not do.</summary>
internal static partial class Libraries
{
    /// <summary>Another descriptor of the same file, which programs that are started inherit.</summary>
    public static int Duplicate(SafeHandle handle) => Duplicate((int)handle.DangerousGetHandle());

    [LibraryImport("libc", EntryPoint = "dup")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Duplicate(int descriptor);
}
