using System.Collections.Immutable;
using System.Text.Json;
using FlowFunctions.Flows.Documents;

namespace FlowFunctions.Flows.Triggers;

/// <summary>Something that starts a flow by itself.</summary>
public abstract record FlowTrigger
{
    /// <summary>The trigger's id.</summary>
    public required string Id { get; init; }

    /// <summary>What kind it is, as documents say it: <c>webhook</c>, <c>schedule</c> or <c>queue</c>.</summary>
    public abstract string Type { get; }

    /// <summary>JSON pointer of the trigger in its document.</summary>
    public required string Pointer { get; init; }

    /// <summary>Name for people, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Whether it starts runs.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Template of the run's input, or of kind Undefined.</summary>
    public JsonElement Input { get; init; }

    /// <summary>Reads the triggers of a document that was compiled.</summary>
    /// <param name="triggers">The member <c>triggers</c> of the document.</param>
    public static ImmutableArray<FlowTrigger> ReadAll(JsonElement triggers) =>
        new TriggerReader(new ValueReader([])).Read(triggers, "/triggers");
}

/// <summary>Starts a run for each request to a path.</summary>
public sealed record WebhookTrigger : FlowTrigger
{
    /// <inheritdoc/>
    public override string Type => "webhook";

    /// <summary>Path without a leading slash; <c>{name}</c> stands for a route parameter.</summary>
    public required string Path { get; init; }

    /// <summary>HTTP methods; <c>ANY</c> is all.</summary>
    public ImmutableArray<string> Methods { get; init; } = ["POST"];

    /// <summary>How a request proves who sent it, or null for no proof.</summary>
    public WebhookAuth? Auth { get; init; }

    /// <summary>Template of the delivery's id, or of kind Undefined when deliveries are not compared.</summary>
    public JsonElement DedupeKey { get; init; }

    /// <summary>How long a delivery's id is remembered.</summary>
    public TimeSpan DedupeTtl { get; init; } = TimeSpan.FromDays(1);

    /// <summary>When the caller is answered.</summary>
    public WebhookResponse Respond { get; init; }

    /// <summary>How long the caller is kept waiting at most.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>How a webhook's request proves who sent it.</summary>
/// <param name="Type">The way.</param>
/// <param name="Preset">Whose way of signing to expect: <c>generic</c>, <c>github</c>, <c>stripe</c> or <c>slack</c>.</param>
/// <param name="Header">The header that holds the key or signature, or null for the preset's.</param>
/// <param name="User">The user name of <see cref="WebhookAuthType.Basic"/>, or null.</param>
/// <param name="Secret">Name of the secret that holds the key or password.</param>
/// <param name="Tolerance">How far a signed timestamp may be from now, before or after.</param>
public sealed record WebhookAuth(
    WebhookAuthType Type,
    string Preset,
    string? Header,
    string? User,
    string Secret,
    TimeSpan Tolerance
)
{
    /// <summary>The header that holds the signed time of a <c>generic</c> signature in <see cref="Header"/>, or null when none is signed.</summary>
    public string? TimestampHeader { get; init; }
}

/// <summary>Ways to prove who sent a request.</summary>
public enum WebhookAuthType
{
    /// <summary>A key in a header.</summary>
    ApiKey,

    /// <summary>Basic authentication (RFC 7617).</summary>
    Basic,

    /// <summary>A signature of the body (RFC 2104 with SHA-256).</summary>
    HmacSha256,
}

/// <summary>When the caller of a webhook is answered.</summary>
public enum WebhookResponse
{
    /// <summary>At once, with 202.</summary>
    Accepted,

    /// <summary>With the run's output.</summary>
    WhenFinished,

    /// <summary>With what the first respond step says.</summary>
    ByStep,
}

/// <summary>Starts runs at times. Exactly one of <see cref="Cron"/> and <see cref="Every"/> is set.</summary>
public sealed record ScheduleTrigger : FlowTrigger
{
    /// <inheritdoc/>
    public override string Type => "schedule";

    /// <summary>The times as a cron expression, or null.</summary>
    public CronExpression? Cron { get; init; }

    /// <summary>The time between two runs, or null.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>IANA id of the time zone that <see cref="Cron"/> is read in.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>What happens to times that passed while nothing was running.</summary>
    public MissedTimes Missed { get; init; }

    /// <summary>What happens when the previous run of this trigger is still open.</summary>
    public RunOverlap Overlap { get; init; }

    /// <summary>Each run starts up to this much later.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>No run before this time, or null.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>No run at or after this time, or null.</summary>
    public DateTimeOffset? End { get; init; }
}

/// <summary>What happens to a schedule's times that passed while nothing was running.</summary>
public enum MissedTimes
{
    /// <summary>One run for all of them.</summary>
    RunOnce,

    /// <summary>No run.</summary>
    Skip,

    /// <summary>One run for each.</summary>
    RunAll,
}

/// <summary>What happens when the previous run of a schedule is still open.</summary>
public enum RunOverlap
{
    /// <summary>Another run starts beside it.</summary>
    Allow,

    /// <summary>No run for this time.</summary>
    Skip,

    /// <summary>The run waits.</summary>
    Queue,

    /// <summary>The previous run is cancelled.</summary>
    CancelPrevious,
}

/// <summary>Starts a run for each message of a queue.</summary>
public sealed record QueueTrigger : FlowTrigger
{
    /// <inheritdoc/>
    public override string Type => "queue";

    /// <summary>The queue's name.</summary>
    public required string Queue { get; init; }

    /// <summary>How a message's text is read.</summary>
    public MessageFormat Format { get; init; }

    /// <summary>How many messages are fetched at once; 1 to 32.</summary>
    public int Batch { get; init; } = 16;

    /// <summary>After so many failed tries a message goes to the poison queue; 1 to 100.</summary>
    public int MaxTries { get; init; } = 5;
}

/// <summary>How a message's text is read.</summary>
public enum MessageFormat
{
    /// <summary>As JSON.</summary>
    Json,

    /// <summary>As text.</summary>
    Text,

    /// <summary>As Base64 of bytes.</summary>
    Base64,
}
