using System.Globalization;
using System.Text;
using System.Text.Json;
using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Server;
using FlowFunctions.Flows.Documents;

namespace FlowFunctions.Cli.Remote.Runs;

/// <summary>The runs of a server.</summary>
/// <param name="server">The server.</param>
internal sealed class RemoteRuns(FlowServer server)
{
    private const int LongestPage = 200;
    private const string IdempotencyKey = "Idempotency-Key";

    /// <summary>A run with its first steps.</summary>
    public async Task<JsonElement> GetAsync(string id, CancellationToken cancellationToken) =>
        (await server.SendAsync(ServerRequest.Get(PathOf(id)), cancellationToken)).Body;

    /// <summary>A run with all of its steps.</summary>
    public async Task<RunView> ReadAsync(string id, CancellationToken cancellationToken) =>
        await ViewAsync(await GetAsync(id, cancellationToken), cancellationToken);

    /// <summary>A run with all of its steps, of which an answer has the first.</summary>
    public async Task<RunView> ViewAsync(JsonElement run, CancellationToken cancellationToken)
    {
        var view = new RunView(run);
        foreach (var step in await MoreStepsAsync(view.Run.Id, run, cancellationToken))
        {
            view.Take(step);
        }

        return view;
    }

    /// <summary>The steps that an answer had no room for.</summary>
    /// <param name="id">The run.</param>
    /// <param name="run">The answer.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<RemoteStep>> MoreStepsAsync(
        string id,
        JsonElement run,
        CancellationToken cancellationToken
    )
    {
        var more = new List<RemoteStep>();
        if (run.Text("stepsContinuation") is not { } rest)
        {
            return more;
        }

        var pages = Pages.ReadAsync(server, continuation => StepsPath(id, continuation ?? rest), cancellationToken);
        await foreach (var step in pages)
        {
            more.Add(RemoteStep.Read(step));
        }

        return more;
    }

    /// <summary>Lists runs, newest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> ListAsync(RunQuery query, CancellationToken cancellationToken)
    {
        var runs = new List<JsonElement>();
        var pages = Pages.ReadAsync(server, continuation => PathOf(query, continuation), cancellationToken);
        await foreach (var run in pages)
        {
            runs.Add(run);
            if (runs.Count == query.Limit)
            {
                break;
            }
        }

        return runs;
    }

    /// <summary>Starts a run. Whatever happens to the connection, it is started once.</summary>
    public async Task<JsonElement> StartAsync(StartRequest start, CancellationToken cancellationToken)
    {
        var path = ServerRequest.WithQuery(
            ServerRequest.PathOf("flows", start.Flow, "runs"),
            ("wait", WaitOf(start.Wait)),
            ("version", start.Version?.ToString(CultureInfo.InvariantCulture)),
            ("pinned", start.IsPinned ? "true" : null),
            ("callback", start.Callback),
            ("callbackSecret", start.CallbackSecret)
        );
        return (
            await server.SendAsync(
                new ServerRequest(HttpMethod.Post, path)
                {
                    Body = Encoding.UTF8.GetBytes(start.Input),
                    Headers = [(IdempotencyKey, start.IdempotencyKey ?? NewKey())],
                    IsRepeatable = true,
                    Wait = start.Wait,
                },
                cancellationToken
            )
        ).Body;
    }

    /// <summary>Starts a run that takes over what an ended one has done.</summary>
    /// <param name="id">The ended run.</param>
    /// <param name="json">What to take over.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<JsonElement> RerunAsync(string id, string json, CancellationToken cancellationToken) =>
        (
            await server.SendAsync(
                ServerRequest.Post(PathOf(id, "rerun"), json) with
                {
                    Headers = [(IdempotencyKey, NewKey())],
                    IsRepeatable = true,
                },
                cancellationToken
            )
        ).Body;

    /// <summary>Pauses, resumes, cancels or terminates a run.</summary>
    /// <param name="id">The run.</param>
    /// <param name="control">The word for it in addresses.</param>
    /// <param name="json">The reason, or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<JsonElement> ControlAsync(
        string id,
        string control,
        string? json,
        CancellationToken cancellationToken
    )
    {
        var request = ServerRequest.Post(PathOf(id, control), json) with { IsRepeatable = true };
        return (await server.SendAsync(request, cancellationToken)).Body;
    }

    /// <summary>Sends a signal, once.</summary>
    public async Task<JsonElement> SignalAsync(
        string id,
        string name,
        string json,
        CancellationToken cancellationToken
    ) => (await server.SendAsync(ServerRequest.Post(PathOf(id, "signals", name), json), cancellationToken)).Body;

    /// <summary>Deletes an ended run.</summary>
    public async Task DeleteAsync(string id, CancellationToken cancellationToken) =>
        await server.SendAsync(
            new ServerRequest(HttpMethod.Delete, PathOf(id)) { IsRepeatable = true },
            cancellationToken
        );

    /// <summary>The value itself where a server only says where it is found, because it is large.</summary>
    public async Task<JsonElement> ResolveAsync(string id, JsonElement value, CancellationToken cancellationToken) =>
        value.Member("$payload").Text("hash") is { } hash
            ? (await server.SendAsync(ServerRequest.Get(PathOf(id, "payloads", hash)), cancellationToken)).Body
            : value;

    /// <summary>The address of a run, or of something of it.</summary>
    public static string PathOf(string id, params IEnumerable<string> rest) =>
        ServerRequest.PathOf(["runs", id, .. rest]);

    private static string StepsPath(string id, string continuation) =>
        ServerRequest.WithQuery(PathOf(id, "steps"), ("limit", $"{LongestPage}"), ("continuation", continuation));

    private static string PathOf(RunQuery query, string? continuation) =>
        ServerRequest.WithQuery(
            ServerRequest.PathOf("runs"),
            ("flow", query.Flow),
            ("status", query.Status),
            ("from", query.From is { } from ? TimeText.Iso(from) : null),
            ("parent", query.Parent),
            ("limit", Math.Min(query.Limit, LongestPage).ToString(CultureInfo.InvariantCulture)),
            ("continuation", continuation)
        );

    private static string? WaitOf(TimeSpan wait) => wait > TimeSpan.Zero ? Duration.Format(wait) : null;

    private static string NewKey() => Guid.NewGuid().ToString("N");
}

/// <summary>Which runs are listed.</summary>
internal sealed record RunQuery
{
    public string? Flow { get; init; }

    public string? Status { get; init; }

    /// <summary>Runs that were accepted at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The run that called them.</summary>
    public string? Parent { get; init; }

    /// <summary>How many at most.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>What is started.</summary>
/// <param name="Flow">The flow's id.</param>
/// <param name="Input">The input, JSON.</param>
internal sealed record StartRequest(string Flow, string Input)
{
    /// <summary>The version, or null for the published one.</summary>
    public int? Version { get; init; }

    /// <summary>Whether its input is the body of a start with pins.</summary>
    public bool IsPinned { get; init; }

    /// <summary>Where its end is sent, or null.</summary>
    public string? Callback { get; init; }

    /// <summary>The secret that this is signed with, or null for the server's usual one.</summary>
    public string? CallbackSecret { get; init; }

    /// <summary>How long to wait for the end.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Two starts with the same key are one; null for a key of its own.</summary>
    public string? IdempotencyKey { get; init; }
}
