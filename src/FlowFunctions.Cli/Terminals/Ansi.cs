namespace FlowFunctions.Cli.Terminals;

/// <summary>Control sequences (ECMA-48) as far as every terminal of today knows them.</summary>
internal static class Ansi
{
    public const string HideCursor = "\e[?25l";
    public const string ShowCursor = "\e[?25h";
    public const string EraseToLineEnd = "\e[K";
    public const string EraseToScreenEnd = "\e[J";

    /// <summary>Between these two a terminal shows nothing half drawn; one that does not know them ignores them.</summary>
    public const string BeginUpdate = "\e[?2026h";
    public const string EndUpdate = "\e[?2026l";

    public const string Red = "\e[31m";
    public const string Green = "\e[32m";
    public const string Yellow = "\e[33m";
    public const string Cyan = "\e[36m";
    public const string Dim = "\e[2m";
    public const string Bold = "\e[1m";
    public const string Reset = "\e[0m";

    /// <summary>To the start of the line so many lines further up.</summary>
    public static string Up(int lines) => lines == 0 ? "\r" : $"\e[{lines}F";

    /// <summary>A text in a colour, when colours are wanted.</summary>
    public static string Paint(this string text, string color, bool hasColor) => hasColor ? color + text + Reset : text;
}
