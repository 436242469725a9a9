using FlowFunctions.Engine.Embedded.Inspection;
using FlowFunctions.Engine.Embedded.Plans;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Cli.Journal;

/// <summary>The flows of open runs, as far as the plans beside the journal tell: a journal knows plans by their hashes only.</summary>
internal sealed class JournalFlows
{
    private readonly Dictionary<string, string> _flows = new(StringComparer.Ordinal);

    /// <summary>The id of the flow that a run is a run of, or null when its plan is not beside the journal.</summary>
    public string? Of(OpenRunInfo run) => _flows.GetValueOrDefault(run.PlanHash);

    public static async Task<JournalFlows> ReadAsync(string directory, IEnumerable<OpenRunInfo> runs)
    {
        var flows = new JournalFlows();
        var plans = new PlanDirectory(Path.Combine(Path.GetFullPath(directory), "..", "plans"));
        foreach (var hash in runs.Select(static run => run.PlanHash).Where(static hash => hash.Length > 0).Distinct())
        {
            if (await TryReadAsync(plans, hash) is { } flowId)
            {
                flows._flows.Add(hash, flowId);
            }
        }

        return flows;
    }

    private static async Task<string?> TryReadAsync(PlanDirectory plans, string hash)
    {
        try
        {
            return (await plans.GetAsync(hash, CancellationToken.None))?.FlowId;
        }
        catch (Exception exception)
            when (exception is PlanException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The journal is what is looked at; a plan that cannot be read is said by the engine.
            return null;
        }
    }
}
