using FlowFunctions.Cli.Terminals;
using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Cli.Run.Display;

/// <summary>A line that a step printed, as it is shown: nothing in it moves the cursor or clears the screen.</summary>
internal static class PrintedLine
{
    public static string Of(string place, string text) => $"{place} | {PlainText.Line(text)}";

    public static string ColorOf(ScriptLogLevel level) =>
        level switch
        {
            ScriptLogLevel.Error => Ansi.Red,
            ScriptLogLevel.Warning => Ansi.Yellow,
            _ => Ansi.Dim,
        };
}
