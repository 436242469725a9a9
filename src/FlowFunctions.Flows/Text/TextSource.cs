namespace FlowFunctions.Flows.Text;

/// <summary>A text that is being read, with its limits and where its problems go.</summary>
internal sealed class TextSource(string text, ICollection<TextProblem> problems)
{
    /// <summary>Longest text, in bytes of UTF-8.</summary>
    public const int MaxBytes = 5 * 1024 * 1024;

    /// <summary>Deepest nesting of objects and lists.</summary>
    public const int MaxDepth = 100;

    public string Text => text;

    public LineIndex Lines { get; } = new(text);

    public void Report(string code, string message, int offset, string pointer) =>
        problems.Add(new($"Document.{code}", message, Lines.Position(Math.Clamp(offset, 0, text.Length)), pointer));

    public void ReportDepth(int offset, string pointer) =>
        Report("TooDeep", $"Objects and lists must not nest more than {MaxDepth} deep.", offset, pointer);

    public void ReportDuplicate(string name, TextNode first, int offset, string pointer)
    {
        int line = Lines.Position(first.KeyStart ?? first.Start).Line;
        Report("DuplicateKey", $"'{name}' is already set on line {line}; remove one of the two.", offset, pointer);
    }
}
