using System.Diagnostics;
using System.Text.Json;
using Xunit.Abstractions;

namespace FlowFunctions.Expressions.Tests;

/// <summary>
/// Each of these ends in an error: by a limit on steps, depth, size or time. Alone each takes below 100 ms; the bound here only tells an
/// end from a hang; how long each takes is written to the output.
/// </summary>
public sealed class HostileInputTests(ITestOutputHelper output)
{
    private const string Numbers = "Array.from({ length: 100000 }, (_, i) => i)";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private static readonly ExpressionScope Scope = new()
    {
        // The limits that count work must do, not the clock.
        Limits = new ExpressionLimits { MaxTime = TimeSpan.FromMinutes(1) },
        Input = JsonElement.Parse(
            $$"""{"big":"{{new string('a', 1_000_000)}}","list":[{{string.Join(',', Enumerable.Range(0, 100_000))}}]}"""
        ),
    };

    public static TheoryData<string, string> Expressions { get; } =
        new()
        {
            { "parentheses", new string('(', 10_000) + "1" + new string(')', 10_000) },
            { "lists", new string('[', 10_000) + new string(']', 10_000) },
            { "objects", string.Concat(Enumerable.Repeat("({a:", 10_000)) },
            { "signs", string.Concat(Enumerable.Repeat("- ", 10_000)) + "1" },
            { "negations", new string('!', 10_000) + "1" },
            { "additions", string.Concat(Enumerable.Repeat("1+", 10_000)) + "1" },
            { "powers", string.Concat(Enumerable.Repeat("2**", 10_000)) + "1" },
            { "conditions", string.Concat(Enumerable.Repeat("1?1:", 10_000)) + "1" },
            { "members", "input" + string.Concat(Enumerable.Repeat(".a", 10_000)) },
            { "functions", "[1].map(" + string.Concat(Enumerable.Repeat("x=>[x].map(", 10_000)) },
            { "patterns", "((" + new string('[', 10_000) },
            { "templates", string.Concat(Enumerable.Repeat("`${", 10_000)) },
            { "many arguments", "Math.max(" + string.Concat(Enumerable.Repeat("1,", 1_000_000)) + "1)" },
            { "repeat", "'a'.repeat(1e9)" },
            { "repeat of repeat", "'a'.repeat(1e6).repeat(1e3)" },
            { "padStart", "''.padStart(2 ** 31)" },
            { "padEnd beyond", "'a'.padEnd(1e300, 'ab')" },
            { "doubling", "[...'x'.repeat(100)].reduce((a) => a + a, 'ab')" },
            { "doubling by replacement", "[...'x'.repeat(100)].reduce((a) => a.replaceAll('a', 'aa'), 'a')" },
            { "substitution", "'a'.repeat(100000).replaceAll('a', \"$'\")" },
            { "concat of texts", "[...'x'.repeat(100)].reduce((a) => a.concat(a), 'ab')" },
            { "doubling by template", "[...'x'.repeat(100)].reduce((a) => `${a}${a}`, 'ab')" },
            { "join", "[...'x'.repeat(10000)].map(() => 'a'.repeat(1000)).join('b'.repeat(10000))" },
            { "split", "[...'x'.repeat(100)].map(() => input.big.split(''))" },
            { "spread", "[...'x'.repeat(100)].reduce((a) => [...a, ...a], [1])" },
            { "concat of lists", "[...'x'.repeat(100)].reduce((a) => a.concat(a), [1])" },
            { "flatMap", "[...'x'.repeat(100)].reduce((a) => a.flatMap(x => [x, x]), [1])" },
            { "flat", "[...'x'.repeat(100)].reduce((a) => [a, a].flat(), [1])" },
            { "length of a list", "Array.from({ length: 1e9 })" },
            { "length beyond", "Array.from({ length: 1e300 })" },
            { "object spread", $"{Numbers}.reduce((a, i) => ({{ ...a, [i]: i }}), {{}})" },
            {
                "stringify",
                "[...'x'.repeat(1000)].reduce((a) => [a, a], input.list) && JSON.stringify([...'x'.repeat(40)].reduce((a) => [a, a], 1))"
            },
            { "stringify of text", "[...'x'.repeat(30)].reduce((a) => JSON.stringify(a), '\"'.repeat(1000))" },
            { "nested result", "[...'x'.repeat(500)].reduce((a) => [a], 1)" },
            { "nested text", "String([...'x'.repeat(5000)].reduce((a) => [a], 1))" },
            { "nested flat", "[...'x'.repeat(5000)].reduce((a) => [a], 1).flat(Infinity)" },
            { "nested JSON", "JSON.parse('['.repeat(100000))" },
            { "shared result", "[...'x'.repeat(40)].reduce((a) => [a, a], 1)" },
            { "shared text", "String([...'x'.repeat(40)].reduce((a) => [a, a], 1))" },
            { "recursion", "(f => f(f))(f => f(f))" },
            { "recursion through map", "(f => f(f))(f => [1].map(() => f(f)))" },
            { "recursion through sort", "(f => f(f))(f => [1, 2].sort(() => f(f)))" },
            { "recursion through replace", "(f => f(f))(f => 'a'.replace('a', () => f(f)))" },
            { "loops in loops", "input.list.map(a => input.list.map(b => input.list.map(c => a + b + c)))" },
            { "search in loops", "input.list.map(a => input.list.indexOf(-1))" },
            { "text search in loops", "input.list.map(a => input.big.includes('b'))" },
            { "case in loops", "input.list.map(a => input.big.toUpperCase())" },
            { "sort in loops", "input.list.map(a => input.list.sort((a, b) => b - a))" },
            { "keys in loops", "input.list.map(a => Object.keys(input.list))" },
            { "hash in loops", "input.list.map(a => hash(input.big))" },
            { "parse in loops", "input.list.map(a => JSON.parse(JSON.stringify(input.list)))" },
            { "encode in loops", "input.list.map(a => encodeURIComponent(input.big))" },
            { "dates in loops", "input.list.map(a => Date.parse(input.big))" },
            { "numbers in loops", "input.list.map(a => Number(input.big) + parseInt('9'.repeat(100000), 16))" },
            {
                "digits",
                "input.list.map(a => (5e-324).toFixed(100) + (1e300).toString(2) + (5e-324).toPrecision(100))"
            },
            { "regular expressions in loops", "input.list.map(a => /b+c/.test(input.big))" },
            { "patterns at run time", "input.list.map(a => 'x'.match('(a|b){100}' + a))" },
            { "quadratic matches", "input.big.match(/a*b|a/g)" },
            { "nested repetition", "/((a{1000}){1000})/.test('a')" },
            { "nested repetition of nothing", "/(?:(?:(?:(?:(?:){1000}){1000}){1000}){1000}){1000}/.test('a')" },
            { "nested groups", "/" + new string('(', 10_000) + "/.test('a')" },
            { "look-ahead", "/^(?=(a+))\\1b/.test('aaaa')" },
            { "back-reference", "/(a+)+\\1$/.test('aaaa')" },
            { "nullable repetition", "/(a*)*b/.test('aaaa')" },
            { "constructor", "({}).constructor" },
            { "constructor of a function", "(x => x).constructor('return 1')()" },
            { "computed constructor", "input['constr' + 'uctor']" },
            { "prototype of an object", "({}).__proto__" },
            { "prototype as a key", "({ ['__proto__']: 1 })" },
            { "prototype of a text", "''['__pro' + 'to__']" },
            { "prototype of a global", "Array.prototype" },
            { "getter", "({}).__defineGetter__('a', () => 1)" },
            { "destructured constructor", "(({ constructor }) => constructor)({})" },
            { "host", "globalThis.process" },
        };

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Expression_IsHostile_EndsInAnErrorSoon(string name, string text)
    {
        var watch = Stopwatch.StartNew();
        var exception = Record.Exception(() => Expression.Parse(text).Evaluate(Scope));
        watch.Stop();
        output.WriteLine($"{watch.ElapsedMilliseconds} ms {name}: {exception?.Message}");
        Assert.IsType<ExpressionException>(exception, exactMatch: false);
        Assert.True(watch.Elapsed < Bound, $"{name} took {watch.Elapsed}.");
    }

    [Fact]
    public void Expression_IsHostile_FitsASmallStack()
    {
        const int stackBytes = 1_536 * 1024;
        var failures = new List<string>();
        var thread = new Thread(
            () =>
            {
                foreach (var row in Expressions)
                {
                    if (
                        Record.Exception(() => Expression.Parse((string)row[1]).Evaluate(Scope))
                        is not ExpressionException
                    )
                        failures.Add((string)row[0]);
                }
            },
            stackBytes
        );
        thread.Start();
        thread.Join();
        Assert.Empty(failures);
    }

    [Theory]
    [InlineData("input.big.slice(0, 100000).match(/a*b/g)", "null")]
    [InlineData("/^(a+)+$/.test(input.big.slice(0, 100000) + '!')", "false")]
    [InlineData("/(a|aa)+$/.test(input.big.slice(0, 100000))", "true")]
    [InlineData("/(x+x+)+y/.test('x'.repeat(10000))", "false")]
    [InlineData("/^(\\w+\\s?)*$/.test('word '.repeat(1000) + '!')", "false")]
    public void RegularExpression_WouldBacktrackForAges_AnswersSoon(string text, string value)
    {
        var watch = Stopwatch.StartNew();
        Assert.Equal(value, Expression.Parse(text).Evaluate(Scope).GetRawText());
        output.WriteLine($"{watch.ElapsedMilliseconds} ms {text}");
        Assert.True(watch.Elapsed < Bound, $"It took {watch.Elapsed}.");
    }

    private static bool IsDeep(string name, string text) =>
        text.Length >= 10_000
        || name.StartsWith("recursion", StringComparison.Ordinal)
        || name.StartsWith("nested", StringComparison.Ordinal);
}
