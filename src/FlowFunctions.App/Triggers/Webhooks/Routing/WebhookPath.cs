using System.Collections.Immutable;

namespace FlowFunctions.App.Triggers.Webhooks.Routing;

/// <summary>The path of a webhook: literal segments, and route parameters that stand for one segment each.</summary>
internal sealed class WebhookPath
{
    private readonly ImmutableArray<string?> _literals;

    private WebhookPath(ImmutableArray<string?> literals, ImmutableArray<string> parameters) =>
        (_literals, Parameters) = (literals, parameters);

    /// <summary>For each segment its text, or null for a parameter.</summary>
    public ReadOnlySpan<string?> Literals => _literals.AsSpan();

    /// <summary>The names of the parameters, from left to right.</summary>
    public ImmutableArray<string> Parameters { get; }

    /// <summary>Reads a path as the schema of flows allows it.</summary>
    public static WebhookPath Parse(string path)
    {
        var segments = path.Split('/');
        return new(
            [.. segments.Select(static segment => IsParameter(segment) ? null : segment)],
            [.. segments.Where(IsParameter).Select(static segment => segment[1..^1])]
        );
    }

    /// <summary>
    /// Whether both have literals and parameters at the same places and the same literals: then the same requests fit both, and nothing
    /// but chance could choose. <c>orders/new</c> and <c>orders/{id}</c> do not: the literal wins.
    /// </summary>
    public bool IsSameAs(WebhookPath other) => Literals.SequenceEqual(other.Literals);

    private static bool IsParameter(string segment) => segment is ['{', .., '}'];
}
