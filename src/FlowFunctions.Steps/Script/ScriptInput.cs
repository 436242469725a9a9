using System.Text.Json;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Steps.Execution;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.Steps.Script;

/// <summary>Reads what a script is called with from an evaluated <c>with</c>.</summary>
internal static class ScriptInput
{
    private static readonly JsonElement NoLimits = JsonElement.Parse("{}");
    private const long Megabyte = 1024 * 1024;
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(1);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(5);

    /// <summary>What executes it.</summary>
    public static ScriptRuntime Runtime(JsonElement with) =>
        with.GetProperty("runtime").GetString() switch
        {
            "python" => ScriptRuntime.Python,
            "node" => ScriptRuntime.Node,
            _ => ScriptRuntime.Bash,
        };

    /// <summary>What it may reach.</summary>
    public static NetworkAccess Network(JsonElement with) =>
        with.OptionalText("network") == "outbound" ? NetworkAccess.Outbound : NetworkAccess.None;

    /// <summary>What it may use.</summary>
    /// <exception cref="StepFailedException">A time is out of range.</exception>
    public static ScriptLimits Limits(JsonElement with)
    {
        var standard = new ScriptLimits();
        var limits = with.TryGetProperty("limits", out var given) ? given : NoLimits;
        return standard with
        {
            Timeout = Positive(with.OptionalDuration("timeout") ?? DefaultTimeout, "/timeout"),
            CpuTime = limits.OptionalDuration("cpuTime") is { } cpu ? Positive(cpu, "/limits/cpuTime") : null,
            MemoryBytes = limits.Integer("memoryMb", (int)(standard.MemoryBytes / Megabyte)) * Megabyte,
            Processes = limits.Integer("processes", standard.Processes),
            FileBytes = limits.Integer("fileMb", (int)(standard.FileBytes / Megabyte)) * Megabyte,
        };
    }

    /// <summary>The environment variables: those of <c>env</c>, and over them the secrets.</summary>
    /// <exception cref="StepFailedException">A secret does not exist, or cannot be had now.</exception>
    public static async ValueTask<IReadOnlyDictionary<string, string>> VariablesAsync(
        JsonElement with,
        SecretValues secrets,
        CancellationToken cancellationToken
    )
    {
        var variables = await SecretsAsync(with, "secrets", secrets, cancellationToken);
        if (with.TryGetProperty("env", out var env))
        {
            foreach (var variable in env.EnumerateObject())
            {
                variables.TryAdd(variable.Name, variable.Value.ToText());
            }
        }

        return variables;
    }

    /// <summary>Secrets that a member of <c>with</c> names.</summary>
    /// <exception cref="StepFailedException">A secret does not exist, or cannot be had now.</exception>
    public static async ValueTask<Dictionary<string, string>> SecretsAsync(
        JsonElement with,
        string member,
        SecretValues secrets,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (with.TryGetProperty(member, out var names))
        {
            foreach (var name in names.EnumerateArray())
            {
                var text = name.GetString()!;
                found[text] = await secrets.LoadAsync(text, cancellationToken);
            }
        }

        return found;
    }

    /// <summary>The handler's <c>context</c>.</summary>
    public static ReadOnlyMemory<byte> Context(StepRequest request) =>
        PayloadWriter
            .Write(
                request,
                static (writer, request) =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("runId", request.RunId);
                    writer.WriteString("flow", request.FlowId);
                    writer.WriteString("step", request.Path);
                    writer.WriteNumber("attempt", request.Attempt);
                    writer.WriteString("idempotencyKey", request.Identity);
                    writer.WriteString("runStartedAt", Timestamp.Format(request.RunStartedAt));
                    writer.WriteEndObject();
                }
            )
            .Utf8;

    /// <summary>The input as JSON.</summary>
    public static ReadOnlyMemory<byte> Input(JsonElement with) =>
        with.TryGetProperty("input", out var input) ? Payload.From(input).Utf8 : Payload.Null.Utf8;

    private static TimeSpan Positive(TimeSpan time, string pointer) =>
        time > TimeSpan.Zero && time <= MaxTimeout
            ? time
            : throw StepFailedException.InvalidInput(pointer, "must be more than 0s and at most 1d.");
}
