using System.Text.Json;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Runtimes;

namespace FlowFunctions.Runners.Executions;

/// <summary>Looks at a call before it takes up a process.</summary>
internal static class CallCheck
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);

    // What a runtime needs to start at all.
    private const long LeastMemoryBytes = 64L * 1024 * 1024;

    /// <summary>Says why it cannot be carried out; null when it can.</summary>
    /// <param name="call">The call.</param>
    public static ScriptResult.Failed? Fault(ScriptCall call)
    {
        if ((RuntimeVariables.Fault(call) ?? LimitFault(call.Limits) ?? ContextFault(call)) is { } fault)
        {
            return new ScriptResult.Failed(ScriptErrorCodes.BadCall, fault);
        }

        return IsInside(call.Entry) && File.Exists(Path.Combine(call.Folder.Path, call.Entry))
            ? null
            : new ScriptResult.Failed(ScriptErrorCodes.FileMissing, $"The script's folder has no file '{call.Entry}'.");
    }

    private static bool IsInside(string entry) =>
        entry.Length > 0
        && !entry.Contains('\0', StringComparison.Ordinal)
        && entry.Split('/').All(part => part is not ("" or "." or ".."));

    private static string? LimitFault(ScriptLimits limits) =>
        limits.Timeout <= TimeSpan.Zero || limits.Timeout > LongestTimeout
            ? "The timeout of a script is between 0 and 1 day."
        : limits.CpuTime <= TimeSpan.Zero ? "The processor time of a script is more than 0."
        : limits.MemoryBytes < LeastMemoryBytes
            ? $"The memory of a script is {LeastMemoryBytes / 1024 / 1024} MB at least."
        : limits.Processes < 1 ? "A script has 1 process at least."
        : limits.FileBytes < 1 ? "The largest file of a script has 1 byte at least."
        : limits.OutputBytes < 4 ? "The output of a script has 4 bytes at least."
        : null;

    private static string? ContextFault(ScriptCall call)
    {
        try
        {
            var reader = new Utf8JsonReader(call.Context.Span, new JsonReaderOptions { MaxDepth = 512 });
            while (reader.Read()) { }

            return null;
        }
        catch (JsonException exception)
        {
            return $"The context is no JSON: {exception.Message}";
        }
    }
}
