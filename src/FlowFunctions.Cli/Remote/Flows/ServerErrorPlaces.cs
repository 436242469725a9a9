using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Cli.Remote.Flows;

/// <summary>Shows what a server finds wrong with a flow at its place in the file: <c>file:line:column: error CODE: message</c>.</summary>
internal static class ServerErrorPlaces
{
    public static void Print(TextWriter output, FlowFile file, ServerProblem problem)
    {
        output.WriteLine(PlainText.Line($"flow: {file.Path}: {problem.Detail}"));
        var document = TextDocument.Read(file.Text, TextFormat.Auto, []);
        foreach (var error in problem.Errors)
        {
            var place =
                error.Pointer.StartsWith('/') && document?.Locate(error.Pointer) is { } position
                    ? $"{file.Path}:{position.Line}:{position.Column}"
                    : file.Path;
            var hint = error.Hint is null ? "" : $" {error.Hint}";
            output.WriteLine(PlainText.Line($"{place}: error {error.Code}: {error.Message}{hint}"));
        }
    }
}
