using System.Text.Json;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Flows.Documents;

namespace FlowFunctions.Cli.Remote.Triggers;

/// <summary>The triggers of a server.</summary>
/// <param name="server">The server.</param>
internal sealed class RemoteTriggers(FlowServer server)
{
    private const int PageSize = 200;

    /// <summary>A thousand starts may take a while.</summary>
    private static readonly TimeSpan BackfillTime = TimeSpan.FromMinutes(2);

    /// <summary>The triggers of published flows by id; page by page.</summary>
    /// <param name="flow">Those of this flow, or null for all.</param>
    /// <param name="type">Those of this type, or null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public IAsyncEnumerable<JsonElement> ListAsync(string? flow, string? type, CancellationToken cancellationToken) =>
        Pages.ReadAsync(
            server,
            continuation =>
                ServerRequest.WithQuery(
                    ServerRequest.PathOf("triggers"),
                    ("flow", flow),
                    ("type", type),
                    ("limit", $"{PageSize}"),
                    ("continuation", continuation)
                ),
            cancellationToken
        );

    /// <summary>A trigger.</summary>
    public async Task<JsonElement> GetAsync(string id, CancellationToken cancellationToken) =>
        (await server.SendAsync(ServerRequest.Get(PathOf(id)), cancellationToken)).Body;

    /// <summary>Pauses or resumes a trigger.</summary>
    /// <param name="id">The trigger.</param>
    /// <param name="control">The word for it in addresses.</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<JsonElement> ControlAsync(
        string id,
        string control,
        string? reason,
        CancellationToken cancellationToken
    )
    {
        var request = ServerRequest.Post(PathOf(id, control), ReasonJson.Write(reason)) with { IsRepeatable = true };
        return (await server.SendAsync(request, cancellationToken)).Body;
    }

    /// <summary>Starts a run as a trigger would. Whatever happens to the connection, it is started once.</summary>
    public async Task<JsonElement> FireAsync(FireRequest fire, CancellationToken cancellationToken)
    {
        var path = ServerRequest.WithQuery(
            PathOf(fire.Trigger, "fire"),
            ("wait", fire.Wait > TimeSpan.Zero ? Duration.Format(fire.Wait) : null)
        );
        var request = ServerRequest.Post(path, fire.ToJson()) with
        {
            Headers = [("Idempotency-Key", fire.IdempotencyKey ?? Guid.NewGuid().ToString("N"))],
            IsRepeatable = true,
            Wait = fire.Wait,
        };
        return (await server.SendAsync(request, cancellationToken)).Body;
    }

    /// <summary>The next times of a schedule.</summary>
    public async Task<JsonElement> UpcomingAsync(
        string id,
        int count,
        string? from,
        CancellationToken cancellationToken
    ) =>
        (
            await server.SendAsync(
                ServerRequest.Get(
                    ServerRequest.WithQuery(
                        ServerRequest.PathOf("schedules", id, "upcoming"),
                        ("count", $"{count}"),
                        ("from", from)
                    )
                ),
                cancellationToken
            )
        ).Body;

    /// <summary>Starts the runs of a schedule's past; those that have begun are not started again, so it may be sent again.</summary>
    public async Task<JsonElement> BackfillAsync(
        string id,
        string from,
        string to,
        bool dryRun,
        CancellationToken cancellationToken
    )
    {
        var body = JsonOutput.Object(json =>
        {
            json.WriteString("from", from);
            json.WriteString("to", to);
            json.WriteBoolean("dryRun", dryRun);
        });
        var request = ServerRequest.Post(ServerRequest.PathOf("schedules", id, "backfill"), body) with
        {
            IsRepeatable = true,
            Wait = BackfillTime,
        };
        return (await server.SendAsync(request, cancellationToken)).Body;
    }

    private static string PathOf(string id, params IEnumerable<string> rest) =>
        ServerRequest.PathOf(["triggers", id, .. rest]);
}

/// <summary>A trigger that is fired by hand.</summary>
/// <param name="Trigger">The trigger.</param>
internal sealed record FireRequest(string Trigger)
{
    /// <summary>What the run sees as the body of the request or message; of kind Undefined for nothing.</summary>
    public JsonElement Body { get; init; }

    /// <summary>The run's input whatever the trigger says of it; of kind Undefined for what the trigger says.</summary>
    public JsonElement Input { get; init; }

    /// <summary>How long to wait for the end.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Two requests with the same key start one run; null for a key of its own.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>What is sent.</summary>
    public string ToJson() =>
        JsonOutput.Object(json =>
        {
            if (Body.ValueKind != JsonValueKind.Undefined)
            {
                json.WriteStartObject("trigger");
                json.WritePropertyName("body");
                Body.WriteTo(json);
                json.WriteEndObject();
            }

            if (Input.ValueKind != JsonValueKind.Undefined)
            {
                json.WritePropertyName("input");
                Input.WriteTo(json);
            }
        });
}
