namespace FlowFunctions.Storage.Rows;

/// <summary>Texts of any length in columns that people read.</summary>
internal static class ColumnText
{
    // A column takes more, but whoever reads it does not.
    private const int MaxLength = 1_000;

    /// <summary>The text, or its beginning and an ellipsis.</summary>
    public static string? Cut(string? text) =>
        text is { Length: > MaxLength } ? string.Concat(text.AsSpan(0, MaxLength), "…") : text;
}
