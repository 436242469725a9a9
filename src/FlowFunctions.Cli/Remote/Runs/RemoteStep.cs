using System.Globalization;
using System.Text.Json;
using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Cli.Remote.Runs;

/// <summary>A step of a run as a server tells of it.</summary>
internal sealed record RemoteStep
{
    /// <summary>Its path in the run, such as <c>lines[17]/item</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Its state; <see cref="StepStatus.Pending"/> for one that only a newer program knows.</summary>
    public required StepStatus Status { get; init; }

    /// <summary>Its state as the server calls it.</summary>
    public required string StatusName { get; init; }

    public int Attempt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public RemoteError? Error { get; init; }

    /// <summary>What it waits for, or null.</summary>
    public StepWait? Wait { get; init; }

    /// <summary>Whether its result was taken over from an earlier run.</summary>
    public bool IsReused { get; init; }

    /// <summary>Whether somebody gave its result.</summary>
    public bool IsPinned { get; init; }

    /// <summary>Iterations in all, if it is a loop that knows them.</summary>
    public int? Total { get; init; }

    /// <summary>Iterations that have ended, if it is a loop.</summary>
    public int? Finished { get; init; }

    /// <summary>The runs that it called.</summary>
    public IReadOnlyList<string> ChildRunIds { get; init; } = [];

    /// <summary>When it changed last, as far as the server says.</summary>
    public DateTimeOffset? ChangedAt => EndedAt ?? StartedAt;

    /// <summary>Whether it has been reached and has not ended.</summary>
    public bool IsOpen => !Status.IsTerminal();

    public static RemoteStep Read(JsonElement json)
    {
        var name = json.Text("status") ?? "";
        var iterations = json.Member("iterations");
        return new()
        {
            Path = json.Text("path") ?? "",
            Status = Enum.TryParse<StepStatus>(name, out var status) ? status : StepStatus.Pending,
            StatusName = name,
            Attempt = json.Number("attempt") ?? 0,
            StartedAt = json.Time("startedAt"),
            EndedAt = json.Time("endedAt"),
            Error = RemoteError.Read(json.Member("error")),
            Wait = WaitOf(json.Member("waiting")),
            IsReused = json.Flag("reused") == true,
            IsPinned = json.Flag("pinned") == true,
            Total = iterations.Number("total"),
            Finished = iterations.Number("finished"),
            ChildRunIds =
            [
                .. json.Items("childRunIds")
                    .Where(static id => id.ValueKind == JsonValueKind.String)
                    .Select(static id => id.GetString()!),
            ],
        };
    }

    /// <summary>State, attempt, iterations, duration and what there is to say of its wait or error.</summary>
    public string Describe(DateTimeOffset now)
    {
        string?[] parts =
        [
            StatusName,
            IsPinned ? "pinned"
            : IsReused ? "reused"
            : null,
            Attempt > 1 ? string.Create(CultureInfo.InvariantCulture, $"attempt {Attempt}") : null,
            Iterations(),
            StartedAt is { } start && !IsReused ? DurationText.Of((EndedAt ?? now) - start) : null,
            Detail(now),
        ];
        return PlainText.Line(string.Join("  ", parts.Where(static part => part is { Length: > 0 })));
    }

    private string? Iterations() =>
        Finished is not { } finished ? null
        : Total is { } total ? string.Create(CultureInfo.InvariantCulture, $"each {finished}/{total}")
        : string.Create(CultureInfo.InvariantCulture, $"each {finished}");

    private string? Detail(DateTimeOffset now) =>
        Status switch
        {
            StepStatus.Waiting when Wait is { } wait => WaitText.Of(wait, now),
            StepStatus.Failed or StepStatus.TimedOut or StepStatus.Retrying when Error is { } error =>
                $"{error.Code}: {error.Message}",
            _ => null,
        };

    private static StepWait? WaitOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object
            ? new(
                json.Time("since") ?? default,
                json.Time("until"),
                json.Text("signal"),
                ChildRunId: null,
                json.Member("details") is { ValueKind: JsonValueKind.Object } details ? Payload.From(details) : null
            )
            : null;
}
