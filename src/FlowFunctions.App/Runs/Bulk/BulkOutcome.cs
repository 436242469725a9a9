using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Read;

namespace FlowFunctions.App.Runs.Bulk;

/// <summary>What a bulk action has done so far. Thread-safe.</summary>
internal sealed class BulkOutcome
{
    private readonly Lock _gate = new();
    private readonly List<(string RunId, Problem Problem)> _failed = [];
    private int _done;

    /// <summary>Runs that the action fits.</summary>
    public int Matched { get; set; }

    /// <summary>Where a further request goes on; null when all runs have been looked at.</summary>
    public string? Continuation { get; set; }

    /// <summary>A run was dealt with.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="problem">Why it failed, or null.</param>
    public void Add(string runId, Problem? problem)
    {
        lock (_gate)
        {
            if (problem is null)
            {
                _done++;
            }
            else
            {
                _failed.Add((runId, problem));
            }
        }
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("matched", Matched);
        json.WriteNumber("done", _done);
        json.WriteStartArray("failed");
        foreach (var (runId, problem) in _failed)
        {
            json.WriteStartObject();
            json.WriteString("id", runId);
            json.WriteString("code", problem.Code);
            json.WriteString("message", problem.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        RunJson.WriteText(json, "continuation", Continuation);
        json.WriteEndObject();
    }
}
