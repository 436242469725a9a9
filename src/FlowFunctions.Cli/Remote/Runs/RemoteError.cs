using System.Globalization;
using System.Text.Json;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Runs;

/// <summary>Why a run or a step did not succeed.</summary>
/// <param name="Code">What programs read.</param>
/// <param name="Message">For people.</param>
/// <param name="Step">The step's path, or null.</param>
/// <param name="Attempt">Which attempt, or null.</param>
internal sealed record RemoteError(string Code, string Message, string? Step, int? Attempt)
{
    public static RemoteError? Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object
            ? new(json.Text("code") ?? "", json.Text("message") ?? "", json.Text("step"), json.Number("attempt"))
            : null;

    /// <summary>The error in one line, with the step it comes from.</summary>
    public override string ToString() => Describe(said: null);

    /// <summary>The error in one line, without its code if that has been said.</summary>
    public string Describe(string? said)
    {
        var attempt = Attempt > 1 ? string.Create(CultureInfo.InvariantCulture, $" (attempt {Attempt})") : "";
        var step = Step is null ? "" : $"step {Step}{attempt}: ";
        var code = Code == said ? "" : $"{Code}: ";
        return PlainText.Line($"{step}{code}{Message}");
    }
}
