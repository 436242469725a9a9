using System.Text.Json;

namespace FlowFunctions.App.Steps;

/// <summary>A step to try and what its expressions see.</summary>
internal sealed record StepTestBody
{
    /// <summary>Its configuration, with expressions; <c>{}</c> by default.</summary>
    public JsonElement? With { get; init; }

    /// <summary>What <c>input</c> is; <c>{}</c> by default.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>What <c>trigger</c> is; null by default.</summary>
    public JsonElement? Trigger { get; init; }

    /// <summary>The steps before it, by id; null stands for one that has succeeded without an output.</summary>
    public IReadOnlyDictionary<string, GivenStep?>? Steps { get; init; }

    /// <summary>The flow whose files it uses; without one it has none.</summary>
    public string? Flow { get; init; }

    /// <summary>For a script: a file in a flow's folder, with its path in the workspace. The flow, the configuration's <c>file</c> (unless it has <c>code</c>) and <c>runtime</c> follow from it.</summary>
    public string? File { get; init; }

    /// <summary>How long it may take, such as <c>10s</c>: at most 60 s, by default 30 s; as a stream 5 minutes.</summary>
    public string? Timeout { get; init; }
}

/// <summary>How a step before the one to try has ended.</summary>
internal sealed record GivenStep
{
    /// <summary><c>Succeeded</c>, <c>Failed</c>, <c>TimedOut</c>, <c>Skipped</c> or <c>Cancelled</c>; by default as it has an error or not.</summary>
    public string? Status { get; init; }

    /// <summary>Its output.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>Its error.</summary>
    public GivenError? Error { get; init; }
}

/// <summary>Why a step before the one to try has failed.</summary>
internal sealed record GivenError
{
    /// <summary>Its code.</summary>
    public required string Code { get; init; }

    /// <summary>Its message.</summary>
    public string? Message { get; init; }
}

/// <summary>How a step that was tried has ended.</summary>
/// <param name="Status"><c>Succeeded</c>, <c>Failed</c> or <c>TimedOut</c>.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
internal sealed record StepTestResource(string Status, double DurationMs)
{
    /// <summary>Its output.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>The port that it chose.</summary>
    public string? Port { get; init; }

    /// <summary>Whether it would end the whole run.</summary>
    public bool? EndsRun { get; init; }

    /// <summary>Why it did not succeed.</summary>
    public StepTestError? Error { get; init; }

    /// <summary>What it printed.</summary>
    public IReadOnlyList<StepTestLine> Log { get; init; } = [];
}

/// <summary>A line that a step printed.</summary>
/// <param name="At">When.</param>
/// <param name="Level"><c>debug</c>, <c>info</c>, <c>warning</c> or <c>error</c>.</param>
/// <param name="Message">What it says.</param>
internal sealed record StepTestLine(DateTimeOffset At, string Level, string Message);

/// <summary>Why a step that was tried did not succeed.</summary>
/// <param name="Code">What programs read.</param>
/// <param name="Message">For people.</param>
/// <param name="Retryable">Whether another attempt may help.</param>
/// <param name="Details">More facts.</param>
internal sealed record StepTestError(string Code, string Message, bool Retryable, JsonElement? Details);
