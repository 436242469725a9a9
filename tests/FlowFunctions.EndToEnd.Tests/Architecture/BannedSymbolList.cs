using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.EndToEnd.Tests.Architecture;

/// <summary>
/// The symbols that stay out of the run machine, in the notation of the analyzer: <c>T:</c> a type, <c>M:</c> a method, <c>P:</c> a
/// property, <c>N:</c> a namespace.
/// </summary>
internal sealed class BannedSymbolList
{
    public IReadOnlyList<string> Symbols { get; } =
    [
        .. File.ReadLines(Repository.PathOf("src", "FlowFunctions.Engine", "BannedSymbols.txt"))
            .Where(static line => line.Length > 0)
            .Select(static line => line.Split(';')[0]),
    ];

    /// <summary>The entry that bans a type or one of its methods, or null.</summary>
    /// <param name="type">The type's full name.</param>
    /// <param name="method">The method's name in metadata, or null for the type alone.</param>
    public string? Find(string type, string? method) =>
        Symbols.FirstOrDefault(symbol =>
            symbol[..2] switch
            {
                "N:" => type.StartsWith($"{symbol[2..]}.", StringComparison.Ordinal),
                "T:" => type == symbol[2..],
                "P:" => $"{type}.{method}" == Getter(symbol[2..]),
                _ => $"{type}.{method}" == symbol[2..].Split('(')[0],
            }
        );

    private static string Getter(string property)
    {
        var dot = property.LastIndexOf('.');
        return $"{property[..dot]}.get_{property[(dot + 1)..]}";
    }
}
