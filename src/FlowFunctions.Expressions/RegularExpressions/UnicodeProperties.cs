using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using static System.Globalization.UnicodeCategory;

namespace FlowFunctions.Expressions.RegularExpressions;

/// <summary>
/// The properties of <c>\p{…}</c> that the framework's Unicode data gives: the values of General_Category and some of
/// the binary ones (ECMA-262 §22.2.1.9, tables 66 and 67; the names in PropertyValueAliases.txt).
/// </summary>
internal static class UnicodeProperties
{
    /// <summary>What there is, for messages.</summary>
    public const string Available =
        @"general categories such as \p{Letter}, Any, ASCII, Assigned, ASCII_Hex_Digit, Hex_Digit, Join_Control, "
        + "Noncharacter_Code_Point, Regional_Indicator and White_Space are";

    private static readonly FrozenDictionary<string, UnicodeCategory[]> Categories = new (
        string Names,
        UnicodeCategory[] Parts
    )[]
    {
        ("Lu Uppercase_Letter", [UppercaseLetter]),
        ("Ll Lowercase_Letter", [LowercaseLetter]),
        ("Lt Titlecase_Letter", [TitlecaseLetter]),
        ("LC Cased_Letter", Span(UppercaseLetter, TitlecaseLetter)),
        ("Lm Modifier_Letter", [ModifierLetter]),
        ("Lo Other_Letter", [OtherLetter]),
        ("L Letter", Span(UppercaseLetter, OtherLetter)),
        ("Mn Nonspacing_Mark", [NonSpacingMark]),
        ("Mc Spacing_Mark", [SpacingCombiningMark]),
        ("Me Enclosing_Mark", [EnclosingMark]),
        ("M Mark Combining_Mark", Span(NonSpacingMark, EnclosingMark)),
        ("Nd Decimal_Number digit", [DecimalDigitNumber]),
        ("Nl Letter_Number", [LetterNumber]),
        ("No Other_Number", [OtherNumber]),
        ("N Number", Span(DecimalDigitNumber, OtherNumber)),
        ("Zs Space_Separator", [SpaceSeparator]),
        ("Zl Line_Separator", [LineSeparator]),
        ("Zp Paragraph_Separator", [ParagraphSeparator]),
        ("Z Separator", Span(SpaceSeparator, ParagraphSeparator)),
        ("Cc Control cntrl", [Control]),
        ("Cf Format", [Format]),
        ("Cs Surrogate", [Surrogate]),
        ("Co Private_Use", [PrivateUse]),
        ("Cn Unassigned", [OtherNotAssigned]),
        ("C Other", [Control, Format, Surrogate, PrivateUse, OtherNotAssigned]),
        ("Pc Connector_Punctuation", [ConnectorPunctuation]),
        ("Pd Dash_Punctuation", [DashPunctuation]),
        ("Ps Open_Punctuation", [OpenPunctuation]),
        ("Pe Close_Punctuation", [ClosePunctuation]),
        ("Pi Initial_Punctuation", [InitialQuotePunctuation]),
        ("Pf Final_Punctuation", [FinalQuotePunctuation]),
        ("Po Other_Punctuation", [OtherPunctuation]),
        ("P Punctuation punct", Span(ConnectorPunctuation, OtherPunctuation)),
        ("Sm Math_Symbol", [MathSymbol]),
        ("Sc Currency_Symbol", [CurrencySymbol]),
        ("Sk Modifier_Symbol", [ModifierSymbol]),
        ("So Other_Symbol", [OtherSymbol]),
        ("S Symbol", Span(MathSymbol, OtherSymbol)),
    }
        .SelectMany(entry => entry.Names.Split(' ').Select(name => KeyValuePair.Create(name, entry.Parts)))
        .ToFrozenDictionary();

    private static readonly ConcurrentDictionary<(string Name, bool Negated), CharSet> Found = new();

    /// <summary>The set that <c>\p{name}</c> stands for, or negated <c>\P{name}</c>; null when it is not known here.</summary>
    public static CharSet? Find(string name, bool negated)
    {
        if (Found.TryGetValue((name, negated), out var known))
            return known;
        var set = Categories.TryGetValue(ValueOf(name), out var parts) ? Collect(parts) : FindBinary(name);
        return set is null ? null : Found.GetOrAdd((name, negated), negated ? set.Complement() : set);
    }

    private static CharSet? FindBinary(string name) =>
        name switch
        {
            "Any" => CharSet.All,
            "ASCII" => CharSet.Of(0, 0x7F),
            "Assigned" => Collect([OtherNotAssigned]).Complement(),
            "ASCII_Hex_Digit" or "AHex" => CharSet.Where(code => code < 128 && char.IsAsciiHexDigit((char)code)),
            "Hex_Digit" or "Hex" => CharSet.Where(IsHexDigit),
            "Join_Control" or "Join_C" => CharSet.Of(0x200C, 0x200D),
            "Noncharacter_Code_Point" or "NChar" => CharSet.Where(code =>
                (code & 0xFFFE) == 0xFFFE || code is >= 0xFDD0 and <= 0xFDEF
            ),
            "Regional_Indicator" or "RI" => CharSet.Of(0x1F1E6, 0x1F1FF),
            "White_Space" or "space" => CharSet.Where(code => code <= char.MaxValue && char.IsWhiteSpace((char)code)),
            _ => null,
        };

    /// <summary>ASCII and its full-width forms.</summary>
    private static bool IsHexDigit(int code) =>
        (code < 128 && char.IsAsciiHexDigit((char)code))
        || (code is >= 0xFF10 and <= 0xFF46 && char.IsAsciiHexDigit((char)(code - 0xFEE0)));

    private static string ValueOf(string name) =>
        name.StartsWith("General_Category=", StringComparison.Ordinal)
        || name.StartsWith("gc=", StringComparison.Ordinal)
            ? name[(name.IndexOf('=', StringComparison.Ordinal) + 1)..]
            : name;

    private static CharSet Collect(UnicodeCategory[] parts)
    {
        var wanted = parts.Aggregate(0, (all, part) => all | 1 << (int)part);
        return CharSet.Where(code => (wanted >> (int)CharUnicodeInfo.GetUnicodeCategory(code) & 1) != 0);
    }

    private static UnicodeCategory[] Span(UnicodeCategory first, UnicodeCategory last) =>
        [.. Enumerable.Range((int)first, last - first + 1).Select(one => (UnicodeCategory)one)];
}
