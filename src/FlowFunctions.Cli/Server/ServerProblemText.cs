using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Server;

/// <summary>Says what a server refused; everything in it is the server's text.</summary>
internal static class ServerProblemText
{
    public static void Print(TextWriter output, ServerProblem problem)
    {
        var code = problem.Code.Length == 0 ? "" : $"{problem.Code}: ";
        output.WriteLine($"flow: {PlainText.Line(code + problem.Detail)}");
        foreach (var error in problem.Errors)
        {
            var place = error.Pointer.Length == 0 ? "" : $"{error.Pointer}: ";
            var advice = error.Hint is null ? "" : $" {error.Hint}";
            output.WriteLine($"  {PlainText.Line($"{place}{error.Message}{advice} ({error.Code})")}");
        }

        if (problem.Hint is { } hint)
        {
            output.WriteLine(PlainText.Line(hint));
        }

        if (problem.RetryAfter is { } after && after > TimeSpan.Zero)
        {
            output.WriteLine($"Try again in {Math.Ceiling(after.TotalSeconds):0} s.");
        }
    }
}
