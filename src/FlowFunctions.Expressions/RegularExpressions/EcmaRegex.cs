using FlowFunctions.Expressions.RegularExpressions;

namespace FlowFunctions.Expressions;

/// <summary>
/// A regular expression with the meaning of ECMA-262 §22.2 that says whether it matches anywhere in a text, in time
/// linear in the text. Look-ahead, look-behind and references to groups are refused, because they can take very long.
/// One instance serves any number of threads; a match allocates nothing once a thread has its working memory.
/// </summary>
public sealed class EcmaRegex
{
    /// <summary>The most UTF-16 code units that a pattern may have.</summary>
    public const int MaxLength = 10_000;

    /// <summary>The most characters that a pattern may unroll to, with its repetitions written out.</summary>
    public const int MaxSize = 10_000;

    /// <summary>Written when it is first used, because it can be much larger than the pattern.</summary>
    private readonly Lazy<RegExpProgram> _program;

    private EcmaRegex(RegExpNode tree, RegExpFlags flags, int ranges)
    {
        Size = (int)tree.Size + ranges;
        _program = new(() => new(RegExpCompiler.Compile(tree, 0, captures: false), tree, flags));
    }

    /// <summary>What its memory is proportional to: the characters it unrolls to, and the ranges of its classes.</summary>
    public int Size { get; }

    /// <summary>Reads a pattern.</summary>
    /// <param name="pattern">The pattern, without slashes around it.</param>
    /// <param name="flags">Any of <c>g</c>, <c>i</c>, <c>m</c>, <c>s</c> and <c>u</c>, each once.</param>
    /// <exception cref="ExpressionSyntaxException">
    /// The pattern or a flag is wrong or not available, or the pattern is too large. The position is an offset of the pattern.
    /// </exception>
    public static EcmaRegex Parse(string pattern, string flags)
    {
        if (pattern.Length > MaxLength)
            throw new ExpressionSyntaxException($"The regular expression is longer than {MaxLength} characters.", 0);
        var options = RegExpFlags.Parse(flags, 0);
        var parser = new RegExpParser(pattern, options, 0);
        var tree = parser.Parse(MaxSize, repeatsNothing: true);
        return new EcmaRegex(tree, options, parser.RangeCount);
    }

    /// <summary>Whether there is a match anywhere in a text.</summary>
    public bool IsMatch(ReadOnlySpan<char> text)
    {
        var work = long.MaxValue;
        return IsMatch(text, ref work) == true;
    }

    /// <summary>Whether there is a match anywhere in a text, as far as the work allowed suffices to say so.</summary>
    /// <param name="text">The text.</param>
    /// <param name="work">
    /// How much work is allowed, in places of the pattern each tried at one character; on return what is left. The work
    /// depends on the pattern and the text alone.
    /// </param>
    /// <returns>Whether there is a match; null when the work did not suffice.</returns>
    public bool? IsMatch(ReadOnlySpan<char> text, ref long work) => RegExpTest.Run(_program.Value, text, ref work);
}
