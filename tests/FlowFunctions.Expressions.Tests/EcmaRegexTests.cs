namespace FlowFunctions.Expressions.Tests;

public sealed class EcmaRegexTests
{
    [Theory]
    [InlineData("^.$", "😀", true)]
    [InlineData("^.{2}$", "😀", false)]
    [InlineData("^[^a]$", "😀", true)]
    [InlineData("^[😀-😂]$", "😁", true)]
    [InlineData("^[😀-😂]$", "😃", false)]
    [InlineData("^\\ud83d\\ude00$", "😀", true)]
    [InlineData("^\\u{1F600}$", "😀", true)]
    [InlineData("^\\p{L}+$", "aé𝒜", true)]
    [InlineData("^\\P{Lu}$", "𝒜", false)]
    [InlineData("^\\p{gc=Nd}$", "٣", true)]
    [InlineData("^\\W$", "😀", true)]
    [InlineData("\\bb", "éb", true)]
    [InlineData("a\\b", "aé", true)]
    [InlineData("a\\Bé", "aé", false)]
    [InlineData("^\\s$", "\uFEFF", true)]
    [InlineData("^\\s$", "\u0085", false)]
    [InlineData("^.$", "\u0085", true)]
    [InlineData("^.$", "\u2028", false)]
    [InlineData("a$", "a\n", false)]
    [InlineData("^[\\b\\-\\]]$", "-", true)]
    [InlineData("[]", "a", false)]
    [InlineData("^[^]$", "\n", true)]
    [InlineData("^(?<year>\\d{4})-(?:a|b)??$", "2026-b", true)]
    [InlineData("^(a|)+?b{0}c$", "aac", true)]
    [InlineData("^\\cJ\\0\\x41\\/$", "\n\0A/", true)]
    [InlineData("", "anything", true)]
    public void IsMatch_UnicodeSemantics_AreThoseOfEcmaScript(string pattern, string text, bool expected) =>
        Assert.Equal(expected, EcmaRegex.Parse(pattern, "u").IsMatch(text));

    [Theory]
    [InlineData("(", "not closed")]
    [InlineData(")", "has no '('")]
    [InlineData("a)b", "has no '('")]
    [InlineData("[a", "not closed")]
    [InlineData("[b-a]", "wrong order")]
    [InlineData("[\\d-z]", "end with a class")]
    [InlineData("*", "something to repeat")]
    [InlineData("a**", "something to repeat")]
    [InlineData("^*", "something to repeat")]
    [InlineData("a{2", "one or two numbers")]
    [InlineData("a{,2}", "one or two numbers")]
    [InlineData("a{3,2}", "wrong order")]
    [InlineData("a{99999999999}", "counts to 10000")]
    [InlineData("}", "stands alone")]
    [InlineData("\\a", "means nothing")]
    [InlineData("\\-", "means nothing")]
    [InlineData("\\", "backslash ends")]
    [InlineData("\\1", "reference to a group")]
    [InlineData("(?=a)", "look-ahead")]
    [InlineData("(?<!a)", "look-behind")]
    [InlineData("(?i)a", "kind of group")]
    [InlineData("\\p{Script=Greek}", "not available")]
    [InlineData("\\pL", "name in braces")]
    [InlineData("\\u{110000}", "code point")]
    [InlineData("\\x4", "hexadecimal")]
    [InlineData("\\c1", "needs a letter")]
    [InlineData("(((((a{1000}){1000}){1000}){1000}){1000})", "repetition counts")]
    public void Parse_WhatItCannotDo_SaysSo(string pattern, string words)
    {
        var error = Assert.Throws<ExpressionSyntaxException>(() => EcmaRegex.Parse(pattern, "u"));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_Nesting_IsLimited() =>
        Assert.Throws<ExpressionSyntaxException>(() =>
            EcmaRegex.Parse(new string('(', 5_000) + new string(')', 5_000), "u")
        );

    [Fact]
    public void Parse_AlternativesInAlternatives_EndsSoon()
    {
        var pattern = new string('(', 90) + "a" + string.Concat(Enumerable.Repeat("|b)", 90));

        Assert.True(EcmaRegex.Parse(pattern, "u").IsMatch("xb"));
    }

    [Theory]
    [InlineData("a", "x", "flag 'x'")]
    [InlineData("a", "uu", "twice")]
    public void Parse_WrongFlag_SaysSo(string pattern, string flags, string words)
    {
        var error = Assert.Throws<ExpressionSyntaxException>(() => EcmaRegex.Parse(pattern, flags));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_Error_PointsIntoThePattern() =>
        Assert.Equal(2, Assert.Throws<ExpressionSyntaxException>(() => EcmaRegex.Parse("ab)", "u")).Position);

    [Fact]
    public void Parse_LongPattern_IsRefused() =>
        Assert.Throws<ExpressionSyntaxException>(() => EcmaRegex.Parse(new string('a', EcmaRegex.MaxLength + 1), ""));

    [Fact]
    public void IsMatch_TooLittleWork_IsUndecided()
    {
        var pattern = EcmaRegex.Parse("(a|b)*c", "u");
        var text = new string('a', 1_000);
        var (enough, little) = (1_000_000L, 1_000L);

        Assert.False(pattern.IsMatch(text, ref enough));
        Assert.Null(pattern.IsMatch(text, ref little));
        Assert.Equal(0, little);
        Assert.InRange(enough, 1, 999_000);
    }

    [Fact]
    public void IsMatch_AgainAndAgain_TakesTheSameWork()
    {
        var (first, again) = (1_000_000L, 1_000_000L);
        EcmaRegex.Parse("(a|b)+?[c-z]{2}", "i").IsMatch("xxabABcx", ref first);
        EcmaRegex.Parse("^a{3000}", "").IsMatch("aaa");
        EcmaRegex.Parse("(a|b)+?[c-z]{2}", "i").IsMatch("xxabABcx", ref again);

        Assert.Equal(first, again);
    }

    [Fact]
    public async Task IsMatch_FromManyThreads_GivesTheSame()
    {
        var pattern = EcmaRegex.Parse("^(?:a|bc)*d$", "");

        await Parallel.ForAsync(
            0,
            2_000,
            (i, _) =>
            {
                Assert.Equal(i % 2 == 0, pattern.IsMatch(i % 2 == 0 ? "aabcbcad" : "aabcbad"));
                return ValueTask.CompletedTask;
            }
        );
    }
}
