using System.Text.Json;
using FlowFunctions.App.Engine;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.Engine.Explanations;

namespace FlowFunctions.App.Events.Feeds;

/// <summary>
/// What a run waits for, as far as it lasts: executions under way are told by the steps' own events, and a write to the disk is over
/// before anybody could read of it.
/// </summary>
internal sealed class WaitReasons(IAppEngine engine, TimeProvider time)
{
    private static readonly TimeSpan WriteTime = TimeSpan.FromSeconds(1);

    /// <summary>Asks the engine.</summary>
    public async ValueTask<WaitReason[]> FindAsync(string workspace, string runId)
    {
        try
        {
            var now = time.GetUtcNow();
            var explanation = await engine.ExplainAsync(workspace, runId);
            return explanation is null ? [] : [.. explanation.Reasons.Where(reason => Lasts(reason, now))];
        }
        catch (ObjectDisposedException)
        {
            // The app stops, and so do the streams.
            return [];
        }
    }

    /// <summary>Writes the data of a <c>waiting</c> event.</summary>
    public static void Write(Utf8JsonWriter json, WaitReason[] reasons)
    {
        json.WriteStartObject();
        RunJson.WriteReasons(json, reasons);
        json.WriteEndObject();
    }

    private static bool Lasts(WaitReason reason, DateTimeOffset now) =>
        reason.Kind switch
        {
            WaitKind.Execution => false,
            WaitKind.Journal => now - reason.Since > WriteTime,
            _ => true,
        };
}
