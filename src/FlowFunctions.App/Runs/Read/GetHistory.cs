using System.Text.Json;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;

namespace FlowFunctions.App.Runs.Read;

/// <summary><c>GET /api/runs/{id}/history</c>: the events of a run as the machine saw them.</summary>
internal sealed class GetHistory(RunReader reader)
{
    public async Task<IResult> HandleAsync(string runId, HttpContext context, int? limit, string? continuation)
    {
        var size = PageSize.Of(limit);
        var first = ListSteps.Offset(continuation);
        var run = await reader.GetAsync(Workspace.Of(context), runId, context.RequestAborted);
        return new JsonResult<Page>(
            new([.. HistoryReader.Read(run.History)], first, size),
            static (json, page, _) => ListSteps.WritePage(json, page.Events, page.First, page.Size, Write)
        );
    }

    private static void Write(Utf8JsonWriter json, RunEvent runEvent) =>
        JsonSerializer.Serialize(json, runEvent, HistoryJson.Default.RunEvent);

    private sealed record Page(IReadOnlyList<RunEvent> Events, int First, int Size);
}
