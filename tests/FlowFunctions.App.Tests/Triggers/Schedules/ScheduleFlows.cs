using System.Text.Json;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Triggers.Schedules;

/// <summary>Flows with a schedule, and their runs.</summary>
internal static class ScheduleFlows
{
    /// <summary>A flow with the schedule <c>tick</c> whose runs end at once with what the schedule tells them.</summary>
    public static string Quick(string id, string schedule) =>
        Of(id, schedule, """{"a":{"type":"transform","with":{"value":"{{ trigger }}"}}}""");

    /// <summary>A flow with the schedule <c>tick</c> whose runs wait for the signal <c>go</c>.</summary>
    public static string Waiting(string id, string schedule) =>
        Of(id, schedule, """{"wait":{"type":"waitForSignal","with":{"name":"go"}}}""");

    /// <summary>The runs of a flow, newest first.</summary>
    public static async Task<IReadOnlyList<JsonElement>> RunsAsync(this HttpClient client, string flow)
    {
        var answer = await client.GetJsonAsync($"/api/runs?flow={flow}&limit=200");
        return [.. answer.Json.GetProperty("items").EnumerateArray()];
    }

    /// <summary>Waits until a flow has so many runs.</summary>
    public static async Task<IReadOnlyList<JsonElement>> UntilRunsAsync(this HttpClient client, string flow, int count)
    {
        await client.UntilAsync(
            $"/api/runs?flow={flow}&limit=200",
            answer => answer.Json.GetProperty("items").GetArrayLength() >= count
        );
        return await client.RunsAsync(flow);
    }

    /// <summary>What a run was told by its trigger, once it has ended.</summary>
    public static async Task<JsonElement> TriggerAsync(this HttpClient client, JsonElement run)
    {
        var id = run.GetProperty("id").GetString();
        var ended = await client.UntilAsync($"/api/runs/{id}", static answer => answer.Text("status") == "Succeeded");
        return ended.Json.GetProperty("output");
    }

    /// <summary>When the runs of a flow were due, newest first; of those with a status, or of all.</summary>
    public static async Task<List<DateTimeOffset>> DueAsync(this HttpClient client, string flow, string? status = null)
    {
        var due = new List<DateTimeOffset>();
        foreach (var run in await client.RunsAsync(flow))
        {
            if (status is null || run.GetProperty("status").GetString() == status)
            {
                due.Add((await client.TriggerAsync(run)).GetProperty("dueAt").GetDateTimeOffset());
            }
        }

        return due;
    }

    private static string Of(string id, string schedule, string steps) =>
        """{"id":"ID","output":"{{ trigger }}","triggers":{"tick":{"type":"schedule",SCHEDULE}},"steps":STEPS}"""
            .Replace("ID", id, StringComparison.Ordinal)
            .Replace("SCHEDULE", schedule, StringComparison.Ordinal)
            .Replace("STEPS", steps, StringComparison.Ordinal);
}
