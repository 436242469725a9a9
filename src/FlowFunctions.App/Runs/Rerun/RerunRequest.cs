using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;

namespace FlowFunctions.App.Runs.Rerun;

/// <summary>What a new run is to take over from an old one.</summary>
/// <param name="From">What is computed again.</param>
/// <param name="Step">The step to start from, for <see cref="RerunFrom.Step"/>.</param>
/// <param name="Newest">Whether the flow's published version is run rather than the one that ran then.</param>
/// <param name="Input">Another input, or null for the old one.</param>
internal sealed record RerunRequest(RerunFrom From, string? Step, bool Newest, JsonElement? Input)
{
    private const int MaxStepLength = 200;
    private const string Newer = "newest";
    private static readonly string[] Starts = ["start", "failed", "step"];

    /// <summary>Reads <c>{ from, step?, plan?, input? }</c>; without a body everything is computed again as it was.</summary>
    /// <exception cref="ProblemException">400: it is something else, or the members do not fit each other.</exception>
    public static RerunRequest Read(JsonElement body)
    {
        var members = BodyMembers.Of(body, "from", "step", "plan", "input");
        var from = (RerunFrom)Array.IndexOf(Starts, members.Word("from", Starts));
        var request = new RerunRequest(
            from,
            members.Text("step", MaxStepLength),
            members.Word("plan", "same", Newer) == Newer,
            InputOf(body)
        );
        return request switch
        {
            { From: RerunFrom.Step, Step: null } => throw Invalid(
                "Rerun.Step",
                "'from' is 'step'; name the top-level step in 'step'."
            ),
            { From: not RerunFrom.Step, Step: not null } => throw Invalid(
                "Rerun.Step",
                "'step' goes with 'from': 'step' only. Leave it out, or start from the step."
            ),
            { From: not RerunFrom.Start, Input: not null } => throw Invalid(
                "Rerun.Input",
                "Another 'input' goes with 'from': 'start' only, because results of the old input would be reused."
            ),
            _ => request,
        };
    }

    // A null is an input as any other value is.
    private static JsonElement? InputOf(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("input", out var input) ? input : null;

    private static ProblemException Invalid(string code, string detail) => new(Problem.BadRequest(detail, code));
}

/// <summary>What a rerun computes again, always with all that depends on it.</summary>
internal enum RerunFrom
{
    /// <summary>Everything.</summary>
    Start,

    /// <summary>What did not succeed.</summary>
    Failed,

    /// <summary>A step.</summary>
    Step,
}
