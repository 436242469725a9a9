using System.Globalization;
using System.Text.Json;
using FlowFunctions.App.Engine;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Runs.Records;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Approvals;

/// <summary><c>GET /api/approvals</c>: the decisions that open runs wait for, those of the newest run first.</summary>
internal sealed class ListApprovals(IAskingRuns asking, IAppEngine engine, PayloadArchive payloads)
{
    public async Task<IResult> HandleAsync(HttpContext context, int? limit, string? continuation)
    {
        var size = PageSize.Of(limit);
        var (first, skip) = PlaceOf(continuation);
        var items = new List<ApprovalQuestion>();
        string? place = null;
        await foreach (var run in asking.FromAsync(Workspace.Of(context), first, context.RequestAborted))
        {
            var steps = await WaitingAsync(run, context.RequestAborted);
            var from = run.RunId == first ? skip : 0;
            var to = Math.Min(steps.Length, from + size - items.Count);
            for (var index = from; index < to; index++)
            {
                items.Add(await ApprovalQuestion.ReadAsync(run, steps[index], payloads, context.RequestAborted));
            }

            if (items.Count == size)
            {
                place = string.Create(CultureInfo.InvariantCulture, $"{run.RunId}:{to}");
                break;
            }
        }

        return new JsonResult<Page>(new(items, place), static (json, page, _) => Write(json, page));
    }

    private async ValueTask<ApprovalWait[]> WaitingAsync(RunHeader run, CancellationToken cancellationToken) =>
        await engine.QueryAsync(
            run.Workspace,
            run.RunId,
            static state =>
                state
                    .Steps.Where(static step => ApprovalQuestion.IsAsked(step.Plan.Type, step.Status, step.Wait))
                    .Select(static step => new ApprovalWait(step.Path, step.Attempt, step.StartedAt!.Value, step.Wait!))
                    .ToArray(),
            cancellationToken
        ) ?? [];

    /// <summary>A place names a run and how many of its questions were given out.</summary>
    private static (string? RunId, int Skip) PlaceOf(string? continuation)
    {
        if (string.IsNullOrEmpty(continuation))
        {
            return (null, 0);
        }

        var colon = continuation.LastIndexOf(':');
        return
            colon > 0
            && int.TryParse(
                continuation.AsSpan(colon + 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var skip
            )
            ? (continuation[..colon], skip)
            : throw new ProblemException(
                Problem.BadRequest("'continuation' is none of this list. Leave it out to begin again.")
            );
    }

    private static void Write(Utf8JsonWriter json, Page page)
    {
        json.WriteStartObject();
        json.WriteStartArray("items");
        foreach (var question in page.Items)
        {
            ApprovalJson.Write(json, question);
        }

        json.WriteEndArray();
        RunJson.WriteText(json, "continuation", page.Continuation);
        json.WriteEndObject();
    }

    private sealed record Page(IReadOnlyList<ApprovalQuestion> Items, string? Continuation);
}
