using System.Globalization;
using System.Text.Json;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Runs;

/// <summary>Lines of a run's log: <c>2026-01-31T14:25:01.512Z warning payment#2: …</c></summary>
/// <param name="terminal">Where to.</param>
/// <param name="asJson">Whether each line is the server's JSON.</param>
internal sealed class LogText(Terminal terminal, bool asJson)
{
    public void Print(JsonElement line)
    {
        if (asJson)
        {
            terminal.Output.WriteLine(PlainText.Line(line.GetRawText()));
            return;
        }

        var level = PlainText.Line(line.Text("level") ?? "").PadRight(7);
        var hasColor = terminal.HasColor && terminal.IsOutputInteractive;
        var color = line.Text("level") switch
        {
            "error" or "stderr" => Ansi.Red,
            "warning" => Ansi.Yellow,
            _ => Ansi.Dim,
        };
        var text = PlainText.Line($"{Place(line)}{line.Text("message")}");
        terminal.Output.WriteLine($"{PlainText.Line(line.Text("at") ?? "-")} {level.Paint(color, hasColor)} {text}");
        if (line.Number("skipped") is { } skipped)
        {
            terminal.Error.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"({skipped} lines before this one were left out)")
            );
        }
    }

    private static string Place(JsonElement line) =>
        line.Text("step") is { } step
            ? line.Number("attempt") is > 1 and var attempt
                ? string.Create(CultureInfo.InvariantCulture, $"{step}#{attempt}: ")
                : $"{step}: "
            : "";
}
