namespace FlowFunctions.Cli.SignIn;

/// <summary>What may be sent after <c>Bearer</c> (RFC 6750, section 2.1): a token or an API key.</summary>
internal static class SentToken
{
    /// <summary>The environment variable for programs that sign in without anything stored.</summary>
    public const string Variable = "FLOW_TOKEN";

    private const int MaxLength = 16 * 1024;

    /// <summary>Whether a text can be sent in a header without becoming something else.</summary>
    public static bool IsToken(string text) =>
        text.Length is > 0 and <= MaxLength && text.All(static one => one is > ' ' and <= '~');

    /// <summary>A text that somebody gave.</summary>
    /// <param name="text">The text, which no message repeats.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <exception cref="InvalidUseException">It cannot be sent.</exception>
    public static string Checked(string text, string source) =>
        IsToken(text)
            ? text
            : throw new InvalidUseException(
                $"{source} is no token and no API key: those are one line of letters, digits and signs without spaces."
            );
}
