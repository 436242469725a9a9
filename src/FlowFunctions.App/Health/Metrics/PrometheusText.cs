using System.Globalization;
using System.Text;

namespace FlowFunctions.App.Health.Metrics;

/// <summary>Writes metrics in the Prometheus text exposition format, version 0.0.4.</summary>
internal sealed class PrometheusText
{
    /// <summary>The media type of the format.</summary>
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>The text of metrics.</summary>
    public static string Of(IEnumerable<Metric> metrics)
    {
        var text = new PrometheusText();
        foreach (var metric in metrics)
        {
            text.Write(metric);
        }

        return text._text.ToString();
    }

    private void Write(Metric metric)
    {
        var help = metric
            .Help.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
        _text.Append(CultureInfo.InvariantCulture, $"# HELP {metric.Name} {help}\n");
        _text.Append(CultureInfo.InvariantCulture, $"# TYPE {metric.Name} {TypeOf(metric.Kind)}\n");
        foreach (var (labels, series) in Sorted(metric))
        {
            if (metric.Kind == MetricKind.Histogram)
            {
                WriteHistogram(metric, labels, series);
            }
            else
            {
                WriteLine(metric.Name, labels, series.Read().Sum);
            }
        }
    }

    private void WriteHistogram(Metric metric, string labels, MetricSeries series)
    {
        var (sum, count, buckets) = series.Read();
        var below = 0L;
        for (var index = 0; index < metric.Bounds.Length; index++)
        {
            below += buckets[index];
            WriteLine(metric.Name + "_bucket", Join(labels, $"le=\"{Text(metric.Bounds[index])}\""), below);
        }

        WriteLine(metric.Name + "_bucket", Join(labels, "le=\"+Inf\""), count);
        WriteLine(metric.Name + "_sum", labels, sum);
        WriteLine(metric.Name + "_count", labels, count);
    }

    private void WriteLine(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0)
        {
            _text.Append('{').Append(labels).Append('}');
        }

        _text.Append(' ').Append(Text(value)).Append('\n');
    }

    private static IEnumerable<(string Labels, MetricSeries Series)> Sorted(Metric metric) =>
        metric
            .Series.Select(static series => (Labels: LabelsOf(series), Series: series))
            .OrderBy(static series => series.Labels, StringComparer.Ordinal);

    private static string LabelsOf(MetricSeries series) =>
        string.Join(
            ',',
            series.Labels.Select(static label => $"{MetricNames.Clean(label.Key)}=\"{Escape(label.Value)}\"")
        );

    private static string Escape(object? value) => (
            value is bool flag
                ? flag
                    ? "true"
                    : "false"
                : Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""
        ).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Join(string labels, string more) => labels.Length == 0 ? more : $"{labels},{more}";

    private static string TypeOf(MetricKind kind) =>
        kind switch
        {
            MetricKind.Counter => "counter",
            MetricKind.Histogram => "histogram",
            _ => "gauge",
        };

    private static string Text(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);
}
