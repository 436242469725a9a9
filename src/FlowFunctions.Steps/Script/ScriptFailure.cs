using System.Globalization;
using System.Text.Json;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Script;

/// <summary>Makes errors of what went wrong with a script.</summary>
internal static class ScriptFailure
{
    /// <summary>The error of a call.</summary>
    /// <param name="failed">What came of it.</param>
    /// <param name="advice">What to do about it, if that is known; a sentence.</param>
    public static StepError From(ScriptResult.Failed failed, string? advice) =>
        new()
        {
            Code = failed.Code,
            Message = advice is null ? MessageOf(failed) : $"{Ended(MessageOf(failed))} {advice}",
            Retryable = failed.Retryable,
            Details = Details(failed),
        };

    /// <summary>As runtimes write it: <c>KeyError: 'sku' (score.py:12)</c>.</summary>
    private static string MessageOf(ScriptResult.Failed failed) =>
        failed switch
        {
            { Limit: { } limit } => $"{Ended(failed.Message)} The step's `{MemberOf(limit)}` sets the limit.",
            { Type: null } => failed.Message,
            { Stack: [.., var last] } => string.Create(
                CultureInfo.InvariantCulture,
                $"{failed.Type}: {failed.Message} ({last.File}:{last.Line})"
            ),
            _ => $"{failed.Type}: {failed.Message}",
        };

    private static string MemberOf(ScriptLimit limit) =>
        limit switch
        {
            ScriptLimit.Timeout => "timeout",
            ScriptLimit.CpuTime => "limits.cpuTime",
            _ => "limits.memoryMb",
        };

    private static string Ended(string message) => message.EndsWith('.') ? message : $"{message}.";

    private static Payload? Details(ScriptResult.Failed failed) =>
        failed is { Type: null, ExitCode: null, Stack.Count: 0 }
            ? null
            : PayloadWriter.Write(
                failed,
                static (writer, failed) =>
                {
                    writer.WriteStartObject();
                    if (failed.Type is { } type)
                    {
                        writer.WriteString("type", type);
                    }

                    if (failed.ExitCode is { } exitCode)
                    {
                        writer.WriteNumber("exitCode", exitCode);
                    }

                    WriteStack(writer, failed.Stack);
                    writer.WriteEndObject();
                }
            );

    private static void WriteStack(Utf8JsonWriter writer, IReadOnlyList<ScriptFrame> stack)
    {
        if (stack.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("stack");
        foreach (var frame in stack)
        {
            writer.WriteStartObject();
            writer.WriteString("file", frame.File);
            writer.WriteNumber("line", frame.Line);
            if (frame.Function is { } function)
            {
                writer.WriteString("function", function);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
