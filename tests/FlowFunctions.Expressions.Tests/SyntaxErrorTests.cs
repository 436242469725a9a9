namespace FlowFunctions.Expressions.Tests;

public sealed class SyntaxErrorTests
{
    [Theory]
    [InlineData("", 0, "There is no expression.")]
    [InlineData("1 +", 3, "The expression ends too early.")]
    [InlineData("(1", 2, "')' is missing.")]
    [InlineData("1 2", 2, "'2' is not expected here.")]
    [InlineData("input.a = 1", 8, "'=' changes a value, and values do not change here. Did you mean '==='?")]
    [InlineData("input.a++", 7, "'++' changes a value")]
    [InlineData("1; 2", 1, "There are no statements; write one expression.")]
    [InlineData(
        "ipnut.a",
        0,
        "Unknown name 'ipnut'; names in scope: input, trigger, steps, env and run; in the body of a loop also item, index and (foreach) items; in 'with' also secrets. Did you mean 'input'?"
    )]
    [InlineData(
        "zzzzzz",
        0,
        "Unknown name 'zzzzzz'; names in scope: input, trigger, steps, env and run; in the body of a loop also item, index and (foreach) items; in 'with' also secrets."
    )]
    [InlineData("Math.flor(1)", 5, "There is no 'Math.flor'. Did you mean 'floor'?")]
    [InlineData("Math", 0, "'Math' is not a value; name what you need of it")]
    [InlineData("input.name.toUppercase()", 11, "There is no method 'toUppercase'. Did you mean 'toUpperCase'?")]
    [InlineData(
        "input.list.push(1)",
        11,
        "Values do not change here. Use concat, or a list with spread: [...list, item]."
    )]
    [InlineData("'a'.localeCompare('b')", 4, "Order by language is not available.")]
    [InlineData("new Date()", 0, "There is no 'new'. For times use now(), Date.parse(text) and isoTime(milliseconds).")]
    [InlineData("Date.now()", 5, "Use Date.parse(now()), which a replay repeats.")]
    [InlineData("this.x", 0, "There is no 'this'.")]
    [InlineData("x => x", 0, "A function may stand only as an argument")]
    [InlineData("[x => x]", 1, "A function may stand only as an argument")]
    [InlineData("[1].map(x => { return x })", 13, "A function has no statements")]
    [InlineData("input.constructor", 6, "'constructor' is not part of the language")]
    [InlineData("input['__proto__']", 6, "'__proto__' is not part of the language")]
    [InlineData("'abc", 0, "The text is not closed with '.")]
    [InlineData("`a${1", 5, "The expression ends too early.")]
    [InlineData("1 ?? 2 || 3", 2, "'??' beside '&&' or '||' needs parentheses.")]
    [InlineData("-1 ** 2", 3, "Write the base of '**' in parentheses")]
    [InlineData("0b12", 0, "'0b12' is not a number.")]
    [InlineData("/(a/", 3, "Regular expression: '(' is not closed.")]
    [InlineData("/a(?=b)/", 5, "Regular expression: look-ahead is not available")]
    [InlineData("/a/y", 0, "The flag 'y' of a regular expression is not available; g, i, m, s and u are.")]
    [InlineData("[1, , 2]", 4, "A list may not have gaps; write undefined.")]
    [InlineData("((a, a) => a)(1)", 1, "Two parameters have the same name.")]
    [InlineData("a b", 0, "Unknown name 'a'")]
    [InlineData("# 1", 0, "The character '#' has no meaning here.")]
    public void Parse_WrongExpression_SaysWhatAndWhere(string text, int position, string message)
    {
        var exception = Assert.Throws<ExpressionSyntaxException>(() => Expression.Parse(text));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(position, exception.Position);
        Assert.Equal("Expression", exception.Code);
    }
}
