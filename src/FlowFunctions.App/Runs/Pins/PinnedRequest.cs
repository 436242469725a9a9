using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.App.Runs.Pins;

/// <summary>A run to be started with results that somebody pinned.</summary>
/// <param name="Input">Its input; null for the one of <paramref name="RunId"/>, or for an object without members.</param>
/// <param name="Trigger">What its expressions see as the trigger; null for the one of <paramref name="RunId"/>, or for that of the API.</param>
/// <param name="Pins">The results to take instead of executing steps.</param>
/// <param name="From">The step to begin at, or null.</param>
/// <param name="RunId">The run whose recorded results are taken for what lies before, or null.</param>
internal sealed record PinnedRequest(
    JsonElement? Input,
    JsonElement? Trigger,
    IReadOnlyDictionary<string, StepView> Pins,
    string? From,
    string? RunId
)
{
    /// <summary>What a step may give back at most: 5 MB.</summary>
    private const int MaxOutputBytes = 5 * 1024 * 1024;
    private const int MaxNameLength = 200;

    /// <summary>Reads <c>{ input?, trigger?, pins?, from?, runId? }</c>.</summary>
    /// <exception cref="ProblemException">400: it is something else.</exception>
    public static PinnedRequest Read(byte[] body)
    {
        var json = body.Length == 0 ? default : RequestBody.Parse(body);
        var members = BodyMembers.Of(json, "input", "trigger", "pins", "from", "runId");
        var request = new PinnedRequest(
            Given(json, "input"),
            members.Any("trigger"),
            PinsOf(members.Any("pins")),
            members.Text("from", MaxNameLength),
            members.Text("runId", MaxNameLength)
        );
        return request is { RunId: not null, From: null }
            ? throw Invalid(
                "/runId",
                "'runId' says where the results of what lies before 'from' are. Name that step, too, or POST /api/runs/{id}/rerun."
            )
            : request;
    }

    // A null is an input as any other value is.
    private static JsonElement? Given(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) ? value : null;

    private static Dictionary<string, StepView> PinsOf(JsonElement? pins)
    {
        var views = new Dictionary<string, StepView>(StringComparer.Ordinal);
        if (pins is not { } given)
        {
            return views;
        }

        if (given.ValueKind != JsonValueKind.Object)
        {
            throw Invalid("/pins", "'pins' is an object with a result for each step: {\"fetch\": {\"output\": …}}.");
        }

        foreach (var pin in given.EnumerateObject())
        {
            views[pin.Name] = View(pin.Value, PinProblems.PointerOf(pin.Name));
        }

        return views;
    }

    private static StepView View(JsonElement pin, string pointer)
    {
        string[] known = ["output", "port", "error"];
        if (pin.ValueKind != JsonValueKind.Object || pin.EnumerateObject().Any(it => !known.Contains(it.Name)))
        {
            throw Invalid(
                pointer,
                "A pin is {\"output\": …}, with the 'port' of a step that has some, or {\"error\": {\"code\": …, \"message\": …}}."
            );
        }

        var members = BodyMembers.Of(pin, known);
        var port = members.Text("port", MaxNameLength);
        return (Given(pin, "output"), members.Any("error")) switch
        {
            (null, { } error) when port is null => new(StepStatus.Failed, Output: null, Error(error)),
            (var output, null) => new(StepStatus.Succeeded, Output(output, pointer), Error: null, port),
            _ => throw Invalid(pointer, "A step that has failed has an 'error', and neither 'output' nor 'port'."),
        };
    }

    private static Payload Output(JsonElement? output, string pointer)
    {
        var payload = output is { } given ? Payload.From(given).Compact() : Payload.Null;
        return payload.Utf8.Length <= MaxOutputBytes
            ? payload
            : throw Invalid(
                $"{pointer}/output",
                $"The output has {payload.Utf8.Length} bytes; a step gives back {MaxOutputBytes} at most. Pin a smaller one.",
                "Pin.TooLarge"
            );
    }

    private static StepError Error(JsonElement error)
    {
        var members = BodyMembers.Of(error, "code", "message");
        return new()
        {
            Code = members.Text("code", MaxNameLength) ?? "Pinned",
            Message = members.Text("message", 10 * MaxNameLength) ?? "The failure was pinned.",
        };
    }

    private static ProblemException Invalid(string pointer, string message, string code = "Request.Invalid") =>
        new(Problem.BadRequestAt(pointer, message, code));
}
