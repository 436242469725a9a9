using FlowFunctions.Flows.Files;

namespace FlowFunctions.Flows.Compilation;

/// <summary>What a problem code means.</summary>
/// <param name="Code">The code.</param>
/// <param name="Severity">Whether a flow with the problem can run.</param>
/// <param name="Meaning">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
public sealed record ProblemDescription(string Code, ProblemSeverity Severity, string Meaning, string Remedy)
{
    internal static IReadOnlyList<ProblemDescription> All { get; } =
    [
        Error("Document.DuplicateKey", "A property is set twice in one object.", "Remove one of the two."),
        Error("Document.Empty", "The text holds no document.", "Write a flow, or check that the right file was given."),
        Error("Document.Syntax", "The text is neither JSON nor YAML.", "Correct the place that the message names."),
        Error("Document.TooDeep", "Values are nested too deep.", "Flatten the value, or split the flow."),
        Error("Document.TooLarge", "The text is too large.", "Move large values into files, or split the flow."),
        Error(
            ProblemCodes.BadCron,
            "A cron expression cannot be read, or names a day that never comes.",
            "Write five fields (minute, hour, day of month, month, day of week), six with the second first, or a macro such as `@daily`."
        ),
        Error(
            ProblemCodes.BadDuration,
            "A duration cannot be read, or is too short or too long.",
            "Write whole numbers with units, largest first (`1h30m`, `250ms`), or ISO 8601 without years and months (`PT1H30M`); at most `3650d`."
        ),
        Error(
            ProblemCodes.BadFilePath,
            "What a step names as a file is no path.",
            "Write the path in the flow's folder, with `/` between its parts: `score.py` or `lib/score.py`."
        ),
        Error(
            ProblemCodes.BadInputSchema,
            "The flow's `input` is not a JSON Schema.",
            "Correct the keyword that the message names; `input` is JSON Schema 2020-12."
        ),
        Error(
            ProblemCodes.BadQueue,
            "A trigger cannot read a queue of that name: it is reserved, or too long.",
            "Choose another name; the names that are reserved are in docs/queues.md."
        ),
        Error(
            ProblemCodes.BadTime,
            "A time cannot be read, or a schedule ends before it starts.",
            "Write the time with its offset, such as `2027-01-01T00:00:00Z`."
        ),
        Error(
            ProblemCodes.BadTimeZone,
            "There is no such time zone.",
            "Write an IANA name such as `Europe/Berlin` or `UTC`."
        ),
        Error(
            ProblemCodes.BodyMissing,
            "A loop has no body.",
            "Give it a `body` with the `steps` to run for each iteration."
        ),
        Error(
            ProblemCodes.BodyNotAllowed,
            "A step that is no loop has a body.",
            "Remove the `body`, or use a loop such as `foreach`."
        ),
        Error(
            ProblemCodes.ComputedStep,
            "An expression computes the id of the step it uses.",
            "Name the step: `steps.fetch` or `steps['fetch']`. Which steps an expression needs must be known before the run."
        ),
        Error(
            ProblemCodes.Cycle,
            "Edges lead back to where they came from; the message shows the path.",
            "Remove one of the edges. To repeat steps use a loop."
        ),
        Error(ProblemCodes.DuplicateEdge, "Two edges say the same.", "Remove one of them."),
        Error(
            ProblemCodes.DuplicateId,
            "Two steps have the same id; ids are unique over the whole flow, loop bodies included.",
            "Rename one of them."
        ),
        Error(
            ProblemCodes.EdgeBetweenScopes,
            "An edge leads into or out of the body of a loop.",
            "Lead the edge to or from the loop itself."
        ),
        Error(ProblemCodes.Expression, "An expression has a syntax error.", "Correct it at the place given."),
        Error(
            ProblemCodes.FileConflict,
            "The flow's folder has a file whose path is that of a folder with other files.",
            "Rename one of the two that the message names."
        ),
        Error(
            ProblemCodes.FileMissing,
            "A step names a file that the flow's folder does not have.",
            "Correct the path, or put the file there first; see [files](files.md)."
        ),
        Error(
            ProblemCodes.LanguageUnknown,
            "The flow or plan is written in a language version that this program does not know.",
            "Use a newer program."
        ),
        Error(
            ProblemCodes.NotInScope,
            "An expression uses a name that means nothing at its place, such as `item` outside of a loop.",
            "Use one of the names that the message lists."
        ),
        Error(
            ProblemCodes.NotUpstream,
            "An expression uses a step that does not come before it, or one inside of a loop from outside.",
            "Add an edge so that the step comes before, or use the output of the loop."
        ),
        Error(
            ProblemCodes.PortNotAllowed,
            "An edge for `failure` or `always` names a port.",
            "Remove the port: a step that failed has chosen none."
        ),
        Error(
            ProblemCodes.RetryNotAllowed,
            "A loop has a retry policy.",
            "Give the retry policy to the steps of its body."
        ),
        Error(
            ProblemCodes.Schema,
            "The document does not have the shape of `flow.schema.json`.",
            "Correct the property that the message names; see [the format](flow-format.md)."
        ),
        Error(
            ProblemCodes.SecretNotAllowed,
            "A secret is used where its value would be stored or shown.",
            "Use it in a field that takes secrets, such as an HTTP header."
        ),
        Error(
            ProblemCodes.TooDeep,
            $"Loops are nested more than {FlowLimits.LoopDepth} deep.",
            "Put the inner loop into a flow of its own and call it with a `subflow` step."
        ),
        Error(
            ProblemCodes.TooLarge,
            $"The flow has more than {FlowLimits.Steps} steps.",
            "Split it into subflows, or use loops."
        ),
        Error(
            ProblemCodes.TooManyFiles,
            $"The flow uses files, and its folder has more than {FileLimits.FlowFiles} of them or more than {FileLimits.FlowBytes / 1024 / 1024} MB.",
            "Remove what no step needs, or read large data at run time."
        ),
        Error(
            ProblemCodes.UnknownPort,
            "An edge names a port that the type of its source has not.",
            "Use one of the ports that the message lists."
        ),
        Error(
            ProblemCodes.UnknownStep,
            "An edge or expression names a step that does not exist.",
            "Correct the id; the message names a similar one where there is one."
        ),
        Error(ProblemCodes.UnknownType, "There is no such step type.", "Choose one of those that `flow types` lists."),
        new(
            ProblemCodes.UnreachableStep,
            ProblemSeverity.Warning,
            "A step can never run: only a cycle leads to it, or its join waits for edges that exclude one another.",
            "Change its `join` or its edges."
        ),
        Error(
            ProblemCodes.With,
            "A step's `with` does not fit what its type asks for.",
            "Correct the property that the message names; `flow types` documents each type."
        ),
    ];

    private static ProblemDescription Error(string code, string meaning, string remedy) =>
        new(code, ProblemSeverity.Error, meaning, remedy);
}
