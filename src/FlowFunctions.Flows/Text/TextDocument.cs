using System.Text;
using System.Text.Json;

namespace FlowFunctions.Flows.Text;

/// <summary>A JSON or YAML document as a JSON value, which knows where in the text each part of it stands.</summary>
public sealed class TextDocument
{
    private const char ByteOrderMark = '\uFEFF';
    private readonly TextSource source;
    private readonly TextNode root;

    private TextDocument(TextSource source, TextNode root, JsonElement value) =>
        (this.source, this.root, Root) = (source, root, value);

    /// <summary>The value of the document. Where a property is set twice, the last one counts.</summary>
    public JsonElement Root { get; }

    /// <summary>
    /// Reads a text of at most 5 MB in UTF-8, with values nested at most 100 deep. A byte order mark is skipped.
    /// </summary>
    /// <param name="text">JSON with comments and trailing commas allowed, or YAML 1.2 with its core schema.</param>
    /// <param name="format">Which of the two it is.</param>
    /// <param name="problems">Receives everything wrong with the text, all of it where reading can go on.</param>
    /// <returns>
    /// The document, also when properties are set twice (code <c>Document.DuplicateKey</c>);
    /// <see langword="null"/> when it cannot be read.
    /// </returns>
    public static TextDocument? Read(string text, TextFormat format, ICollection<TextProblem> problems)
    {
        var source = new TextSource(text.TrimStart(ByteOrderMark), problems);
        if (Encoding.UTF8.GetByteCount(text) > TextSource.MaxBytes)
        {
            source.Report("TooLarge", $"The text is larger than {TextSource.MaxBytes >> 20} MB; split it up.", 0, "");
            return null;
        }
        if (JsonText.FindLoneSurrogate(source.Text) is >= 0 and var half)
        {
            source.Report("InvalidText", "The text holds half of a surrogate pair: it is not valid Unicode.", half, "");
            return null;
        }
        bool json = format == TextFormat.Json || format == TextFormat.Auto && LooksLikeJson(source.Text);
        var read = json ? new JsonSource(source).Read() : new YamlSource(source).Read();
        return read is var (node, value) ? new(source, node, value) : null;
    }

    /// <summary>Where the value at a JSON pointer starts, or the nearest value around it that exists.</summary>
    public TextPosition? Locate(string pointer) => source.Lines.Position(Find(pointer, out _).Start);

    /// <summary>
    /// Where the name of the property at a JSON pointer starts. An item of a list has no name: its value is meant.
    /// </summary>
    public TextPosition? LocateKey(string pointer)
    {
        var node = Find(pointer, out _);
        return source.Lines.Position(node.KeyStart ?? node.Start);
    }

    /// <summary>Where a character of the string at a JSON pointer stands in the text.</summary>
    /// <param name="pointer">JSON pointer (RFC 6901) of the string.</param>
    /// <param name="offsetInString">Offset in the string's value, in UTF-16 code units from 0; its end is allowed.</param>
    public TextPosition? Locate(string pointer, int offsetInString)
    {
        var node = Find(pointer, out bool exact);
        return source.Lines.Position(exact ? CharacterOffset.Find(source.Text, node, offsetInString) : node.Start);
    }

    private TextNode Find(string pointer, out bool exact)
    {
        var node = root;
        foreach (string token in JsonPointer.Tokens(pointer))
        {
            if (node.Child(token) is not { } child)
            {
                exact = false;
                return node;
            }
            node = child;
        }
        exact = true;
        return node;
    }

    private static bool LooksLikeJson(string text)
    {
        var start = text.AsSpan().TrimStart();
        return start.StartsWith("{") || start.StartsWith("[") || start.StartsWith("//") || start.StartsWith("/*");
    }
}
