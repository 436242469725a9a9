namespace FlowFunctions.Flows.Text;

/// <summary>How a string is written, which decides where its characters stand in the text.</summary>
internal enum TextStyle
{
    /// <summary>Not a string, or one whose characters stand elsewhere.</summary>
    None,
    Json,
    DoubleQuoted,
    SingleQuoted,
    Plain,
    Block,
}

/// <summary>A value of a document with its place in the text.</summary>
internal sealed class TextNode(int start)
{
    /// <summary>Offset of the first character.</summary>
    public int Start => start;

    /// <summary>Offset of the property name, for the value of a property.</summary>
    public int? KeyStart { get; set; }

    public OrderedDictionary<string, TextNode>? Members { get; init; }

    public List<TextNode>? Items { get; init; }

    /// <summary>The value of a YAML string.</summary>
    public string? Text { get; init; }

    /// <summary>The JSON form of a YAML scalar that is no string.</summary>
    public string? Literal { get; init; }

    public TextStyle Style { get; init; }

    public TextNode? Child(string token) =>
        Members is not null ? Members.GetValueOrDefault(token)
        : Items is not null && JsonPointer.TryIndex(token, out int index) && index < Items.Count ? Items[index]
        : null;
}
