using System.Text;
using System.Text.Json;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Logs;

namespace FlowFunctions.App.Runs.Logs;

/// <summary><c>GET /api/runs/{id}/logs</c>: what happened in a run, line by line; with <c>follow</c> until it ends.</summary>
internal sealed class GetLogs(
    RunReader reader,
    LogStore stored,
    RunChanges changes,
    IHostApplicationLifetime lifetime,
    AppSettings settings
)
{
    private const string TextType = "text/plain";

    public async Task<IResult> HandleAsync(string runId, HttpContext context, LogFilter filter)
    {
        var accept = context.Request.Headers.Accept.ToString();
        var isText = accept.Contains(TextType, StringComparison.OrdinalIgnoreCase);
        var isStream = accept.Contains(FollowedLog.EventType, StringComparison.OrdinalIgnoreCase);
        var size = filter.Size(isText);
        var place = LogPlace.Parse(filter.After);
        var until = filter.End();
        var workspace = Workspace.Of(context);
        if (filter.Follow is true || isStream)
        {
            return await FollowAsync(workspace, runId, filter, place, isStream, context.RequestAborted);
        }

        var run = await reader.GetAsync(workspace, runId, context.RequestAborted);
        var log = new RunLog(reader, stored, filter, settings.TimeProvider) { Range = LogRange.For(place, size) };
        var lines = await log.ReadAsync(run, context.RequestAborted);
        lines = [.. lines.TakeWhile(line => line.At < until)];
        var first = place?.IndexIn(lines) ?? 0;
        var end = (int)Math.Min(lines.Count, (long)first + size);
        return isText
            ? TypedResults.Text(
                string.Concat(lines.Take(first..end).Select(static line => line.ToText())),
                TextType,
                Encoding.UTF8
            )
            : new JsonResult<Page>(new(lines, first, end), static (json, page, _) => Write(json, page));
    }

    private async Task<IResult> FollowAsync(
        string workspace,
        string runId,
        LogFilter filter,
        LogPlace? place,
        bool asEvents,
        CancellationToken cancellationToken
    )
    {
        if (!settings.HasStreams)
        {
            throw new ProblemException(NoStreams());
        }

        if (filter is not { Limit: null, Before: null })
        {
            throw new ProblemException(
                Problem.BadRequest(
                    "'limit' and 'before' do not go with 'follow': lines come until the run ends. Leave them out."
                )
            );
        }

        // A run that is not there is a problem, not an empty stream.
        await reader.GetAsync(workspace, runId, cancellationToken);
        return new FollowedLog(reader, changes, lifetime, settings.TimeProvider)
        {
            Workspace = workspace,
            RunId = runId,
            Log = new RunLog(reader, stored, filter, settings.TimeProvider),
            Place = place,
            AsEvents = asEvents,
        };
    }

    private static Problem NoStreams() =>
        new(
            StatusCodes.Status406NotAcceptable,
            "Logs.NoStreams",
            "The Azure Functions host sends answers whole, so a log cannot be followed. Ask page by page, with the 'continuation' of the last one as 'after'."
        );

    private static void Write(Utf8JsonWriter json, Page page)
    {
        json.WriteStartObject();
        json.WriteStartArray("items");
        for (var index = page.First; index < page.End; index++)
        {
            page.Lines[index].Write(json);
        }

        json.WriteEndArray();
        if (page.End < page.Lines.Count)
        {
            json.WriteString("continuation", LogPlace.Behind(page.Lines, page.End).ToString());
        }

        json.WriteEndObject();
    }

    private sealed record Page(IReadOnlyList<LogLine> Lines, int First, int End);
}
