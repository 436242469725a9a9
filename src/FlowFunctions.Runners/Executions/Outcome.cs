using System.Globalization;
using System.Text;
using System.Text.Json;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Sandboxes;

namespace FlowFunctions.Runners.Executions;

/// <summary>Makes the result of a call.</summary>
internal static class Outcome
{
    private const int MaxDepth = 512;
    private const int SignalBase = 128;
    private const int FileSizeSignal = 25;

    /// <summary>The codes that starters use. The script can write to the starter's descriptor, too.</summary>
    private static readonly HashSet<string> StarterCodes =
    [
        ScriptErrorCodes.Exception,
        ScriptErrorCodes.Syntax,
        ScriptErrorCodes.HandlerMissing,
        ScriptErrorCodes.OutputInvalid,
        ScriptErrorCodes.OutputTooLarge,
        ScriptErrorCodes.Memory,
    ];

    /// <summary>Of what the starter said.</summary>
    /// <param name="call">The call.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="isOutOfMemory">Whether the runtime said that it has no memory left.</param>
    public static ScriptResult Of(ScriptCall call, Answer answer, bool isOutOfMemory) =>
        answer.Kind switch
        {
            AnswerKind.Output => Output(call, answer.Data),
            AnswerKind.Error => Error(call, answer.Data),
            AnswerKind.Exit => isOutOfMemory ? Memory(call) : Exit(Number(answer.Data)),
            AnswerKind.Syntax => new ScriptResult.Failed(ScriptErrorCodes.Syntax, Text(answer.Data).Trim()),
            AnswerKind.TooLarge => TooLarge(call, Number(answer.Data)),
            _ => Broken("it said that it waits for a call when it had one"),
        };

    /// <summary>When the process has ended without an answer.</summary>
    /// <param name="call">The call.</param>
    /// <param name="exit">How it ended.</param>
    /// <param name="isLate">Whether its time was over.</param>
    /// <param name="isUnwanted">Whether the call was cancelled.</param>
    /// <param name="isOutOfMemory">Whether the runtime said that it has no memory left.</param>
    public static ScriptResult Without(
        ScriptCall call,
        SandboxExit exit,
        bool isLate,
        bool isUnwanted,
        bool isOutOfMemory
    ) =>
        exit.Breach is SandboxBreach.Memory || isOutOfMemory ? Memory(call)
        : exit.Breach is SandboxBreach.CpuTime
            ? Late(
                $"The script used more than its {Seconds(call.Limits.CpuTime ?? call.Limits.Timeout)} of processor time",
                call.Limits.CpuTime is null ? ScriptLimit.Timeout : ScriptLimit.CpuTime
            )
        : isUnwanted
            ? new ScriptResult.Failed(ScriptErrorCodes.Cancelled, "The call was cancelled, and the script was ended.")
        : isLate ? Late($"The script took longer than its {Seconds(call.Limits.Timeout)}", ScriptLimit.Timeout)
        : exit.ExitCode > SignalBase ? Killed(exit.ExitCode - SignalBase)
        : Exit(exit.ExitCode);

    private static ScriptResult Output(ScriptCall call, ReadOnlyMemory<byte> data)
    {
        if (IsJson(data.Span))
        {
            // `echo` ends its line.
            var json = ReadableJson.Of(data[..data.Span.TrimEnd(" \t\r\n"u8).Length]);
            return json.Length > call.Limits.OutputBytes
                ? TooLarge(call, json.Length)
                : new ScriptResult.Succeeded(json);
        }

        return call.Runtime is ScriptRuntime.Bash
            ? ShellText(call, data)
            : new ScriptResult.Failed(
                ScriptErrorCodes.OutputInvalid,
                $"The output is no JSON, or nested deeper than {MaxDepth} levels."
            );
    }

    private static ScriptResult ShellText(ScriptCall call, ReadOnlyMemory<byte> data)
    {
        var json = data.IsEmpty ? "null"u8.ToArray() : JsonEncodedString(Text(data));
        return json.Length > call.Limits.OutputBytes ? TooLarge(call, json.Length) : new ScriptResult.Succeeded(json);
    }

    private static byte[] JsonEncodedString(string text)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStringValue(text);
        }

        return buffer.ToArray();
    }

    private static bool IsJson(ReadOnlySpan<byte> data)
    {
        try
        {
            var reader = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = MaxDepth });
            while (reader.Read()) { }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ScriptResult.Failed Error(ScriptCall call, ReadOnlyMemory<byte> data)
    {
        try
        {
            using var document = JsonDocument.Parse(ReadableJson.Of(data));
            var error = document.RootElement;
            var code = Required(error, "code");
            return StarterCodes.Contains(code)
                ? Error(call, code, error)
                : Broken("its error has a code that it does not use");
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return Broken("its error cannot be read");
        }
    }

    private static ScriptResult.Failed Error(ScriptCall call, string code, JsonElement error)
    {
        var message = Required(error, "message");
        var failed = code is ScriptErrorCodes.Memory ? Memory(call) : new ScriptResult.Failed(code, message);
        return failed with
        {
            Type = Optional(error, "type"),
            Stack = [.. error.GetProperty("stack").EnumerateArray().Select(Frame)],
            Retryable = code is ScriptErrorCodes.Exception,
        };
    }

    private static ScriptFrame Frame(JsonElement frame) =>
        new(Required(frame, "file"), frame.GetProperty("line").GetInt32(), Optional(frame, "function"));

    private static string Required(JsonElement holder, string name) =>
        holder.GetProperty(name).GetString() ?? throw new FormatException($"\"{name}\" is null.");

    /// <summary>A name that need not be there: scripts can give their errors any, or take it away.</summary>
    private static string? Optional(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;

    private static ScriptResult Exit(int code) =>
        code == 0
            ? new ScriptResult.Succeeded("null"u8.ToArray())
            : new ScriptResult.Failed(
                ScriptErrorCodes.ExitCode,
                string.Create(CultureInfo.InvariantCulture, $"The script ended with exit code {code}.")
            )
            {
                ExitCode = code,
                Retryable = true,
            };

    private static ScriptResult.Failed Killed(int signal) =>
        new ScriptResult.Failed(
            ScriptErrorCodes.Killed,
            signal == FileSizeSignal
                ? "The script was ended because it wrote a file larger than its limit."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"The script was ended by signal {signal} ({Signals.Name(signal)})."
                )
        )
        {
            Retryable = true,
        };

    private static ScriptResult.Failed Memory(ScriptCall call) =>
        new ScriptResult.Failed(
            ScriptErrorCodes.Memory,
            $"The script needed more than its {Megabytes(call.Limits.MemoryBytes)} of memory. Raise the limit, or work in smaller parts."
        )
        {
            Limit = ScriptLimit.Memory,
        };

    private static ScriptResult.Failed TooLarge(ScriptCall call, int size) =>
        new ScriptResult.Failed(
            ScriptErrorCodes.OutputTooLarge,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The output has {size:N0} bytes of JSON; the limit is {call.Limits.OutputBytes:N0}. Store it as a file, or return less."
            )
        );

    private static ScriptResult.Failed Late(string what, ScriptLimit limit) =>
        new ScriptResult.Failed(
            ScriptErrorCodes.Timeout,
            $"{what}, and was ended. Raise the limit, or work in smaller parts."
        )
        {
            Limit = limit,
        };

    private static ScriptResult.Failed Broken(string why) =>
        new ScriptResult.Failed(ScriptErrorCodes.RunnerFailed, $"The script's starter cannot be understood: {why}.")
        {
            Retryable = true,
        };

    private static string Seconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    private static string Megabytes(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024.0:#,0.##} MB");

    private static string Text(ReadOnlyMemory<byte> data) => Encoding.UTF8.GetString(data.Span);

    private static int Number(ReadOnlyMemory<byte> data) =>
        int.TryParse(Text(data), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? number
            : int.MaxValue;
}
