using System.Text.Json;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Read;

/// <summary><c>GET /api/runs</c>: runs newest first, those in memory and those in the tables in one list.</summary>
internal sealed class ListRuns(RunList runs)
{
    public async Task<IResult> HandleAsync(HttpContext context, RunFilter filter)
    {
        var page = await runs.ReadAsync(RunQueries.Of(Workspace.Of(context), filter), context.RequestAborted);
        return new JsonResult<RunPage>(page, static (json, found, _) => Write(json, found));
    }

    private static void Write(Utf8JsonWriter json, RunPage page)
    {
        json.WriteStartObject();
        json.WriteStartArray("items");
        foreach (var run in page.Items)
        {
            RunJson.WriteSummary(json, run);
        }

        json.WriteEndArray();
        RunJson.WriteText(json, "continuation", page.Continuation);
        json.WriteEndObject();
    }
}
