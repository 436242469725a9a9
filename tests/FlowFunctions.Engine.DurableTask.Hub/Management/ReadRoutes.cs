using System.Globalization;
using System.Text.Json;
using FlowFunctions.Engine.DurableTask.Clients;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Engine.DurableTask.Hub.Management;

/// <summary>Shows instances.</summary>
internal sealed class ReadRoutes(TaskHub hub)
{
    private const string Continuation = "x-ms-continuation-token";

    /// <summary>202 while the instance runs, 200 when it has ended (500 if it failed and the caller wants that), 404 when there is none.</summary>
    public Task GetAsync(HttpContext http)
    {
        if (hub.Get(http.InstanceId()) is not { } state)
        {
            return http.AnswerAsync(StatusCodes.Status404NotFound);
        }

        var status = StatusCode(state.Status, http.Query("returnInternalServerErrorOnFailure"));
        if (status == StatusCodes.Status202Accepted)
        {
            http.Response.Headers.Location = http.Request.Path + http.Request.QueryString;
            http.Response.Headers.RetryAfter = "5";
        }

        return http.AnswerAsync(status, writer => Write(writer, state, http.Query("showInput")));
    }

    /// <summary>200 with a page of instances; the continuation is a header.</summary>
    public Task ListAsync(HttpContext http)
    {
        var page = hub.List(
            new InstanceQuery
            {
                Statuses = Statuses(http),
                CreatedFrom = Time(http.Query("createdTimeFrom")),
                CreatedTo = Time(http.Query("createdTimeTo")),
                IdPrefix = http.Query("instanceIdPrefix"),
                Limit = int.TryParse(http.Query("top"), CultureInfo.InvariantCulture, out var top) ? top : 100,
                Continuation = http.Request.Headers[Continuation] is [{ Length: > 0 } token] ? token : null,
            }
        );
        http.Response.Headers[Continuation] = page.Continuation ?? string.Empty;
        return http.AnswerAsync(StatusCodes.Status200OK, writer => Write(writer, page, http.Query("showInput")));
    }

    private static int StatusCode(InstanceStatus status, string? errorOnFailure) =>
        status switch
        {
            InstanceStatus.Failed when bool.TryParse(errorOnFailure, out var wanted) && wanted =>
                StatusCodes.Status500InternalServerError,
            InstanceStatus.Running
            or InstanceStatus.Pending
            or InstanceStatus.ContinuedAsNew
            or InstanceStatus.Suspended => StatusCodes.Status202Accepted,
            _ => StatusCodes.Status200OK,
        };

    private static InstanceStatus[] Statuses(HttpContext http) =>
        [
            .. http
                .Request.Query["runtimeStatus"]
                .SelectMany(static value => value!.Split(','))
                .Where(static name => Enum.TryParse<InstanceStatus>(name, out _))
                .Select(Enum.Parse<InstanceStatus>),
        ];

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    private void Write(Utf8JsonWriter writer, InstancePage page, string? showInput)
    {
        writer.WriteStartArray();
        foreach (var state in page.Instances)
        {
            Write(writer, state, showInput);
        }

        writer.WriteEndArray();
    }

    private void Write(Utf8JsonWriter writer, InstanceState state, string? showInput)
    {
        writer.WriteStartObject();
        writer.WriteString("name", state.Name);
        writer.WriteString("instanceId", state.InstanceId);
        writer.WriteString("runtimeStatus", state.Status.ToString());
        Write(writer, "input", showInput is "false" ? null : hub.Input(state.InstanceId));
        Write(writer, "customStatus", state.CustomStatus);
        Write(writer, "output", state.Output);
        writer.WriteString("createdTime", Seconds(state.CreatedAt));
        writer.WriteString("lastUpdatedTime", Seconds(state.LastUpdatedAt));
        writer.WriteEndObject();
    }

    /// <summary>What is JSON stands as such, other text as a string.</summary>
    private static void Write(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is null)
        {
            writer.WriteNull(name);
        }
        else if (HttpParts.IsJson(value))
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(value);
        }
        else
        {
            writer.WriteString(name, value);
        }
    }

    private static string Seconds(DateTimeOffset time) =>
        time.UtcDateTime.ToString("s", CultureInfo.InvariantCulture) + "Z";
}
