using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Tests.Compilation;

/// <summary>A flow with one problem. The mark § stands before the character at which the problem must be reported.</summary>
public sealed record ProblemCase(string Code, string Pointer, string Says, string MarkedText)
{
    public string Text => MarkedText.Replace("§", "", StringComparison.Ordinal);

    public TextPosition Position
    {
        get
        {
            var before = MarkedText[..MarkedText.IndexOf('§', StringComparison.Ordinal)];
            var line = before.Split('\n');
            return new TextPosition(line.Length, line[^1].Length + 1);
        }
    }

    public override string ToString() => $"{Code} {Pointer}";
}
