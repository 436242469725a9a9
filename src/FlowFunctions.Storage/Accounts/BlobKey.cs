namespace FlowFunctions.Storage.Accounts;

/// <summary>Parts of blob names from any text. A name is a path of a URL, in which <c>..</c> would lead out of a folder.</summary>
internal static class BlobKey
{
    /// <summary>One part between slashes.</summary>
    public static string Of(string text) =>
        text.AsSpan().ContainsAnyExcept('.')
            ? Uri.EscapeDataString(text)
            : text.Replace(".", "%2E", StringComparison.Ordinal);

    /// <summary>The text of a part.</summary>
    public static string Text(string part) => Uri.UnescapeDataString(part);
}
