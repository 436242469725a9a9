namespace FlowFunctions.Secrets.Masking;

/// <summary>Capital and small letters of ASCII as one: programs write host names small, and names of variables large.</summary>
internal static class AsciiCase
{
    private const int Small = 0x20;

    /// <summary>The small letter of a capital one; anything else as it is.</summary>
    public static char Fold(char character) =>
        char.IsAsciiLetterUpper(character) ? (char)(character | Small) : character;

    /// <summary>A text with small letters.</summary>
    public static string Fold(string text) =>
        string.Create(
            text.Length,
            text,
            static (folded, text) =>
            {
                for (var i = 0; i < folded.Length; i++)
                {
                    folded[i] = Fold(text[i]);
                }
            }
        );
}
