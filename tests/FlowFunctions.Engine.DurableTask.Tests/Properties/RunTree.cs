using System.Globalization;
using System.Text;
using FlowFunctions.Engine.Records;

namespace FlowFunctions.Engine.DurableTask.Tests.Properties;

/// <summary>
/// The final record of a run as text, with the runs that it started: what must not depend on the engine. Times, ids of child runs and the
/// order of independent events do.
/// </summary>
internal static class RunTree
{
    /// <param name="runId">The run.</param>
    /// <param name="find">Finds a run's folded record.</param>
    public static string Of(string runId, Func<string, RunView> find)
    {
        var text = new StringBuilder();
        Write(text, runId, find, indent: 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, string runId, Func<string, RunView> find, int indent)
    {
        var view = find(runId);
        var result = view.State.Result;
        text.Append(' ', indent)
            .AppendLine(
                CultureInfo.InvariantCulture,
                $"run {result?.Status} {result?.Output} {result?.Error?.Code} {result?.Error?.Message} at {result?.Error?.Step}"
            );
        foreach (var step in view.Steps.OrderBy(static step => step.Path, StringComparer.Ordinal))
        {
            text.Append(' ', indent + 1)
                .AppendLine(
                    CultureInfo.InvariantCulture,
                    $"{step.Path} {step.Status} x{step.Attempts.Count} {step.Output} {step.Port} {step.Error?.Code} {step.Finished}/{step.Total}"
                );
            foreach (var child in step.ChildRunIds.Select(child => Of(child, find)).Order(StringComparer.Ordinal))
            {
                text.Append(' ', indent + 2).Append(child);
            }
        }
    }
}
