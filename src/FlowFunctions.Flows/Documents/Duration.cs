using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FlowFunctions.Flows.Documents;

/// <summary>
/// Lengths of time as flows write them: <c>250ms</c>, <c>30s</c>, <c>1h30m</c>, or ISO 8601 (<c>PT1H30M</c>), in whole
/// milliseconds. Years and months are refused since they have no fixed length.
/// </summary>
public static partial class Duration
{
    private static readonly (string Unit, long Milliseconds)[] Units =
    [
        ("d", 86_400_000),
        ("h", 3_600_000),
        ("m", 60_000),
        ("s", 1_000),
        ("ms", 1),
    ];

    /// <summary>The longest duration, 3650 days.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(3650);

    /// <summary>Reads a duration.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The duration, zero to <see cref="Longest"/>.</param>
    /// <param name="problem">What is wrong and what to write instead.</param>
    public static bool TryParse(string text, out TimeSpan value, [NotNullWhen(false)] out string? problem)
    {
        value = default;
        var match = text.StartsWith('P') ? Iso8601().Match(text) : Short().Match(text);
        if (!match.Success)
        {
            problem =
                $"'{text}' is not a duration. Write whole numbers with the units d, h, m, s and ms, largest first, such as 1h30m or 250ms.";
            return false;
        }

        var milliseconds = 7.0 * Units[0].Milliseconds * Part(match, "w");
        foreach (var (unit, length) in Units)
        {
            milliseconds += length * Part(match, unit);
        }

        if (milliseconds > Longest.TotalMilliseconds)
        {
            problem = $"'{text}' is longer than the longest duration, {Format(Longest)}.";
            return false;
        }

        value = TimeSpan.FromMilliseconds((long)Math.Round(milliseconds));
        problem = null;
        return true;
    }

    /// <summary>The canonical text: the largest units that fit, such as <c>1h30m</c>; <c>0s</c> for none.</summary>
    public static string Format(TimeSpan value)
    {
        var rest = value.Ticks / TimeSpan.TicksPerMillisecond;
        var text = new StringBuilder();
        foreach (var (unit, length) in Units)
        {
            if (rest >= length)
            {
                text.Append(CultureInfo.InvariantCulture, $"{rest / length}{unit}");
                rest %= length;
            }
        }

        return text.Length == 0 ? "0s" : text.ToString();
    }

    private static double Part(Match match, string unit) =>
        match.Groups[unit] is { Success: true } group ? double.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        @"^(?=.)((?<d>[0-9]{1,15})d)?((?<h>[0-9]{1,15})h)?((?<m>[0-9]{1,15})m)?((?<s>[0-9]{1,15})s)?((?<ms>[0-9]{1,15})ms)?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant
    )]
    private static partial Regex Short();

    [GeneratedRegex(
        @"^P(?=.)((?<w>[0-9]{1,15})W)?((?<d>[0-9]{1,15})D)?(T(?=.)((?<h>[0-9]{1,15})H)?((?<m>[0-9]{1,15})M)?((?<s>[0-9]{1,15}(\.[0-9]{1,3})?)S)?)?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant
    )]
    private static partial Regex Iso8601();
}
