using System.Diagnostics;
using System.Globalization;

namespace FlowFunctions.EndToEnd.Tests.App;

/// <summary>The processes that a process has started (Linux).</summary>
internal static class ChildProcesses
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Those that run now; a test disposes of them.</summary>
    public static IReadOnlyList<Process> Of(int parent) =>
        [.. Process.GetProcesses().Where(process => ParentOf(process.Id) == parent)];

    /// <summary>The one whose command line has a text in it.</summary>
    public static Process With(this IReadOnlyList<Process> children, string text) =>
        children.Single(child =>
            File.ReadAllText($"/proc/{child.Id}/cmdline").Contains(text, StringComparison.Ordinal)
        );

    /// <summary>Waits until all have ended.</summary>
    public static async Task WaitForEndAsync(this IReadOnlyList<Process> children)
    {
        using var patience = new CancellationTokenSource(Patience);
        foreach (var child in children)
        {
            await child.WaitForExitAsync(patience.Token);
        }
    }

    private static int ParentOf(int process)
    {
        try
        {
            // After the name, which may hold anything and ends with the last bracket: state, parent.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return -1;
        }
    }
}
