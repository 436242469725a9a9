using System.Text.Json;

namespace FlowFunctions.Flows.Text;

/// <summary>API first; the body follows.</summary>
public sealed class TextDocument
{
    private TextDocument(JsonElement root) => Root = root;

    private readonly TextPosition start = new(1, 1);

    /// <summary>The value.</summary>
    public JsonElement Root { get; }

    /// <summary>Reads.</summary>
    public static TextDocument? Read(string text, TextFormat format, ICollection<TextProblem> problems) =>
        new(JsonElement.Parse(text));

    /// <summary>Position of the value.</summary>
    public TextPosition? Locate(string pointer) => start;

    /// <summary>Position of its property name.</summary>
    public TextPosition? LocateKey(string pointer) => start;

    /// <summary>Position of a character in a string.</summary>
    public TextPosition? Locate(string pointer, int offsetInString) => start;
}
