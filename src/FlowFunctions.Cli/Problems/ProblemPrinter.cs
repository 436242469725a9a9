using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Flows.Compilation;

namespace FlowFunctions.Cli.Problems;

/// <summary>Prints what is wrong with flows as compilers do: <c>file:line:column: error CODE: message</c>.</summary>
/// <param name="output">Where to.</param>
/// <param name="showSource">Whether to show the line at fault with a caret under it.</param>
/// <param name="hasColor">Whether to use colours.</param>
internal sealed class ProblemPrinter(TextWriter output, bool showSource, bool hasColor)
{
    public void Print(FlowFile file)
    {
        var lines = showSource ? file.Text.ReplaceLineEndings("\n").Split('\n') : [];
        foreach (var problem in file.Result.Problems)
        {
            Print(file.Path, problem);
            if (problem.Position is { } position && position.Line <= lines.Length)
            {
                SourceLine.Print(output, lines[position.Line - 1], position.Column - 1, hasColor);
            }
        }
    }

    private void Print(string path, FlowProblem problem)
    {
        var place = problem.Position is { } position ? $"{path}:{position.Line}:{position.Column}" : path;
        var severity =
            problem.Severity == ProblemSeverity.Error
                ? "error".Paint(Ansi.Red, hasColor)
                : "warning".Paint(Ansi.Yellow, hasColor);
        output.WriteLine($"{place.Paint(Ansi.Bold, hasColor)}: {severity} {problem.Code}: {problem.Message}");
    }
}
