using System.Diagnostics.Metrics;
using System.Text;

namespace FlowFunctions.App.Health.Metrics;

/// <summary>Names of instruments as Prometheus has them, by OpenTelemetry's rules (Prometheus and OpenMetrics compatibility).</summary>
internal static class MetricNames
{
    /// <summary>The name of an instrument's metric: legal characters only, with its unit, and <c>_total</c> for what only grows.</summary>
    public static string Of(string name, string? unit, MetricKind kind)
    {
        var result = Clean(name);
        var words = UnitOf(unit, kind);
        if (words.Length > 0 && !result.EndsWith(words, StringComparison.Ordinal))
        {
            result = $"{result}_{words}";
        }

        return kind == MetricKind.Counter && !result.EndsWith("_total", StringComparison.Ordinal)
            ? result + "_total"
            : result;
    }

    /// <summary>A label's name: other characters than letters, digits and <c>_</c> become <c>_</c>.</summary>
    public static string Clean(string name)
    {
        var clean = new StringBuilder(name.Length + 1);
        foreach (var letter in name)
        {
            var next = char.IsAsciiLetterOrDigit(letter) ? letter : '_';
            if (next != '_' || clean is not [.., '_'])
            {
                clean.Append(next);
            }
        }

        return clean is [>= '0' and <= '9', ..] ? $"_{clean}" : clean.ToString();
    }

    /// <summary>How an instrument is shown.</summary>
    public static MetricKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType();
        var kind = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>) ? MetricKind.Counter
            : kind == typeof(Histogram<>) ? MetricKind.Histogram
            : MetricKind.Gauge;
    }

    private static string UnitOf(string? unit, MetricKind kind)
    {
        // What stands in braces is a remark.
        if (string.IsNullOrEmpty(unit) || unit[0] == '{')
        {
            return "";
        }

        var slash = unit.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0)
        {
            return $"{Word(unit[..slash])}_per_{PerWord(unit[(slash + 1)..])}";
        }

        return unit == "1"
            ? kind == MetricKind.Gauge
                ? "ratio"
                : ""
            : Word(unit);
    }

    private static string Word(string unit) =>
        unit switch
        {
            "d" => "days",
            "h" => "hours",
            "min" => "minutes",
            "s" => "seconds",
            "ms" => "milliseconds",
            "us" => "microseconds",
            "ns" => "nanoseconds",
            "By" => "bytes",
            "KiBy" => "kibibytes",
            "MiBy" => "mebibytes",
            "KBy" => "kilobytes",
            "MBy" => "megabytes",
            "%" => "percent",
            _ => Clean(unit),
        };

    private static string PerWord(string unit) =>
        unit switch
        {
            "s" => "second",
            "m" => "minute",
            "h" => "hour",
            "d" => "day",
            _ => Clean(unit),
        };
}

/// <summary>How a metric is shown.</summary>
internal enum MetricKind
{
    /// <summary>Only grows.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Counts values by their size.</summary>
    Histogram,
}
