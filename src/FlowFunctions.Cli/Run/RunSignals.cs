using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Cli.Run;

/// <summary>The signals of <c>--signal</c>.</summary>
internal static class RunSignals
{
    /// <exception cref="InvalidUseException">One is not NAME=JSON.</exception>
    public static async Task<IReadOnlyList<(string Name, Payload Payload)>> ReadAsync(
        IEnumerable<string> arguments,
        Terminal terminal
    )
    {
        var signals = new List<(string, Payload)>();
        foreach (var argument in arguments)
        {
            var (name, json) = KeyValues.Split("--signal", argument);
            signals.Add((name, Payload.From(await JsonArgument.ReadAsync($"--signal {name}", json, terminal))));
        }

        return signals;
    }
}
