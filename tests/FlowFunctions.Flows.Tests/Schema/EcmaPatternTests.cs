using FlowFunctions.Flows.Schema.Patterns;

namespace FlowFunctions.Flows.Tests.Schema;

public sealed class EcmaPatternTests
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
        Assert.Equal(expected, EcmaPattern.Compile(pattern).IsMatch(text));

    [Theory]
    [InlineData("(", "not closed")]
    [InlineData(")", "closes nothing")]
    [InlineData("a)b", "closes nothing")]
    [InlineData("[a", "not closed")]
    [InlineData("[b-a]", "out of order")]
    [InlineData("[\\d-z]", "class at its end")]
    [InlineData("*", "nothing to repeat")]
    [InlineData("a**", "nothing to repeat")]
    [InlineData("^*", "nothing to repeat")]
    [InlineData("a{2", "one or two numbers")]
    [InlineData("a{,2}", "one or two numbers")]
    [InlineData("a{3,2}", "out of order")]
    [InlineData("a{99999999999}", "one or two numbers")]
    [InlineData("}", "stands alone")]
    [InlineData("\\a", "means nothing")]
    [InlineData("\\-", "means nothing")]
    [InlineData("\\", "ends in")]
    [InlineData("\\1", "back references")]
    [InlineData("(?=a)", "look-ahead")]
    [InlineData("(?<!a)", "look-behind")]
    [InlineData("(?i)a", "must go on with")]
    [InlineData("\\p{Script=Greek}", "not available")]
    [InlineData("\\pL", "name in braces")]
    [InlineData("\\u{110000}", "code point")]
    [InlineData("\\x4", "hexadecimal")]
    [InlineData("\\c1", "means nothing")]
    [InlineData("(((((a{1000}){1000}){1000}){1000}){1000})", "repetitions")]
    public void Compile_WhatItCannotDo_SaysSo(string pattern, string words)
    {
        var error = Assert.Throws<FormatException>(() => EcmaPattern.Compile(pattern));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_Nesting_IsLimited() =>
        Assert.Throws<FormatException>(() => EcmaPattern.Compile(new string('(', 5_000) + new string(')', 5_000)));
}
