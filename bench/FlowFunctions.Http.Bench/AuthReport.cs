using System.Globalization;

namespace FlowFunctions.Http.Bench;

/// <summary>What one way came to in one round.</summary>
/// <param name="PerSecond">Good answers a second.</param>
/// <param name="Microseconds">The app's processor time for a request.</param>
/// <param name="Errors">Other answers.</param>
internal sealed record AuthFigure(double PerSecond, double Microseconds, int Errors);

/// <summary>Compares each round with itself, and tells the medians of that.</summary>
/// <param name="operation">What was measured.</param>
internal sealed class AuthReport(string operation)
{
    private readonly Dictionary<string, List<AuthFigure>> _figures = new(StringComparer.Ordinal);

    /// <summary>A way has had its turn.</summary>
    public void Add(string way, AuthFigure figure)
    {
        if (!_figures.TryGetValue(way, out var figures))
        {
            _figures[way] = figures = [];
        }

        figures.Add(figure);
    }

    public void Print()
    {
        Console.WriteLine(
            $"{operation}: medians of {_figures["off"].Count} rounds, and in brackets from least to most"
        );
        foreach (var (way, figures) in _figures.OrderBy(static pair => pair.Key is "off" ? 0 : 1))
        {
            var times = way == "off" ? "" : $"; of the same round: {Compare(figures, _figures["off"])}";
            Console.WriteLine(
                $"  {way, -5} {Median(figures, Rate, "N0")} requests/s, {Median(figures, Cost, "N1")} us of processor time each{times}"
            );
        }

        static double Rate(AuthFigure figure) => figure.PerSecond;
        static double Cost(AuthFigure figure) => figure.Microseconds;
    }

    private static string Compare(List<AuthFigure> on, List<AuthFigure> off)
    {
        var pairs = on.Zip(off).ToList();
        return $"{Median(pairs, static pair => pair.First.PerSecond / pair.Second.PerSecond, "N3")} x the rate, "
            + $"{Median(pairs, static pair => pair.Second.Microseconds / pair.First.Microseconds, "N3")} x by processor time";
    }

    private static string Median<T>(List<T> all, Func<T, double> value, string format)
    {
        var sorted = all.Select(value).Order().ToArray();
        var median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return $"{Text(median)} ({Text(sorted[0])} to {Text(sorted[^1])})";

        string Text(double number) => number.ToString(format, CultureInfo.InvariantCulture);
    }
}
