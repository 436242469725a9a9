using FlowFunctions.Expressions.Library;

namespace FlowFunctions.Expressions.RegularExpressions;

/// <summary>Which characters the flag <c>i</c> takes for one another: those that share a form of Canonicalize (ECMA-262 §22.2.2.7.3).</summary>
internal sealed class CaseClasses
{
    /// <summary>No letter behind the two first planes has a case.</summary>
    private const int LastCased = 0x1FFFF;

    private static readonly Lazy<CaseClasses> Upper = new(() => new(char.MaxValue, ToUpper));
    private static readonly Lazy<CaseClasses> Folded = new(() => new(LastCased, Fold));

    private readonly int[] _codes;
    private readonly int[][] _classes;

    private CaseClasses(int last, Func<int, int> canonicalize)
    {
        var members = Enumerable
            .Range(0, last + 1)
            .GroupBy(canonicalize)
            .Select(group => group.ToArray())
            .Where(group => group.Length > 1)
            .SelectMany(group => group.Select(code => (Code: code, Class: group)))
            .OrderBy(member => member.Code)
            .ToArray();
        _codes = Array.ConvertAll(members, member => member.Code);
        _classes = Array.ConvertAll(members, member => member.Class);
    }

    public static CaseClasses For(bool unicode) => (unicode ? Folded : Upper).Value;

    /// <summary>The characters that are taken for one of a range.</summary>
    public IEnumerable<int> Equivalents(int first, int last)
    {
        var found = Array.BinarySearch(_codes, first);
        for (var i = found < 0 ? ~found : found; i < _codes.Length && _codes[i] <= last; i++)
        {
            foreach (var code in _classes[i])
                yield return code;
        }
    }

    /// <summary>Without the flag <c>u</c>: the upper case of one UTF-16 code unit, unless only it is ASCII.</summary>
    private static int ToUpper(int code)
    {
        var upper = Map(TextCase.ToUpper, code);
        return code >= 128 && upper < 128 ? code : upper;
    }

    /// <summary>
    /// With the flag <c>u</c>: scf of CaseFolding.txt, which is the lower case of the upper case, but for a few that have
    /// no case of one character.
    /// </summary>
    private static int Fold(int code) =>
        code switch
        {
            0x131 => code,
            0x1FD3 => 0x390,
            0x1FE3 => 0x3B0,
            0xFB05 => 0xFB06,
            _ => Map(TextCase.ToLower, Map(TextCase.ToUpper, code)),
        };

    private static int Map(Func<string, string> change, int code)
    {
        if (code is >= 0xD800 and <= 0xDFFF)
            return code;
        var text = change(char.ConvertFromUtf32(code));
        var isOne = text.Length == (char.IsSurrogate(text[0]) ? 2 : 1);
        return isOne ? char.ConvertToUtf32(text, 0) : code;
    }
}
