using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.RegularExpressions;

internal sealed class RegExpValue(string source, string flags)
{
    public static RegExpValue Parse(string pattern, string flags, int position) => new(pattern, flags);

    public bool TryGet(string name, out Value value)
    {
        value = name switch
        {
            "source" => source,
            "flags" => flags,
            _ => default(Value),
        };
        return !value.IsUndefined;
    }

    public override string ToString() => $"/{source}/{flags}";
}
