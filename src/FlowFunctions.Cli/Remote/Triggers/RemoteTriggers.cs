using System.Text.Json;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
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
    public Task<JsonElement> GetAsync(string id, CancellationToken cancellationToken) =>
        SendAsync(id, ServerRequest.Get(PathOf(id)), cancellationToken);

    /// <summary>A trigger that is a schedule.</summary>
    /// <exception cref="InvalidUseException">It is none.</exception>
    public async Task<JsonElement> GetScheduleAsync(string id, CancellationToken cancellationToken)
    {
        var trigger = await GetAsync(id, cancellationToken);
        return trigger.Text("type") is { } type and not "schedule"
            ? throw new InvalidUseException(PlainText.Line($"'{id}' is a {type}, not a schedule."))
            : trigger;
    }

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
        return await SendAsync(id, request, cancellationToken);
    }

    /// <summary>Starts a run as a trigger would. Whatever happens to the connection, it is started once.</summary>
    public async Task<JsonElement> FireAsync(FireRequest fire, CancellationToken cancellationToken)
    {
        var path = ServerRequest.WithQuery(
            PathOf(fire.Trigger, "fire"),
            ("wait", fire.Wait > TimeSpan.Zero ? Duration.Format(fire.Wait) : null),
            ("callback", fire.Callback),
            ("callbackSecret", fire.CallbackSecret)
        );
        var request = ServerRequest.Post(path, fire.ToJson()) with
        {
            Headers = [("Idempotency-Key", fire.IdempotencyKey ?? Guid.NewGuid().ToString("N"))],
            IsRepeatable = true,
            Wait = fire.Wait,
        };
        return await SendAsync(fire.Trigger, request, cancellationToken);
    }

    /// <summary>The next times of a schedule.</summary>
    public async Task<JsonElement> UpcomingAsync(
        string id,
        int count,
        string? from,
        CancellationToken cancellationToken
    ) =>
        await SendAsync(
            id,
            ServerRequest.Get(
                ServerRequest.WithQuery(
                    ServerRequest.PathOf("schedules", id, "upcoming"),
                    ("count", $"{count}"),
                    ("from", from)
                )
            ),
            cancellationToken
        );

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
        return await SendAsync(id, request, cancellationToken);
    }

    /// <summary>The messages of a queue that could not be used.</summary>
    public Task<JsonElement> ListPoisonAsync(string id, CancellationToken cancellationToken) =>
        SendAsync(id, ServerRequest.Get(PathOf(id, "poison")), cancellationToken);

    /// <summary>Puts messages that could not be used back, or deletes them.</summary>
    /// <param name="id">The trigger.</param>
    /// <param name="message">The message, or null for all.</param>
    /// <param name="isRetry">Whether to put them back.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<JsonElement> TakePoisonAsync(
        string id,
        string? message,
        bool isRetry,
        CancellationToken cancellationToken
    )
    {
        string[] place = message is null ? ["poison"] : ["poison", message];
        var request = isRetry
            ? ServerRequest.Post(PathOf(id, [.. place, "retry"]))
            : new ServerRequest(HttpMethod.Delete, PathOf(id, place));
        return SendAsync(id, request, cancellationToken);
    }

    /// <summary>Sends a request that names a trigger.</summary>
    /// <exception cref="ServerException">The server refuses it; where it has no such trigger, the message names the command that lists them.</exception>
    private async Task<JsonElement> SendAsync(string id, ServerRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return (await server.SendAsync(request, cancellationToken)).Body;
        }
        catch (ServerException exception) when (exception.Problem.Code is "Trigger.NotFound" or "Schedule.NotFound")
        {
            var detail =
                $"No published flow has a trigger '{id}'. 'flow triggers ls' lists those there are, as FLOW.TRIGGER.";
            throw new ServerException(exception.Problem with { Detail = detail });
        }
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

    /// <summary>Members of what the run sees as <c>trigger</c>; of kind Undefined for none.</summary>
    public JsonElement Members { get; init; }

    /// <summary>The run's input whatever the trigger says of it; of kind Undefined for what the trigger says.</summary>
    public JsonElement Input { get; init; }

    /// <summary>How long to wait for the end.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Two requests with the same key start one run; null for a key of its own.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Where the run's end is sent, or null.</summary>
    public string? Callback { get; init; }

    /// <summary>The secret that this is signed with, or null for the server's usual one.</summary>
    public string? CallbackSecret { get; init; }

    /// <summary>What is sent.</summary>
    public string ToJson() =>
        JsonOutput.Object(json =>
        {
            WriteTrigger(json);

            if (Input.ValueKind != JsonValueKind.Undefined)
            {
                json.WritePropertyName("input");
                Input.WriteTo(json);
            }
        });

    private IEnumerable<JsonProperty> MembersGiven =>
        Members.ValueKind == JsonValueKind.Object ? Members.EnumerateObject() : [];

    private void WriteTrigger(Utf8JsonWriter json)
    {
        json.WriteStartObject("trigger");
        var hasBody = Body.ValueKind != JsonValueKind.Undefined;
        foreach (var member in MembersGiven.Where(member => !(hasBody && member.Name == "body")))
        {
            member.WriteTo(json);
        }

        if (hasBody)
        {
            json.WritePropertyName("body");
            Body.WriteTo(json);
        }

        json.WriteEndObject();
    }
}
