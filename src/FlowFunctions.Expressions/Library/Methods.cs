using System.Collections.Frozen;
using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Syntax;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Library;

internal delegate Value MethodBody(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments);

/// <summary>A method of a kind of value.</summary>
internal sealed class Method
{
    public Method(MethodBody body)
    {
        Body = body;
        Unbound = new UnboundMethod(this);
    }

    public MethodBody Body { get; }

    public FunctionValue Unbound { get; }
}

/// <summary>A method that was read and not called; without its receiver it cannot run.</summary>
internal sealed class UnboundMethod(Method method) : FunctionValue
{
    public Method Method => method;

    public override Value Call(EvaluationRun run, ReadOnlySpan<Value> arguments) =>
        throw run.Fail("A method cannot be passed without its value. Pass a function, such as x => x.trim().");
}

/// <summary>The methods of every kind of value.</summary>
internal static class Methods
{
    private static readonly FrozenDictionary<string, Method>[] ByKind = BuildTables();

    private static readonly FrozenDictionary<string, string> Hints = new Dictionary<string, string>
    {
        ["push"] = "Values do not change here. Use concat, or a list with spread: [...list, item].",
        ["unshift"] = "Values do not change here. Use a list with spread: [item, ...list].",
        ["pop"] = "Values do not change here. Use slice(0, -1), and at(-1) for the item.",
        ["shift"] = "Values do not change here. Use slice(1), and at(0) for the item.",
        ["splice"] = "Values do not change here. Use toSpliced, or slice and concat.",
        ["copyWithin"] = "Values do not change here. Use slice and concat.",
        ["localeCompare"] =
            "Order by language is not available. Compare with < and >, after toLowerCase() if case does not matter.",
        ["normalize"] = "Unicode normalisation is not available.",
        ["toLocaleString"] = "Formats by language are not available. Use toString, toFixed or isoTime.",
        ["toLocaleUpperCase"] = "Case by language is not available. Use toUpperCase.",
        ["toLocaleLowerCase"] = "Case by language is not available. Use toLowerCase.",
        ["bind"] = "Functions are not objects here. Write an arrow function.",
        ["call"] = "Functions are not objects here. Call the function directly.",
        ["apply"] = "Functions are not objects here. Call the function with spread: f(...list).",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Method? Find(ValueKind kind, string name) =>
        ByKind[(int)kind].TryGetValue(name, out var method) ? method : null;

    /// <summary>The method, unless the object has data of that name, which hides it.</summary>
    public static Method? Find(Value receiver, string name) =>
        receiver.Kind == ValueKind.Object && receiver.Object.TryGet(name, out _) ? null : Find(receiver.Kind, name);

    public static bool IsKnown(string name) => Array.Exists(ByKind, table => table.ContainsKey(name));

    public static string UnknownMessage(string name) =>
        Hints.TryGetValue(name, out var hint)
            ? $"There is no method '{name}'. {hint}"
            : $"There is no method '{name}'.{Spelling.Suggest(name, ByKind.SelectMany(table => table.Keys))}";

    private static FrozenDictionary<string, Method>[] BuildTables()
    {
        var tables = new FrozenDictionary<string, Method>[(int)ValueKind.Skipped + 1];
        Array.Fill(tables, FrozenDictionary<string, Method>.Empty);
        tables[(int)ValueKind.Boolean] = Table([]);
        tables[(int)ValueKind.Object] = Table([]);
        tables[(int)ValueKind.Number] = Table(NumberMethods.All);
        tables[(int)ValueKind.String] = Table([.. StringMethods.All, .. StringPatterns.All]);
        tables[(int)ValueKind.Array] = Table([.. ArrayMethods.All, .. ArrayCallbacks.All]);
        tables[(int)ValueKind.RegExp] = Table(RegExpMethods.All);
        return tables;
    }

    private static FrozenDictionary<string, Method> Table(IEnumerable<KeyValuePair<string, MethodBody>> own)
    {
        var bodies = new Dictionary<string, MethodBody>(StringComparer.Ordinal)
        {
            ["toString"] = (run, self, _) => Coerce.ToText(run, self),
            ["valueOf"] = (_, self, _) => self,
            ["hasOwnProperty"] = (run, self, arguments) => ObjectFunctions.HasOwn(run, self, arguments.At(0)),
        };
        foreach (var (name, body) in own)
            bodies[name] = body;
        return bodies.ToFrozenDictionary(pair => pair.Key, pair => new Method(pair.Value), StringComparer.Ordinal);
    }
}
