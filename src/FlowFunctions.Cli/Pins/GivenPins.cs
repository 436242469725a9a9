using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Cli.Pins;

/// <summary>What a command line pinned.</summary>
/// <param name="Pins">As <c>STEP=FILE</c> or <c>STEP:PORT=FILE</c>.</param>
/// <param name="From">The step to begin at, or null.</param>
internal sealed record GivenPins(IReadOnlyList<string> Pins, string? From)
{
    private static readonly Dictionary<string, StepView> NothingRecorded = [];

    /// <summary>Nothing is pinned.</summary>
    public static GivenPins None { get; } = new([], null);

    /// <summary>Whether there is nothing.</summary>
    public bool IsEmpty => Pins.Count == 0 && From is null;

    /// <summary>The seeds of a run on this machine.</summary>
    /// <exception cref="InvalidUseException">A file cannot be used, or the pins do not fit the flow.</exception>
    public async Task<ImmutableSortedDictionary<string, StepView>> SeedsAsync(
        Plan plan,
        IStepCatalog types,
        Terminal terminal
    )
    {
        var pins = new Dictionary<string, StepView>(StringComparer.Ordinal);
        foreach (var (step, port, output) in await ReadAsync(terminal))
        {
            pins[step] = new(StepStatus.Succeeded, Payload.From(output), Error: null, port);
        }

        var problems = new List<PinProblem>();
        var seeds = PinnedSeeds.Of(plan, types, pins, NothingRecorded, From, problems);
        return problems.Count == 0
            ? seeds
            : throw new InvalidUseException(
                string.Join('\n', problems.Select(static problem => $"{problem.Message} ({problem.Code})"))
            );
    }

    /// <summary>The body of a start on a server.</summary>
    /// <param name="input">The run's input; null for that of <paramref name="run"/>, or for none.</param>
    /// <param name="run">The run whose results are taken for what lies before, or null.</param>
    /// <param name="terminal">The terminal.</param>
    /// <exception cref="InvalidUseException">A file cannot be used.</exception>
    public async Task<string> BodyAsync(JsonElement? input, string? run, Terminal terminal)
    {
        var pins = await ReadAsync(terminal);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (input is { } given)
            {
                json.WritePropertyName("input");
                given.WriteTo(json);
            }

            WritePins(json, pins);
            WriteText(json, "from", From);
            WriteText(json, "runId", run);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WritePins(
        Utf8JsonWriter json,
        IReadOnlyList<(string Step, string? Port, JsonElement Output)> pins
    )
    {
        json.WriteStartObject("pins");
        foreach (var (step, port, output) in pins)
        {
            json.WriteStartObject(step);
            json.WritePropertyName("output");
            output.WriteTo(json);
            WriteText(json, "port", port);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private async Task<IReadOnlyList<(string Step, string? Port, JsonElement Output)>> ReadAsync(Terminal terminal)
    {
        var read = new OrderedDictionary<string, (string, string?, JsonElement)>(StringComparer.Ordinal);
        foreach (var pin in Pins)
        {
            var (name, file) = KeyValues.Split("--pin", pin);
            var colon = name.IndexOf(':', StringComparison.Ordinal);
            var (step, port) = colon < 0 ? (name, null) : (name[..colon], name[(colon + 1)..]);
            if (!read.TryAdd(step, (step, port, await JsonArgument.ReadAsync($"--pin {step}", $"@{file}", terminal))))
            {
                throw new InvalidUseException($"--pin names the step '{step}' twice. Remove one of the two.");
            }
        }

        return [.. read.Values];
    }
}
