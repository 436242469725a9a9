using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;

namespace FlowFunctions.Flows.Schema.Patterns;

/// <summary>The named character classes of ECMA-262 (22.2.2.9 and table 67, General_Category).</summary>
internal static class CharacterClasses
{
    private static readonly (string Short, string Long, UnicodeCategory[] Parts)[] Categories =
    [
        ("Lu", "Uppercase_Letter", [UnicodeCategory.UppercaseLetter]),
        ("Ll", "Lowercase_Letter", [UnicodeCategory.LowercaseLetter]),
        ("Lt", "Titlecase_Letter", [UnicodeCategory.TitlecaseLetter]),
        ("Lm", "Modifier_Letter", [UnicodeCategory.ModifierLetter]),
        ("Lo", "Other_Letter", [UnicodeCategory.OtherLetter]),
        ("LC", "Cased_Letter", Range(UnicodeCategory.UppercaseLetter, UnicodeCategory.TitlecaseLetter)),
        ("L", "Letter", Range(UnicodeCategory.UppercaseLetter, UnicodeCategory.OtherLetter)),
        ("Mn", "Nonspacing_Mark", [UnicodeCategory.NonSpacingMark]),
        ("Mc", "Spacing_Mark", [UnicodeCategory.SpacingCombiningMark]),
        ("Me", "Enclosing_Mark", [UnicodeCategory.EnclosingMark]),
        ("M", "Mark", Range(UnicodeCategory.NonSpacingMark, UnicodeCategory.EnclosingMark)),
        ("Nd", "Decimal_Number", [UnicodeCategory.DecimalDigitNumber]),
        ("Nl", "Letter_Number", [UnicodeCategory.LetterNumber]),
        ("No", "Other_Number", [UnicodeCategory.OtherNumber]),
        ("N", "Number", Range(UnicodeCategory.DecimalDigitNumber, UnicodeCategory.OtherNumber)),
        ("Zs", "Space_Separator", [UnicodeCategory.SpaceSeparator]),
        ("Zl", "Line_Separator", [UnicodeCategory.LineSeparator]),
        ("Zp", "Paragraph_Separator", [UnicodeCategory.ParagraphSeparator]),
        ("Z", "Separator", Range(UnicodeCategory.SpaceSeparator, UnicodeCategory.ParagraphSeparator)),
        ("Cc", "Control", [UnicodeCategory.Control]),
        ("Cf", "Format", [UnicodeCategory.Format]),
        ("Co", "Private_Use", [UnicodeCategory.PrivateUse]),
        ("Cn", "Unassigned", [UnicodeCategory.OtherNotAssigned]),
        (
            "C",
            "Other",
            [.. Range(UnicodeCategory.Control, UnicodeCategory.PrivateUse), UnicodeCategory.OtherNotAssigned]
        ),
        ("Pc", "Connector_Punctuation", [UnicodeCategory.ConnectorPunctuation]),
        ("Pd", "Dash_Punctuation", [UnicodeCategory.DashPunctuation]),
        ("Ps", "Open_Punctuation", [UnicodeCategory.OpenPunctuation]),
        ("Pe", "Close_Punctuation", [UnicodeCategory.ClosePunctuation]),
        ("Pi", "Initial_Punctuation", [UnicodeCategory.InitialQuotePunctuation]),
        ("Pf", "Final_Punctuation", [UnicodeCategory.FinalQuotePunctuation]),
        ("Po", "Other_Punctuation", [UnicodeCategory.OtherPunctuation]),
        ("P", "Punctuation", Range(UnicodeCategory.ConnectorPunctuation, UnicodeCategory.OtherPunctuation)),
        ("Sm", "Math_Symbol", [UnicodeCategory.MathSymbol]),
        ("Sc", "Currency_Symbol", [UnicodeCategory.CurrencySymbol]),
        ("Sk", "Modifier_Symbol", [UnicodeCategory.ModifierSymbol]),
        ("So", "Other_Symbol", [UnicodeCategory.OtherSymbol]),
        ("S", "Symbol", Range(UnicodeCategory.MathSymbol, UnicodeCategory.OtherSymbol)),
    ];

    private static readonly FrozenDictionary<string, UnicodeCategory[]> ByName = Categories
        .SelectMany(one => new[] { (Name: one.Short, one.Parts), (Name: one.Long, one.Parts) })
        .Append((Name: "digit", Parts: [UnicodeCategory.DecimalDigitNumber]))
        .Append((Name: "punct", Parts: Range(UnicodeCategory.ConnectorPunctuation, UnicodeCategory.OtherPunctuation)))
        .ToFrozenDictionary(one => one.Name, one => one.Parts, StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<string, CodePointSet> Found = new(StringComparer.Ordinal);

    public static CodePointSet Digit { get; } = CodePointSet.Of(('0', '9'));

    public static CodePointSet Word { get; } = CodePointSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));

    public static CodePointSet LineEnd { get; } = CodePointSet.Of(('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029));

    public static CodePointSet Space { get; } =
        LineEnd.Union(
            CodePointSet.Of(
                ('\t', '\t'),
                ('\v', '\f'),
                (' ', ' '),
                (0xA0, 0xA0),
                (0x1680, 0x1680),
                (0x2000, 0x200A),
                (0x202F, 0x202F),
                (0x205F, 0x205F),
                (0x3000, 0x3000),
                (0xFEFF, 0xFEFF)
            )
        );

    /// <summary>The set that <c>\p{name}</c> stands for; null when it is not known here.</summary>
    public static CodePointSet? Find(string name) =>
        name switch
        {
            "Any" => CodePointSet.All,
            "ASCII" => CodePointSet.Of((0, 0x7F)),
            _ => ByName.TryGetValue(Category(name), out var parts) ? Found.GetOrAdd(name, _ => Collect(parts)) : null,
        };

    private static string Category(string name) =>
        name.StartsWith("General_Category=", StringComparison.Ordinal)
        || name.StartsWith("gc=", StringComparison.Ordinal)
            ? name[(name.IndexOf('=', StringComparison.Ordinal) + 1)..]
            : name;

    private static CodePointSet Collect(UnicodeCategory[] parts)
    {
        int wanted = parts.Aggregate(0, (all, part) => all | 1 << (int)part);
        return CodePointSet.Of(
            Enumerable
                .Range(0, CodePointSet.Last + 1)
                .Where(point => (wanted >> (int)CharUnicodeInfo.GetUnicodeCategory(point) & 1) != 0)
                .Select(point => (point, point))
        );
    }

    private static UnicodeCategory[] Range(UnicodeCategory first, UnicodeCategory last) =>
        [.. Enumerable.Range((int)first, last - first + 1).Select(one => (UnicodeCategory)one)];
}
