using FlowFunctions.App.Problems;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.App.Runs.Pins;

/// <summary>What is wrong with pins, with places in the body.</summary>
internal static class PinProblems
{
    /// <summary>Where a step's pin is in the body.</summary>
    public static string PointerOf(string step) => JsonPointer.Append("/pins", step);

    /// <summary>The problem of a request.</summary>
    public static Problem Of(IReadOnlyList<PinProblem> problems) =>
        Problem.BadRequest(
            problems is [var only]
                ? only.Message
                : "The run cannot be started with these pins. 'errors' names each place.",
            problems.Select(static problem => problem.Code).Distinct(StringComparer.Ordinal).ToList() is [var code]
                ? code
                : "Pin.Invalid"
        ) with
        {
            Errors =
            [
                .. problems.Select(static problem => new ProblemItem(
                    problem.Step is { } step ? PointerOf(step) : "/from",
                    problem.Code,
                    problem.Message
                )),
            ],
        };
}
