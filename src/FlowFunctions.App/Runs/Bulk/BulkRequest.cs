using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Runs.Rerun;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Bulk;

/// <summary>What to do with which runs.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Query">With which runs, and where to go on.</param>
/// <param name="Limit">With how many at most.</param>
/// <param name="DryRun">Whether to count them only.</param>
/// <param name="Reason">Why, for the records of the runs; or null.</param>
/// <param name="Rerun">For reruns: what to take over.</param>
internal sealed record BulkRequest(
    BulkAction Action,
    RunQuery Query,
    int Limit,
    bool DryRun,
    string? Reason,
    RerunRequest Rerun
)
{
    private const int MaxLimit = 1000;
    private const int DefaultLimit = 100;
    private const int MaxTextLength = 1000;
    private static readonly string[] Actions = ["cancel", "pause", "resume", "rerun", "delete"];

    /// <summary>Reads <c>{ action, query, limit?, dryRun?, all?, continuation?, reason?, rerun? }</c>.</summary>
    /// <exception cref="ProblemException">400: it is something else, or means all runs without saying so.</exception>
    public static BulkRequest Read(string workspace, JsonElement body)
    {
        var members = BodyMembers.Of(
            body,
            "action",
            "query",
            "limit",
            "dryRun",
            "all",
            "continuation",
            "reason",
            "rerun"
        );
        var action = (BulkAction)Array.IndexOf(Actions, members.Text("action", MaxTextLength));
        if (!Enum.IsDefined(action))
        {
            throw new ProblemException(
                Problem.BadRequest($"'action' says what to do: one of {string.Join(", ", Actions)}.")
            );
        }

        var filter = FilterOf(members.Any("query") ?? default);
        if (filter == new RunFilter() && !members.Flag("all"))
        {
            throw new ProblemException(
                Problem.BadRequest(
                    "'query' is empty, which means every run. Name a flow, a status or a time, or send \"all\": true.",
                    "Bulk.All"
                )
            );
        }

        var query = RunQueries.Of(workspace, filter) with
        {
            Continuation = members.Text("continuation", MaxTextLength),
        };
        return new BulkRequest(
            action,
            query,
            members.Number("limit", 1, MaxLimit, DefaultLimit),
            members.Flag("dryRun"),
            members.Text("reason", MaxTextLength),
            RerunRequest.Read(members.Any("rerun") ?? default)
        );
    }

    private static RunFilter FilterOf(JsonElement query)
    {
        var members = BodyMembers.Of(query, "flow", "status", "from", "to");
        return new RunFilter
        {
            Flow = members.Text("flow", MaxTextLength),
            Status = members.Text("status", MaxTextLength),
            From = members.Text("from", MaxTextLength),
            To = members.Text("to", MaxTextLength),
        };
    }
}

/// <summary>What is done with many runs.</summary>
internal enum BulkAction
{
    /// <summary>Open runs are told to stop.</summary>
    Cancel,

    /// <summary>Runs that go on start nothing new.</summary>
    Pause,

    /// <summary>Paused runs go on.</summary>
    Resume,

    /// <summary>Ended runs are run again.</summary>
    Rerun,

    /// <summary>Ended runs are deleted.</summary>
    Delete,
}
