using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Approvals;

/// <summary>Approvals as tests use them.</summary>
internal static class ApprovalApi
{
    /// <summary>Starts a run and waits until it asks.</summary>
    /// <returns>The run's id.</returns>
    public static async Task<string> AskAsync(this HttpClient client, string document)
    {
        var flow = await client.PublishAsync(document);
        var id = (await client.PostJsonAsync($"/api/flows/{flow}/runs")).Text("id");
        await client.UntilAskedAsync(id);
        return id;
    }

    /// <summary>Waits until a run asks.</summary>
    public static Task<Answer> UntilAskedAsync(this HttpClient client, string runId) =>
        client.UntilAsync(
            $"/api/runs/{runId}",
            static run =>
                run.Json.GetProperty("steps")
                    .EnumerateArray()
                    .Any(static step => step.GetProperty("status").GetString() == "Waiting")
        );

    /// <summary>Waits for a run's end.</summary>
    public static Task<Answer> UntilEndedAsync(this HttpClient client, string runId) =>
        client.UntilAsync($"/api/runs/{runId}", static run => run.Json.TryGetProperty("endedAt", out _));

    /// <summary>Asks for a link.</summary>
    /// <returns>Its path.</returns>
    public static async Task<string> LinkAsync(this HttpClient client, string runId, string step, string body = "")
    {
        var answer = await client.PostJsonAsync($"/api/runs/{runId}/approvals/{step}/link", body);
        return new Uri(answer.Text("url")).AbsolutePath;
    }

    /// <summary>Decides with a link, as a program.</summary>
    public static Task<Answer> DecideAsync(this HttpClient client, string link, string body) =>
        client.AskAsync(HttpMethod.Post, link, body, ("Accept", "application/json"));
}
