using FlowFunctions.Cli.Pins;

namespace FlowFunctions.Cli.Run;

/// <summary>What <c>flow run</c> was told.</summary>
internal sealed record RunOptions
{
    /// <summary>The flow's file.</summary>
    public required string File { get; init; }

    /// <summary>The input as given, or null.</summary>
    public string? Input { get; init; }

    /// <summary>Values of <c>env</c>, as <c>NAME=VALUE</c>.</summary>
    public IReadOnlyList<string> Env { get; init; } = [];

    /// <summary>Signals to send at once, as <c>NAME=JSON</c>.</summary>
    public IReadOnlyList<string> Signals { get; init; } = [];

    /// <summary>Where journals are kept, or null for the default, where they are removed after the run's end.</summary>
    public string? Journal { get; init; }

    /// <summary>The run to go on with, or null to start one.</summary>
    public string? Resume { get; init; }

    /// <summary>The id of the run to start, or null for a new one.</summary>
    public string? RunId { get; init; }

    /// <summary>The results that are given rather than computed.</summary>
    public GivenPins Pins { get; init; } = GivenPins.None;

    /// <summary>Whether to print the run, not only its output.</summary>
    public bool Json { get; init; }

    /// <summary>Whether to say nothing but errors.</summary>
    public bool Quiet { get; init; }

    /// <summary>Whether the http step may only reach the public internet.</summary>
    public bool DenyPrivateNetwork { get; init; }
}
