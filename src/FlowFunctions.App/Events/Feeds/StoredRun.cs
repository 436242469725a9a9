using FlowFunctions.App.Runs.Read;
using FlowFunctions.Engine.Records;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Events.Feeds;

/// <summary>The events of a run that has ended: what it was, and that nothing follows.</summary>
internal static class StoredRun
{
    /// <summary>Makes them.</summary>
    public static IReadOnlyList<LiveEvent> Events(RunHeader header, RunView view, EventIds ids) =>
        [
            new(
                EventNames.Snapshot,
                EventJson.Of((header, view), static (json, run) => RunJson.Write(json, run.header, run.view, []))
            )
            {
                Number = ids.Next(),
            },
            EndOf(header, ids.Next()),
        ];

    /// <summary>The last event of a run.</summary>
    /// <param name="header">The run, ended.</param>
    /// <param name="number">Its number, unless a ring numbers it.</param>
    public static LiveEvent EndOf(RunHeader header, long number = 0) =>
        new(
            EventNames.End,
            EventJson.Of(
                header,
                static (json, run) =>
                {
                    json.WriteStartObject();
                    json.WriteString("status", run.Status.ToString());
                    json.WriteEndObject();
                }
            )
        )
        {
            Number = number,
        };
}
