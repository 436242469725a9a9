using System.Globalization;
using System.Numerics;
using System.Text;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Library;

/// <summary>toFixed, toExponential and toPrecision from the number's exact value, and toString in another base as V8 does.</summary>
internal static class NumberFormat
{
    private const string DigitCharacters = "0123456789abcdefghijklmnopqrstuvwxyz";

    public static string Fixed(double number, int digits)
    {
        var scaled = RoundScaled(Math.Abs(number), digits)
            .ToString(CultureInfo.InvariantCulture)
            .PadLeft(digits + 1, '0');
        return Sign(number) + NumberText.Place(scaled, scaled.Length - digits);
    }

    /// <summary>With <paramref name="digits"/> after the point, or as many as the number has.</summary>
    public static string Exponential(double number, int? digits)
    {
        var (shortest, point) = NumberText.ShortestDigits(Math.Abs(number));
        if (digits is not { } wanted)
            return Sign(number) + NumberText.Exponential(number == 0 ? "0" : shortest, number == 0 ? 0 : point - 1);
        var (rounded, exponent) = Significant(number, wanted + 1);
        return Sign(number) + NumberText.Exponential(rounded, exponent);
    }

    public static string Precision(double number, int precision)
    {
        var (digits, exponent) = Significant(number, precision);
        if (exponent < -6 || exponent >= precision)
            return Sign(number) + NumberText.Exponential(digits, exponent);
        return exponent >= 0
            ? Sign(number) + NumberText.Place(digits, exponent + 1)
            : $"{Sign(number)}0.{new string('0', -exponent - 1)}{digits}";
    }

    /// <summary>
    /// Digits of a number in any base; the fraction ends as soon as it tells the number from its neighbours. ECMA-262
    /// leaves the algorithm open; this is the one whose results V8 gives.
    /// </summary>
    public static string Radix(double number, int radix)
    {
        var value = Math.Abs(number);
        var integer = Math.Floor(value);
        var fraction = new StringBuilder();
        integer += AppendFraction(fraction, value, value - integer, radix);
        var whole = new StringBuilder();
        WriteInteger(whole, integer, radix);
        return Sign(number) + whole + (fraction.Length > 0 ? "." + fraction : "");
    }

    private static string Sign(double number) => number < 0 ? "-" : "";

    private static void WriteInteger(StringBuilder output, double integer, int radix)
    {
        const double exactIntegers = 9007199254740992;
        while (integer / radix >= exactIntegers)
        {
            integer /= radix;
            output.Insert(0, '0');
        }
        do
        {
            var digit = integer % radix;
            output.Insert(0, DigitCharacters[(int)digit]);
            integer = (integer - digit) / radix;
        } while (integer > 0);
    }

    /// <summary>Appends the digits after the point; 1 if they round up to the next whole number.</summary>
    private static int AppendFraction(StringBuilder output, double value, double fraction, int radix)
    {
        var delta = Math.Max(0.5 * (Math.BitIncrement(value) - value), double.Epsilon);
        if (fraction < delta)
            return 0;
        do
        {
            fraction *= radix;
            delta *= radix;
            var digit = (int)fraction;
            output.Append(DigitCharacters[digit]);
            fraction -= digit;
            if ((fraction > 0.5 || (fraction == 0.5 && (digit & 1) == 1)) && fraction + delta > 1)
                return RoundUp(output, radix);
        } while (fraction >= delta);
        return 0;
    }

    private static int RoundUp(StringBuilder digits, int radix)
    {
        while (digits.Length > 0)
        {
            var digit = DigitCharacters.IndexOf(digits[^1], StringComparison.Ordinal);
            digits.Length--;
            if (digit + 1 < radix)
            {
                digits.Append(DigitCharacters[digit + 1]);
                return 0;
            }
        }
        return 1;
    }

    /// <summary>Exactly <paramref name="count"/> digits, rounded half up, and the exponent of the first.</summary>
    private static (string Digits, int Exponent) Significant(double number, int count)
    {
        if (number == 0)
            return (new string('0', count), 0);
        var exponent = NumberText.ShortestDigits(Math.Abs(number)).Point - 1;
        var digits = Rounded(exponent);
        if (digits.Length < count)
            digits = Rounded(--exponent);
        else if (digits.Length > count)
            digits = Rounded(++exponent);
        return (digits, exponent);

        string Rounded(int first) =>
            RoundScaled(Math.Abs(number), count - 1 - first).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>number × 10^scale to the nearest integer, the larger of two as near, in exact arithmetic.</summary>
    private static BigInteger RoundScaled(double number, int scale)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        var exponent = (int)(bits >> 52) & 0x7FF;
        var mantissa = bits & 0xFFFFFFFFFFFFF;
        if (exponent > 0)
            mantissa |= 1L << 52;
        exponent = Math.Max(exponent, 1) - 1075;
        var numerator = (BigInteger)mantissa * BigInteger.Pow(10, Math.Max(scale, 0));
        var denominator = BigInteger.Pow(10, Math.Max(-scale, 0));
        if (exponent > 0)
            numerator <<= exponent;
        else
            denominator <<= -exponent;
        return ((numerator * 2) + denominator) / (denominator * 2);
    }
}
