using System.Diagnostics.CodeAnalysis;
using FlowFunctions.Cli.Sources;

namespace FlowFunctions.Cli.Server;

/// <summary>The body of requests that people may give a reason for.</summary>
internal static class ReasonJson
{
    /// <summary>The body; none without a reason.</summary>
    [return: NotNullIfNotNull(nameof(reason))]
    public static string? Write(string? reason) =>
        reason is null ? null : JsonOutput.Object(json => json.WriteString("reason", reason));
}
