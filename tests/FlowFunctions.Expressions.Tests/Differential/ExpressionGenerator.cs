using System.Globalization;

namespace FlowFunctions.Expressions.Tests.Differential;

/// <summary>Makes expressions of every kind of value from a seed; one part in twelve has a kind that does not fit.</summary>
internal sealed class ExpressionGenerator(int seed)
{
    private static readonly string[] Numbers =
    [
        "0",
        "1",
        "-1",
        "2",
        "3",
        "10",
        "0.5",
        "-0",
        "NaN",
        "Infinity",
        "1e21",
        "1e-7",
        "2**53",
        "255",
        "-2.5",
        "1.005",
        "4294967296",
        "input.n",
        "input.neg",
        "input.zero",
        "input.huge",
        "index",
        "run.attempt",
        "item.qty",
        "steps.fetch.output.body.total",
    ];

    private static readonly string[] Texts =
    [
        "''",
        "'a'",
        "'abc'",
        "'12'",
        "' 7 '",
        "'1e3'",
        "'Größe ß'",
        "'a,b,,c'",
        "'😀x'",
        "'\\ud83d'",
        "'a\\nb'",
        "'$1$&'",
        "'true'",
        "input.name",
        "input.text",
        "input.unicode",
        "input.digits",
        "input.empty",
        "env.API",
        "trigger.body.id",
        "input.date",
    ];

    private static readonly string[] Lists =
    [
        "[]",
        "[1, 2, 3]",
        "['b', 'a', 'C']",
        "[null, undefined, 0]",
        "[[1, 2], [3]]",
        "[NaN, -0, '']",
        "input.list",
        "input.words",
        "input.mixed",
        "input.items",
        "items",
        "steps.fetch.output.body.lines",
    ];

    private static readonly string[] Objects =
    [
        "({})",
        "({ a: 1, b: 'x' })",
        "({ 2: 'two', 1: 'one', z: null })",
        "input.map",
        "input.items[0]",
        "input.nothing",
        "item",
        "steps.failed",
    ];

    private static readonly string[] Others =
    [
        "null",
        "undefined",
        "true",
        "false",
        "input.nil",
        "input.missing",
        "input.yes",
    ];

    private static readonly string[] GlobalPatterns =
    [
        "/[a-c]+/g",
        "/\\d+/g",
        "/x|,/g",
        "/\\s/g",
        "/ß|o/gi",
        "/^.|.$/g",
    ];

    private static readonly string[] Patterns = [.. GlobalPatterns, "/a/", "/(\\w)(\\w)?/", "/(?<first>\\w)\\w*/"];

    private readonly Random _random = new(seed);

    public string Next() => Any(4);

    private string Any(int depth) =>
        _random.Next(7) switch
        {
            0 => Number(depth),
            1 => Text(depth),
            2 => Condition(depth),
            3 => List(depth),
            4 => Object(depth),
            5 => depth > 0 ? Mixed(depth - 1) : Pick(Others),
            _ => Pick(Others),
        };

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];

    private string Small() => _random.Next(-4, 12).ToString(CultureInfo.InvariantCulture);

    private bool Misfits() => _random.Next(12) == 0;

    private string Mixed(int depth) =>
        _random.Next(8) switch
        {
            0 => $"({Condition(depth)} ? {Any(depth)} : {Any(depth)})",
            1 => $"({Any(depth)} {Pick("&&", "||", "??")} {Any(depth)})",
            2 => $"{List(depth)}[{Number(depth)}]",
            3 => $"{Object(depth)}[{Text(depth)}]",
            4 => $"{Any(depth)}?.[{Any(depth)}]",
            5 => $"{List(depth)}.{Pick("find", "findLast")}({Callback(depth)})",
            6 =>
                $"{List(depth)}.{Pick("reduce", "reduceRight")}((a, b) => {Pick("a", "b", "a + b", "[a, b]", "a < b ? a : b")}, {Any(depth)})",
            _ => $"JSON.parse({Pick("JSON.stringify", "String")}({Any(depth)}))",
        };

    private string Number(int depth)
    {
        if (depth == 0)
            return Pick(Numbers);
        if (Misfits())
            return Any(depth - 1);
        depth--;
        return _random.Next(12) switch
        {
            0 or 1 => $"({Number(depth)} {Pick("+", "-", "*", "/", "%")} {Number(depth)})",
            2 => $"({Number(depth)} {Pick("&", "|", "^", "<<", ">>", ">>>")} {Number(depth)})",
            3 => $"({Pick("-", "+", "~", "- -")}{Any(depth)})",
            4 =>
                $"Math.{Pick("abs", "floor", "ceil", "round", "trunc", "sign", "sqrt", "fround", "clz32")}({Any(depth)})",
            5 => $"Math.{Pick("max", "min", "imul")}({Number(depth)}, {Any(depth)})",
            6 => $"{Pick("Number", "parseInt", "parseFloat")}({Any(depth)})",
            7 => $"parseInt({Text(depth)}, {Small()})",
            8 => $"{Pick(Text(depth), List(depth))}.length",
            9 => $"{Text(depth)}.{Pick("indexOf", "lastIndexOf", "charCodeAt", "codePointAt", "search")}({Any(depth)})",
            10 => $"{List(depth)}.{Pick("indexOf", "lastIndexOf")}({Any(depth)})",
            _ => Pick(Numbers),
        };
    }

    private string Text(int depth)
    {
        if (depth == 0)
            return Pick(Texts);
        if (Misfits())
            return Any(depth - 1);
        depth--;
        return _random.Next(13) switch
        {
            0 => $"({Text(depth)} + {Any(depth)})",
            1 => $"`<${{{Any(depth)}}}|${{{Any(depth)}}}>`",
            2 =>
                $"{Text(depth)}.{Pick("toUpperCase", "toLowerCase", "trim", "trimStart", "trimEnd", "toWellFormed", "toString")}()",
            3 => $"{Text(depth)}.{Pick("slice", "substring", "substr", "at", "charAt")}({Number(depth)}, {Small()})",
            4 => $"{Text(depth)}.{Pick("padStart", "padEnd")}({Small()}, {Text(depth)})",
            5 => $"{Text(depth)}.repeat({Small()})",
            6 =>
                $"{Text(depth)}.{Pick("replace", "replaceAll")}({Pick(Text(depth), Pick(Patterns))}, {Pick(Text(depth), "m => `[${m}]`", "(...all) => all.length")})",
            7 => $"String({Any(depth)})",
            8 => $"{List(depth)}.join({Pick("", Any(depth))})",
            9 => $"{Number(depth)}.{Pick("toFixed", "toPrecision", "toExponential")}({Pick("", Small())})",
            10 => $"{Number(depth)}.toString({Pick("", "2", "16", "36", "7", Small())})",
            11 => $"JSON.stringify({Any(depth)}{Pick("", ", null, 2", ", ['a', 'id']")})",
            _ => $"{Pick("encodeURIComponent", "typeof ", "hash")}({Text(depth)})",
        };
    }

    private string Condition(int depth)
    {
        if (depth == 0)
            return Pick("true", "false", "input.yes", "input.no");
        depth--;
        return _random.Next(8) switch
        {
            0 or 1 => $"({Any(depth)} {Pick("==", "!=", "===", "!==", "<", "<=", ">", ">=")} {Any(depth)})",
            2 => $"{Pick("!", "!!")}({Any(depth)})",
            3 => $"{Text(depth)}.{Pick("includes", "startsWith", "endsWith")}({Any(depth)})",
            4 => $"{List(depth)}.{Pick("some", "every")}({Callback(depth)})",
            5 => $"{List(depth)}.includes({Any(depth)})",
            6 => $"({Pick(Text(depth), Number(depth))} in {Pick(Object(depth), List(depth))})",
            _ =>
                $"{Pick("isNaN", "isFinite", "Boolean", "Array.isArray", "Number.isInteger", "Number.isSafeInteger")}({Any(depth)})",
        };
    }

    private string List(int depth)
    {
        if (depth == 0)
            return Pick(Lists);
        if (Misfits())
            return Any(depth - 1);
        depth--;
        return _random.Next(11) switch
        {
            0 => $"[{Any(depth)}, ...{List(depth)}]",
            1 or 2 => $"{List(depth)}.{Pick("map", "filter", "flatMap")}({Callback(depth)})",
            3 => $"{List(depth)}.{Pick("slice", "toSpliced", "with")}({Small()}, {Small()})",
            4 => $"{List(depth)}.concat({Any(depth)})",
            5 => $"{List(depth)}.{Pick("flat", "toReversed", "slice().reverse")}()",
            6 =>
                $"{List(depth)}.{Pick("slice().sort", "toSorted")}({Pick("", "(a, b) => a - b", "(a, b) => a < b ? 1 : a > b ? -1 : 0")})",
            7 => $"{Text(depth)}.split({Pick(Text(depth), Pick(Patterns))}{Pick("", ", 2")})",
            8 => $"Object.{Pick("keys", "values", "entries")}({Any(depth)})",
            9 => $"Array.from({Pick(Any(depth), "{ length: 3 }")}, {Callback(depth)})",
            _ => $"{Text(depth)}.match({Pick(GlobalPatterns)})",
        };
    }

    private string Object(int depth)
    {
        if (depth == 0)
            return Pick(Objects);
        if (Misfits())
            return Any(depth - 1);
        depth--;
        return _random.Next(5) switch
        {
            0 => $"({{ a: {Any(depth)}, [{Any(depth)}]: {Any(depth)} }})",
            1 => $"({{ ...{Any(depth)}, b: {Any(depth)} }})",
            2 => $"Object.fromEntries(Object.entries({Any(depth)}))",
            3 => $"(({{ a, ...rest }}) => rest)({Any(depth)})",
            _ => $"Object.assign({{}}, {Any(depth)})",
        };
    }

    private string Callback(int depth) =>
        Misfits()
            ? Any(depth)
            : Pick(
                "x => x",
                "x => !x",
                "x => x?.id",
                "x => x + 1",
                "x => [x]",
                "(x, i) => i % 2",
                "(x, i, all) => all.length - i",
                "x => typeof x",
                "({ length }) => length",
                "([first]) => first",
                "String",
                "Number",
                "Boolean",
                $"x => [x, {Any(Math.Min(depth, 1))}]"
            );
}
