using System.Text.Json;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Access.Audit;

/// <summary>The audit log as tests read it.</summary>
internal static class AuditApi
{
    /// <summary>All entries that a query finds, the newest first.</summary>
    public static async Task<JsonElement[]> AuditAsync(this HttpClient client, string query = "")
    {
        var entries = new List<JsonElement>();
        var more = "";
        do
        {
            var page = await client.GetJsonAsync($"/api/audit?pageSize=200{query}{more}");
            Assert.True(page.Response.IsSuccessStatusCode, page.Json.ToString());
            entries.AddRange(page.Json.GetProperty("entries").EnumerateArray());
            more = page.Json.TryGetProperty("continuationToken", out var token)
                ? $"&continuationToken={token.GetString()}"
                : null;
        } while (more is not null);

        return [.. entries];
    }

    /// <summary>A member of an entry as text.</summary>
    public static string Text(this JsonElement entry, string name) => entry.GetProperty(name).ToString();
}
