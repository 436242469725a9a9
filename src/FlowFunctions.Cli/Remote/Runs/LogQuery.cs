using System.Globalization;
using FlowFunctions.Cli.Server;

namespace FlowFunctions.Cli.Remote.Runs;

/// <summary>Which lines of a run's log are asked for.</summary>
/// <param name="RunId">The run.</param>
internal sealed record LogQuery(string RunId)
{
    public string? Step { get; init; }

    public int? Attempt { get; init; }

    public string? After { get; init; }

    public string? Before { get; init; }

    /// <summary>Lines of this level and above.</summary>
    public string? Level { get; init; }

    /// <summary>Whether to go on until the run ends.</summary>
    public bool Follow { get; init; }

    /// <summary>All lines so far, or until the run ends.</summary>
    public string Path =>
        ServerRequest.WithQuery(
            RemoteRuns.PathOf(RunId, "logs"),
            [
                ("step", Step),
                ("attempt", Attempt?.ToString(CultureInfo.InvariantCulture)),
                ("level", Level),
                ("after", After),
                ("before", Before),
                ("follow", Follow ? "true" : "false"),
            ]
        );
}
