using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.RegularExpressions;

/// <summary>What a match adds to the list of its groups.</summary>
internal sealed record MatchDetails(int Index, string Input, Value Groups)
{
    public KeyValuePair<string, Value>[] Entries => [new("index", Index), new("input", Input), new("groups", Groups)];

    public bool TryGet(string name, out Value value)
    {
        value = name switch
        {
            "index" => Index,
            "input" => Input,
            _ => Groups,
        };
        return name is "index" or "input" or "groups";
    }
}
