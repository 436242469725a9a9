using System.Globalization;

namespace FlowFunctions.Cli.Run.Display;

/// <summary>Moments as people and programs read them; always UTC.</summary>
internal static class TimeText
{
    /// <summary><c>2026-01-31 14:25Z</c></summary>
    public static string Minutes(DateTimeOffset at) => Format(at, "yyyy-MM-dd HH:mm'Z'");

    /// <summary><c>2026-01-31 14:25:01Z</c></summary>
    public static string Seconds(DateTimeOffset at) => Format(at, "yyyy-MM-dd HH:mm:ss'Z'");

    /// <summary><c>2026-01-31T14:25:01.512Z</c> (ISO 8601)</summary>
    public static string Iso(DateTimeOffset at) => Format(at, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    private static string Format(DateTimeOffset at, string format) =>
        at.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
}
