using FlowFunctions.Cli.Run;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Files;

/// <summary>Says that a flow goes on with files as they were, and how to change that.</summary>
internal static class OutdatedFlowText
{
    /// <param name="flow">The flow and its version, or null when there is none.</param>
    /// <param name="terminal">Where to say it.</param>
    public static void Print((string Id, int Version)? flow, Terminal terminal)
    {
        if (flow is { Id: var id, Version: var version })
        {
            terminal.Error.WriteLine(
                PlainText.Line(
                    $"Version {version} of flow '{id}' goes on with the files that it was saved with; 'flow publish {Invocation.Quote(id)}' makes one with these."
                )
            );
        }
    }
}
