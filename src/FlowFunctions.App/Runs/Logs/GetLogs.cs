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
        var isStream = accept.Contains(StreamedLog.EventType, StringComparison.OrdinalIgnoreCase);
        var size = filter.Size(isText || isStream);
        var place = LogPlace.Parse(filter.After);
        var until = filter.End();
        filter.CheckLevel();
        var isFollowed = filter.Follow ?? isStream;
        if (isFollowed)
        {
            CheckFollow(filter);
        }

        // A run or a step that is not there is a problem, not an empty stream.
        var workspace = Workspace.Of(context);
        var run = await reader.GetAsync(workspace, runId, context.RequestAborted);
        var log = new RunLog(reader, stored, filter, settings.TimeProvider) { Place = place, Until = until };
        await log.OpenAsync(run, context.RequestAborted);
        if (!isText && !isStream && !isFollowed)
        {
            var lines = await log.ReadAsync(run, context.RequestAborted).Take(size + 1).ToListAsync();
            return new JsonResult<Page>(new(lines, place, size), static (json, page, _) => Write(json, page));
        }

        return new StreamedLog(reader, changes, lifetime, settings.TimeProvider)
        {
            Workspace = workspace,
            RunId = runId,
            Log = log,
            Most = size,
            AsEvents = isStream,
            IsFollowed = isFollowed,
        };
    }

    private void CheckFollow(LogFilter filter)
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
        foreach (var line in page.Lines.Take(page.Size))
        {
            line.Write(json);
        }

        json.WriteEndArray();
        if (page.Lines.Count > page.Size)
        {
            json.WriteString("continuation", LogPlace.Behind(page.Lines[..page.Size], page.Place).ToString());
        }

        json.WriteEndObject();
    }

    /// <param name="Lines">The lines, and one more when more follow.</param>
    /// <param name="Place">Where it begins.</param>
    /// <param name="Size">How many lines it has at most.</param>
    private sealed record Page(List<LogLine> Lines, LogPlace? Place, int Size);
}
