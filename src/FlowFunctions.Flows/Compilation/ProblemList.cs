using FlowFunctions.Flows.Schema;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Compilation;

/// <summary>Collects problems and finds their places in the text.</summary>
internal sealed class ProblemList(TextDocument? text)
{
    private readonly List<FlowProblem> _problems = [];

    public bool HasErrors => _problems.Exists(static problem => problem.Severity == ProblemSeverity.Error);

    /// <summary>Reports a value.</summary>
    public void Add(string code, string message, string pointer, ProblemSeverity severity = ProblemSeverity.Error) =>
        _problems.Add(new FlowProblem(code, message, pointer, severity, text?.Locate(pointer)));

    /// <summary>Reports a member by its name.</summary>
    public void AddAtKey(
        string code,
        string message,
        string pointer,
        ProblemSeverity severity = ProblemSeverity.Error
    ) =>
        _problems.Add(
            new FlowProblem(code, message, pointer, severity, text?.LocateKey(pointer) ?? text?.Locate(pointer))
        );

    /// <summary>Reports what a schema says of a value: at its name when that or what it lacks is wrong, else at the value.</summary>
    public void Add(string code, SchemaProblem problem, string pointer)
    {
        var message = FlowSchema.Describe(problem);
        if (problem.Keyword is "additionalProperties" or "required" or "propertyNames")
        {
            AddAtKey(code, message, pointer);
        }
        else
        {
            Add(code, message, pointer);
        }
    }

    /// <summary>Reports a character of a string.</summary>
    public void AddInString(string code, string message, string pointer, int offset) =>
        _problems.Add(new FlowProblem(code, message, pointer, ProblemSeverity.Error, text?.Locate(pointer, offset)));

    public void Add(TextProblem problem) =>
        _problems.Add(
            new FlowProblem(problem.Code, problem.Message, problem.Pointer, ProblemSeverity.Error, problem.Position)
        );

    /// <summary>
    /// The problems in order of position. Where something says more precisely what is wrong with a value, the schema's word on
    /// it is left out.
    /// </summary>
    public IReadOnlyList<FlowProblem> ToOrderedList()
    {
        var explained = _problems
            .Where(static problem => problem.Code != ProblemCodes.Schema)
            .Select(static problem => problem.Pointer)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. _problems
                .Where(problem => problem.Code != ProblemCodes.Schema || !explained.Contains(problem.Pointer))
                .OrderBy(static problem => problem.Position?.Line)
                .ThenBy(static problem => problem.Position?.Column),
        ];
    }
}
