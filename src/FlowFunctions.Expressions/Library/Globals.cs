using System.Collections.Frozen;
using FlowFunctions.Expressions.Dates;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Library;

/// <summary>A global name: a function, a holder of members, or both.</summary>
internal sealed record Global(FunctionValue? Function, IReadOnlyDictionary<string, Value> Members);

/// <summary>The functions and constants that stand outside the scope.</summary>
internal static class Globals
{
    private static readonly FrozenDictionary<string, Global> All = new Dictionary<string, Global>
    {
        ["Array"] = new(null, Functions(ListFunctions.All)),
        ["Boolean"] = Function(ConversionFunctions.ToBoolean),
        ["Date"] = new(null, Functions(DateFunctions.All)),
        ["JSON"] = new(null, Functions(JsonFunctions.All)),
        ["Math"] = new(null, Functions(MathFunctions.All, MathFunctions.Constants)),
        ["Number"] = new(
            new BuiltinFunction(ConversionFunctions.ToNumber),
            Functions(ConversionFunctions.NumberMembers, ConversionFunctions.NumberConstants)
        ),
        ["Object"] = new(null, Functions(ObjectFunctions.All)),
        ["String"] = new(new BuiltinFunction(ConversionFunctions.ToText), Functions(ConversionFunctions.StringMembers)),
        ["base64"] = Function(FlowNames.Base64),
        ["base64Decode"] = Function(FlowNames.Base64Decode),
        ["decodeURI"] = Function(UriFunctions.DecodeUri),
        ["decodeURIComponent"] = Function(UriFunctions.DecodeUriComponent),
        ["encodeURI"] = Function(UriFunctions.EncodeUri),
        ["encodeURIComponent"] = Function(UriFunctions.EncodeUriComponent),
        ["hash"] = Function(FlowNames.Hash),
        ["isFinite"] = Function(ConversionFunctions.IsFinite),
        ["isNaN"] = Function(ConversionFunctions.IsNaN),
        ["isoTime"] = Function(DateFunctions.IsoTime),
        ["now"] = Function(FlowNames.Now),
        ["parseFloat"] = Function(ConversionFunctions.ParseFloat),
        ["parseInt"] = Function(ConversionFunctions.ParseInt),
        ["uuid"] = Function(FlowNames.Uuid),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Hints = new Dictionary<string, string>
    {
        ["new"] = "There is no 'new'. For times use now(), Date.parse(text) and isoTime(milliseconds).",
        ["this"] = "There is no 'this'. Name the value: input, steps.ID.output, item …",
        ["function"] = "Write an arrow function as the argument: x => x.name.",
        ["class"] = "There are no classes here.",
        ["delete"] = "Values do not change here. Leave a field out with (({ field, ...rest }) => rest)(value).",
        ["void"] = "Write undefined.",
        ["instanceof"] = "Use typeof, or Array.isArray.",
        ["await"] = "Nothing waits here. Use a step for what takes time.",
        ["if"] = "There are no statements. Write test ? a : b.",
        ["let"] = "There are no statements; write one expression.",
        ["const"] = "There are no statements; write one expression.",
        ["var"] = "There are no statements; write one expression.",
        ["return"] = "There are no statements; write one expression.",
        ["for"] = "There are no loops. Use map, filter or reduce.",
        ["while"] = "There are no loops. Use map, filter or reduce.",
        ["Intl"] = "Formats by language are not available. Use toFixed and isoTime.",
        ["Date.now"] = "Use Date.parse(now()), which a replay repeats.",
        ["Math.random"] = "Chance is not available, because a replay must repeat it. Use uuid() or hash().",
        ["process"] = "The host is out of reach. Environment values are in env.",
        ["require"] = "Modules are out of reach.",
        ["globalThis"] = "The host is out of reach.",
        ["console"] = "The host is out of reach.",
        ["eval"] = "Text cannot be run as code.",
        ["Function"] = "Text cannot be run as code.",
        ["btoa"] = "Use base64(text).",
        ["atob"] = "Use base64Decode(text).",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Names => All.Keys;

    public static Global? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>What to use in place of a name that people expect and that is left out on purpose.</summary>
    public static string? Hint(string name) =>
        Hints.TryGetValue(name, out var hint) ? $"'{name}' is not available. {hint}" : null;

    private static Global Function(Builtin body) =>
        new(new BuiltinFunction(body), FrozenDictionary<string, Value>.Empty);

    private static FrozenDictionary<string, Value> Functions(
        Dictionary<string, Builtin> functions,
        Dictionary<string, double>? constants = null
    )
    {
        var members = new Dictionary<string, Value>();
        foreach (var (name, body) in functions)
            members.Add(name, new BuiltinFunction(body));
        foreach (var (name, number) in constants ?? [])
            members.Add(name, number);
        return members.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
