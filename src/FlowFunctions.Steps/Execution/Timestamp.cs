using System.Globalization;

namespace FlowFunctions.Steps.Execution;

/// <summary>Times as JavaScript's <c>toISOString</c> writes them: UTC with milliseconds (ECMA-262, 21.4.1.32).</summary>
internal static class Timestamp
{
    /// <summary>Writes a time.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
