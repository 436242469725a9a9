using System.Globalization;
using FlowFunctions.Cli.Server;

namespace FlowFunctions.Cli.Remote.Runs;

/// <summary>Which lines of a run's log are asked for.</summary>
/// <param name="RunId">The run.</param>
internal sealed record LogQuery(string RunId)
{
    private const string PageSize = "1000";

    public string? Step { get; init; }

    public int? Attempt { get; init; }

    public string? After { get; init; }

    public string? Before { get; init; }

    /// <summary>All lines until the run ends.</summary>
    public string FollowPath => PathWith(("after", After), ("before", Before), ("follow", "true"));

    /// <summary>A page of lines.</summary>
    /// <param name="continuation">The page before tells it; null for the first one.</param>
    public string PagePath(string? continuation) =>
        PathWith(("after", continuation ?? After), ("before", Before), ("limit", PageSize));

    private string PathWith(params (string Name, string? Value)[] range) =>
        ServerRequest.WithQuery(
            RemoteRuns.PathOf(RunId, "logs"),
            [("step", Step), ("attempt", Attempt?.ToString(CultureInfo.InvariantCulture)), .. range]
        );
}
