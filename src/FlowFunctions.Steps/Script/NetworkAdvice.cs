using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Steps.Script;

/// <summary>
/// Tells that a step has no network, when what failed looks like a connection: runtimes and programs only say that a name is not known.
/// </summary>
internal static class NetworkAdvice
{
    private const string Text = "This step has no network; \"network\": \"outbound\" allows it.";

    // Of Python, Node.js, curl, wget, git and the C library.
    private static readonly string[] Signs =
    [
        "ENOTFOUND",
        "EAI_AGAIN",
        "ENETUNREACH",
        "Name or service not known",
        "Temporary failure in name resolution",
        "Network is unreachable",
        "Could not resolve host",
        "unable to resolve host",
        "curl: (7)",
        "fetch failed",
    ];

    /// <summary>The advice for a call that failed, or null.</summary>
    /// <param name="call">The call.</param>
    /// <param name="failed">What came of it.</param>
    /// <param name="lastLines">The last that it printed.</param>
    public static string? For(ScriptCall call, ScriptResult.Failed failed, IEnumerable<string> lastLines) =>
        call.Network is NetworkAccess.None
        && failed.Code is ScriptErrorCodes.Exception or ScriptErrorCodes.ExitCode
        && lastLines.Prepend(failed.Message).Any(IsConnection)
            ? Text
            : null;

    private static bool IsConnection(string text) =>
        Signs.Any(sign => text.Contains(sign, StringComparison.OrdinalIgnoreCase));
}
