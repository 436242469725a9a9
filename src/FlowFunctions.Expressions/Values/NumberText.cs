using System.Globalization;
using System.Numerics;
using System.Text;

namespace FlowFunctions.Expressions.Values;

/// <summary>Number::toString (ECMA-262 §6.1.6.1.20) and the text-to-number conversions (§7.1.4.1).</summary>
internal static class NumberText
{
    private const NumberStyles Decimal = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>White space and line terminators of ECMA-262 §12.2 and §12.3.</summary>
    public static bool IsSpace(char c) =>
        c is >= '\t' and <= '\r' or ' ' or '\u00A0' or '\uFEFF' or '\u2028' or '\u2029'
        || (c > 127 && char.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator);

    public static string Trim(string text, bool start, bool end)
    {
        var (first, last) = (0, text.Length);
        while (start && first < last && IsSpace(text[first]))
            first++;
        while (end && last > first && IsSpace(text[last - 1]))
            last--;
        return text[first..last];
    }

    public static string Format(double number)
    {
        if (double.IsNaN(number))
            return "NaN";
        if (double.IsInfinity(number))
            return number > 0 ? "Infinity" : "-Infinity";
        if (number == 0)
            return "0";
        if (number == (int)number)
            return ((int)number).ToString(CultureInfo.InvariantCulture);
        var (digits, point) = ShortestDigits(Math.Abs(number));
        var sign = number < 0 ? "-" : "";
        if (point is > 0 and <= 21)
            return sign + Place(digits, point);
        return point is > -6 and <= 0
            ? $"{sign}0.{new string('0', -point)}{digits}"
            : sign + Exponential(digits, point - 1);
    }

    /// <summary>Digits with one before the point and the exponent after: <c>1.5e+21</c>.</summary>
    public static string Exponential(string digits, int exponent)
    {
        var fraction = digits.Length > 1 ? "." + digits[1..] : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent)}"
        );
    }

    /// <summary>Digits with the decimal point after the first <paramref name="point"/> of them, filled up with zeros.</summary>
    public static string Place(string digits, int point) =>
        digits.Length <= point ? digits.PadRight(point, '0') : $"{digits[..point]}.{digits[point..]}";

    /// <summary>The fewest digits that read back as the number, and the place of the decimal point among them.</summary>
    public static (string Digits, int Point) ShortestDigits(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        var e = text.IndexOf('E', StringComparison.Ordinal);
        var exponent =
            e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? text : text[..e];
        var whole = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var significant = digits.TrimStart('0');
        var point = (whole < 0 ? mantissa.Length : whole) - (digits.Length - significant.Length) + exponent;
        return (significant.TrimEnd('0'), point);
    }

    /// <summary>The value of a numeric literal of the source text, or NaN if it is none.</summary>
    public static double ParseLiteral(string literal)
    {
        if (literal.Contains('_', StringComparison.Ordinal))
        {
            if (!SeparatorsStandBetweenDigits(literal))
                return double.NaN;
            literal = literal.Replace("_", "", StringComparison.Ordinal);
        }
        var octalLike = literal.Length > 1 && literal[0] == '0' && char.IsAsciiDigit(literal[1]);
        return octalLike ? double.NaN : ParseUnsigned(literal);
    }

    /// <summary>StringToNumber: blank is 0, what is no number is NaN.</summary>
    public static double Parse(string text)
    {
        var trimmed = Trim(text, true, true);
        if (trimmed.Length == 0)
            return 0;
        return trimmed[0] switch
        {
            '+' => ParseDecimal(trimmed.AsSpan(1)),
            '-' => -ParseDecimal(trimmed.AsSpan(1)),
            _ => ParseUnsigned(trimmed),
        };
    }

    /// <summary>parseFloat: the longest prefix that is a decimal number.</summary>
    public static double ParsePrefix(string text)
    {
        var trimmed = Trim(text, true, false).AsSpan();
        var negative = trimmed.StartsWith("-");
        if (negative || trimmed.StartsWith("+"))
            trimmed = trimmed[1..];
        var value = trimmed.StartsWith("Infinity")
            ? double.PositiveInfinity
            : ParseDecimal(trimmed[..DecimalLength(trimmed)]);
        return negative ? -value : value;
    }

    /// <summary>parseInt with a radix of 2 to 36; 16 may have been announced by <c>0x</c>, which is cut off already.</summary>
    public static double ParseInteger(ReadOnlySpan<char> digits, int radix)
    {
        var length = 0;
        while (length < digits.Length && DigitOf(digits[length]) < radix)
            length++;
        if (length == 0)
            return double.NaN;
        digits = digits[..length];
        if (radix == 10)
            return double.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        return int.IsPow2(radix) ? ParseExactly(digits, radix) : ParseInParts(digits, radix);
    }

    public static void AppendCodePoint(StringBuilder output, int code)
    {
        if (code < 0x10000)
            output.Append((char)code);
        else
            output.Append(char.ConvertFromUtf32(code));
    }

    private static double ParseExactly(ReadOnlySpan<char> digits, int radix)
    {
        var value = BigInteger.Zero;
        foreach (var digit in digits)
        {
            value = (value * radix) + DigitOf(digit);
            if (value.GetBitLength() > 1100)
                return double.PositiveInfinity;
        }
        return double.Parse(
            value.ToString(CultureInfo.InvariantCulture),
            NumberStyles.None,
            CultureInfo.InvariantCulture
        );
    }

    /// <summary>The standard allows an approximation past 20 digits; this is V8's, in parts that fit 32 bits.</summary>
    private static double ParseInParts(ReadOnlySpan<char> digits, int radix)
    {
        double value = 0;
        for (var i = 0; i < digits.Length; )
        {
            var (part, multiplier) = (0u, 1u);
            for (; i < digits.Length && multiplier * (uint)radix <= uint.MaxValue / 36; i++)
            {
                part = (part * (uint)radix) + (uint)DigitOf(digits[i]);
                multiplier *= (uint)radix;
            }
            value = (value * multiplier) + part;
        }
        return value;
    }

    private static int DigitOf(char c) =>
        c switch
        {
            >= '0' and <= '9' => c - '0',
            >= 'a' and <= 'z' => c - 'a' + 10,
            >= 'A' and <= 'Z' => c - 'A' + 10,
            _ => int.MaxValue,
        };

    private static double ParseUnsigned(string text)
    {
        if (text.Length <= 2 || text[0] != '0')
            return ParseDecimal(text);
        var radix = text[1] switch
        {
            'x' or 'X' => 16,
            'o' or 'O' => 8,
            'b' or 'B' => 2,
            _ => 0,
        };
        if (radix == 0)
            return ParseDecimal(text);
        var digits = text.AsSpan(2);
        foreach (var digit in digits)
        {
            if (DigitOf(digit) >= radix)
                return double.NaN;
        }
        return ParseInteger(digits, radix);
    }

    private static double ParseDecimal(ReadOnlySpan<char> text)
    {
        if (text is "Infinity")
            return double.PositiveInfinity;
        return DecimalLength(text) == text.Length && text.Length > 0
            ? double.Parse(text, Decimal, CultureInfo.InvariantCulture)
            : double.NaN;
    }

    /// <summary>The length of the StrUnsignedDecimalLiteral that <paramref name="text"/> begins with.</summary>
    private static int DecimalLength(ReadOnlySpan<char> text)
    {
        var whole = DigitsAt(text, 0);
        var end = whole;
        if (end < text.Length && text[end] == '.')
        {
            var fraction = DigitsAt(text, end + 1);
            if (whole + fraction == 0)
                return 0;
            end += 1 + fraction;
        }
        if (end == 0 || end >= text.Length || text[end] is not ('e' or 'E'))
            return end;
        var exponent = end + 1;
        if (exponent < text.Length && text[exponent] is '+' or '-')
            exponent++;
        var digits = DigitsAt(text, exponent);
        return digits > 0 ? exponent + digits : end;
    }

    private static int DigitsAt(ReadOnlySpan<char> text, int start)
    {
        var end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        return end - start;
    }

    private static bool SeparatorsStandBetweenDigits(string literal)
    {
        for (var i = 0; i < literal.Length; i++)
        {
            if (literal[i] != '_')
                continue;
            var between =
                i > 0
                && i + 1 < literal.Length
                && char.IsAsciiHexDigit(literal[i - 1])
                && char.IsAsciiHexDigit(literal[i + 1]);
            if (!between || (i == 1 && literal[0] == '0'))
                return false;
        }
        return true;
    }
}
