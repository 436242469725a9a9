using System.CommandLine;

namespace FlowFunctions.Cli.Pins;

/// <summary>The options of a run in which results are given rather than computed.</summary>
internal sealed class PinOptions
{
    /// <summary><c>--pin</c></summary>
    public Option<string[]> Pin { get; } =
        new("--pin")
        {
            HelpName = "STEP[:PORT]=FILE",
            Description =
                "Take the JSON in FILE as the step's output instead of executing it; with PORT where the step chooses one. May be repeated.",
        };

    /// <summary><c>--from</c></summary>
    public Option<string?> From { get; } =
        new("--from")
        {
            HelpName = "STEP",
            Description = "Execute only this step and what follows; what leads to it has to be pinned.",
        };

    /// <summary>What was given.</summary>
    public GivenPins Read(ParseResult parsed) => new(parsed.GetValue(Pin) ?? [], parsed.GetValue(From));
}
