using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FlowFunctions.App.Requests;

namespace FlowFunctions.App.Triggers.Control;

/// <summary>A trigger as callers see it.</summary>
/// <param name="Id">What it is called: its flow's id, a dot, its id in the flow.</param>
/// <param name="FlowId">Its flow.</param>
/// <param name="TriggerId">Its id in the flow.</param>
/// <param name="Type"><c>schedule</c>, <c>webhook</c> or <c>queue</c>.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Summary">When it starts runs, in a line.</param>
/// <param name="Version">The flow's version that it starts: the published one.</param>
/// <param name="Enabled">Whether that version has it switched on.</param>
/// <param name="FlowEnabled">Whether the flow's triggers are switched on.</param>
/// <param name="Paused">Whether somebody has paused it.</param>
/// <param name="Fires">Whether it starts runs: all three allow it.</param>
internal sealed record TriggerResource(
    string Id,
    string FlowId,
    string TriggerId,
    string Type,
    string? Name,
    string Summary,
    int Version,
    bool Enabled,
    bool FlowEnabled,
    bool Paused,
    bool Fires
)
{
    /// <summary>Where a webhook's requests go.</summary>
    public string? Url { get; init; }

    /// <summary>How a webhook's request proves who sent it: <c>none</c>, <c>apiKey</c>, <c>basic</c> or <c>hmac-sha256</c>.</summary>
    public string? Auth { get; init; }

    /// <summary>Since when it is paused.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Who has paused it.</summary>
    public string? PausedBy { get; init; }

    /// <summary>Why it is paused.</summary>
    public string? PauseReason { get; init; }

    /// <summary>When a schedule starts its next run; none when it does not fire, or not any more.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Why it cannot work as it should.</summary>
    public TriggerProblem? Problem { get; init; }

    /// <summary>How many runs it has started.</summary>
    public long Started { get; init; }

    /// <summary>How often what came started no run.</summary>
    public long Refused { get; init; }

    /// <summary>When it started its last run.</summary>
    public DateTimeOffset? LastFiredAt { get; init; }

    /// <summary>That run.</summary>
    public string? LastRunId { get; init; }

    /// <summary>Why no run was started when something came last that did not start one.</summary>
    public TriggerErrorResource? LastError { get; init; }
}

/// <summary>Why a trigger cannot work as it should.</summary>
/// <param name="Code">What programs read.</param>
/// <param name="Message">What to do, for people.</param>
internal sealed record TriggerProblem(string Code, string Message);

/// <summary>Why something that came started no run.</summary>
/// <param name="Code">What programs read.</param>
/// <param name="Message">For people.</param>
/// <param name="At">When.</param>
internal sealed record TriggerErrorResource(string Code, string Message, DateTimeOffset At);

/// <summary>A page of triggers.</summary>
/// <param name="Items">The triggers by id.</param>
/// <param name="Continuation">What the next page is asked for with; none after the last one.</param>
internal sealed record TriggerListResource(IReadOnlyList<TriggerResource> Items, string? Continuation);

/// <summary>Triggers on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeConverter)]
)]
[JsonSerializable(typeof(TriggerResource))]
[JsonSerializable(typeof(TriggerListResource))]
internal sealed partial class TriggerJson : JsonSerializerContext
{
    private static TriggerJson Wire => field ??= new(WireJson.Answers(Default.Options));

    /// <summary>An answer.</summary>
    public static IResult Answer<T>(T resource) =>
        TypedResults.Json(resource, (JsonTypeInfo<T>)Wire.GetTypeInfo(typeof(T))!);
}
