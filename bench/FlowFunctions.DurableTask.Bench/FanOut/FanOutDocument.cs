using System.Globalization;

namespace FlowFunctions.DurableTask.Bench.FanOut;

/// <summary>The document of a flow whose steps are HTTP calls side by side.</summary>
internal static class FanOutDocument
{
    public const string FlowId = "bench-fan-out";

    public static string Write(int steps, string url)
    {
        var step = $$$$"""{"type":"http","with":{"url":"{{{{url}}}}","query":{"n":"{{ input.n }}"}}}""";
        var all = Enumerable
            .Range(0, steps)
            .Select(index => string.Create(CultureInfo.InvariantCulture, $"\"s{index}\":{step}"));
        return $"{{\"id\":\"{FlowId}\",\"steps\":{{{string.Join(',', all)}}}}}";
    }
}
